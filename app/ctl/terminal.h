#pragma once
// Whether a person is at the other end. By platform.

#include <optional>
#include <string>

namespace understudy::ctl {

bool inputIsTerminal();
bool outputIsTerminal();

// One line from standard input that the terminal does not show while it is typed. nullopt: there is none.
std::optional<std::string> readHiddenLine(const std::string& prompt);

} // namespace understudy::ctl
