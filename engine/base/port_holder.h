#pragma once
// Who holds a port: for the error that says so. Reads /proc, and blocks for it: call it only when something
// has failed, or when an administrator asks. Any thread.

#include <cstdint>
#include <string>
#include <vector>

namespace understudy {

enum class Transport : std::uint8_t { Tcp, Udp };

// The programs that listen on the TCP port or are bound to the UDP port: "nginx (process 4711)". Empty:
// nobody, or nobody whose descriptors can be seen from here.
std::vector<std::string> portHolders(Transport transport, std::uint16_t port);

// The same for a sentence: joined by commas, or "a process that cannot be seen from here".
std::string portHolder(Transport transport, std::uint16_t port);

// Whether anybody has it, seen or not.
bool isPortHeld(Transport transport, std::uint16_t port);

} // namespace understudy
