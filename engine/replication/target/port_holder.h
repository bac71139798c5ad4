#pragma once
// Who has a TCP port: for the sentence that says why we cannot listen. Reads /proc; blocking, rarely called.

#include <cstdint>
#include <string>

namespace understudy::replication {

std::string holderOfTcpPort(std::uint16_t port); // "process 812 (nginx)", or "another process"

} // namespace understudy::replication
