#include "base/port_holder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace understudy {

namespace {

namespace fs = std::filesystem;

constexpr const char* kListening = "0A"; // TCP_LISTEN in /proc/net/tcp

// "socket:[inode]" of each socket of the table that listens on (TCP) or is bound to (UDP) the port.
void collectSockets(const std::string& table, Transport transport, std::uint16_t port,
                    std::set<std::string>& out) {
    std::ifstream in(table);
    std::string line;
    std::getline(in, line); // the heading
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::vector<std::string> f;
        for (std::string field; fields >> field;)
            f.push_back(field);
        if (f.size() < 10 || (transport == Transport::Tcp && f[3] != kListening))
            continue;
        const auto colon = f[1].rfind(':');
        if (colon != std::string::npos && std::strtoul(f[1].c_str() + colon + 1, nullptr, 16) == port)
            out.insert("socket:[" + f[9] + "]");
    }
}

std::set<std::string> socketsOn(Transport transport, std::uint16_t port) {
    const std::string table = transport == Transport::Tcp ? "/proc/self/net/tcp" : "/proc/self/net/udp";
    std::set<std::string> sockets;
    collectSockets(table, transport, port, sockets);
    collectSockets(table + "6", transport, port, sockets);
    return sockets;
}

bool holdsOneOf(const fs::path& process, const std::set<std::string>& sockets) {
    std::error_code ignored;
    for (fs::directory_iterator it(process / "fd", ignored), end; !ignored && it != end;
         it.increment(ignored)) {
        std::error_code gone;
        if (sockets.contains(fs::read_symlink(it->path(), gone).string()))
            return true;
    }
    return false;
}

} // namespace

std::vector<std::string> portHolders(Transport transport, std::uint16_t port) {
    const std::set<std::string> sockets = socketsOn(transport, port);
    std::vector<std::string> holders;
    if (sockets.empty())
        return holders;
    std::error_code ignored;
    for (fs::directory_iterator it("/proc", ignored), end; !ignored && it != end; it.increment(ignored)) {
        const std::string pid = it->path().filename().string();
        if (!std::all_of(pid.begin(), pid.end(), [](char c) { return c >= '0' && c <= '9'; }))
            continue;
        if (!holdsOneOf(it->path(), sockets))
            continue;
        std::string program;
        std::getline(std::ifstream(it->path() / "comm"), program);
        holders.push_back(program + " (process " + pid + ")");
    }
    return holders;
}

std::string portHolder(Transport transport, std::uint16_t port) {
    std::string joined;
    for (const std::string& holder : portHolders(transport, port))
        joined += (joined.empty() ? "" : ", ") + holder;
    return joined.empty() ? "a process that cannot be seen from here" : joined;
}

bool isPortHeld(Transport transport, std::uint16_t port) {
    return !socketsOn(transport, port).empty();
}

} // namespace understudy
