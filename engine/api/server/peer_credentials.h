#pragma once
// Who is at the other end of the Unix socket: the kernel says it, so it needs no password. Any thread.

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace understudy::api {

struct Credentials {
    std::uint32_t user = 0;
    std::vector<std::uint32_t> groups; // all of them, as they were when the other end connected
};

Result<Credentials> credentialsOf(int socket);
std::optional<std::uint32_t> groupNumber(const std::string& name); // nullopt: there is no such group
std::optional<std::uint32_t> userNumber(const std::string& name);  // nullopt: there is no such user
std::string userName(std::uint32_t user);                          // "uid 1234" when it has no name

// root, and the members of the group if there is one.
bool mayUseEngine(const Credentials& who, std::optional<std::uint32_t> group);

} // namespace understudy::api
