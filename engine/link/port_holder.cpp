#include "link/port_holder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

namespace understudy::link {

namespace {

namespace fs = std::filesystem;

// "socket:[123]" of each socket in /proc/net/udp or udp6 that is bound to the port.
void collectSockets(const char* table, std::uint16_t port, std::set<std::string>& out) {
    std::ifstream in(table);
    std::string line;
    std::getline(in, line); // the heading
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::vector<std::string> f;
        for (std::string field; fields >> field;)
            f.push_back(field);
        if (f.size() < 10)
            continue;
        const auto colon = f[1].rfind(':');
        if (colon != std::string::npos && std::strtoul(f[1].c_str() + colon + 1, nullptr, 16) == port)
            out.insert("socket:[" + f[9] + "]");
    }
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

std::string udpPortHolder(std::uint16_t port) {
    std::set<std::string> sockets;
    collectSockets("/proc/self/net/udp", port, sockets);
    collectSockets("/proc/self/net/udp6", port, sockets);
    std::string holders;
    std::error_code ignored;
    for (fs::directory_iterator it("/proc", ignored), end; !ignored && it != end; it.increment(ignored)) {
        const std::string pid = it->path().filename().string();
        if (!std::all_of(pid.begin(), pid.end(), [](char c) { return c >= '0' && c <= '9'; }))
            continue;
        if (!holdsOneOf(it->path(), sockets))
            continue;
        std::string program;
        std::getline(std::ifstream(it->path() / "comm"), program);
        holders += (holders.empty() ? "" : ", ") + program + " (process " + pid + ")";
    }
    return holders.empty() ? "a process that cannot be seen from here" : holders;
}

} // namespace understudy::link
