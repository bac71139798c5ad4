#include "replication/target/port_holder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace understudy::replication {

namespace {

constexpr const char* kListening = "0A"; // TCP_LISTEN in /proc/net/tcp

// "socket:[inode]" of everything that listens on the port.
std::set<std::string> listenersOn(std::uint16_t port) {
    std::set<std::string> sockets;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream lines(table);
        std::string line;
        while (std::getline(lines, line)) {
            std::istringstream fields(line);
            std::string slot, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
            fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> uid >> timeout >>
                inode;
            const auto colon = local.rfind(':');
            if (state == kListening && colon != std::string::npos &&
                std::strtoul(local.c_str() + colon + 1, nullptr, 16) == port)
                sockets.insert("socket:[" + inode + "]");
        }
    }
    return sockets;
}

bool holdsOneOf(const std::filesystem::path& process, const std::set<std::string>& sockets) {
    std::error_code ignored;
    for (std::filesystem::directory_iterator fd(process / "fd", ignored), end; fd != end;
         fd.increment(ignored))
        if (sockets.contains(std::filesystem::read_symlink(fd->path(), ignored).string()))
            return true;
    return false;
}

} // namespace

std::string holderOfTcpPort(std::uint16_t port) {
    const std::set<std::string> sockets = listenersOn(port);
    std::error_code ignored;
    for (std::filesystem::directory_iterator entry("/proc", ignored), end; entry != end;
         entry.increment(ignored)) {
        const std::string pid = entry->path().filename().string();
        if (pid.find_first_not_of("0123456789") != std::string::npos || !holdsOneOf(entry->path(), sockets))
            continue;
        std::string command;
        std::getline(std::ifstream(entry->path() / "comm"), command);
        return "process " + pid + " (" + command + ")";
    }
    return "another process";
}

} // namespace understudy::replication
