#include "api/server/peer_credentials.h"

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <algorithm>
#include <array>

namespace understudy::api {

Result<Credentials> credentialsOf(int socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return fail(systemError("API socket", "the kernel does not say who is there"));
    std::array<gid_t, 1024> groups{};
    size = sizeof groups;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) != 0)
        size = 0; // more groups than we ask for: the first one, below, has to do
    Credentials who{peer.uid, {peer.gid}};
    who.groups.insert(who.groups.end(), groups.begin(), groups.begin() + size / sizeof(gid_t));
    return who;
}

std::optional<std::uint32_t> groupNumber(const std::string& name) {
    std::array<char, 16384> buffer{};
    group entry{};
    group* found = nullptr;
    if (::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return std::nullopt;
    return found->gr_gid;
}

std::optional<std::uint32_t> userNumber(const std::string& name) {
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return std::nullopt;
    return found->pw_uid;
}

std::string userName(std::uint32_t user) {
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return "uid " + std::to_string(user);
    return found->pw_name;
}

bool mayUseEngine(const Credentials& who, std::optional<std::uint32_t> group) {
    return who.user == 0 ||
           (group && std::find(who.groups.begin(), who.groups.end(), *group) != who.groups.end());
}

} // namespace understudy::api
