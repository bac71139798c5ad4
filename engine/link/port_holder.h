#pragma once
// Who holds a port: for the error that says so. Reads /proc; call it only when something has failed.

#include <cstdint>
#include <string>

namespace understudy::link {

// "understudyd (process 4711)", several joined by commas; or "a process that cannot be seen from here".
std::string udpPortHolder(std::uint16_t port);

} // namespace understudy::link
