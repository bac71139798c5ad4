#pragma once
// Whether a person is at the other end. By platform.

namespace understudy::ctl {

bool inputIsTerminal();
bool outputIsTerminal();

} // namespace understudy::ctl
