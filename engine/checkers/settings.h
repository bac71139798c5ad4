#pragma once
// The checkers of a module. Plain values; store/ reads them.

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

namespace understudy::checkers {

// At least one process is there. Both given: a process of that name in that control group.
struct ProcessCheck {
    std::string controlGroup; // below the root of the cgroup2 hierarchy: "/system.slice/x.service"
    std::string program;      // as in /proc/PID/comm (its first 15 bytes count)

    bool operator==(const ProcessCheck&) const = default;
};

// A TCP connection can be made.
struct TcpCheck {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;

    bool operator==(const TcpCheck&) const = default;
};

// A statement succeeds, on a connection that is kept between checks.
struct SqlCheck {
    std::string driver = "QPSQL"; // Qt Sql's name of the driver
    std::string host = "127.0.0.1";
    std::uint16_t port = 5432;
    std::string database = "postgres";
    std::string user = "postgres";
    std::string password;
    std::string statement = "SELECT 1";

    bool operator==(const SqlCheck&) const = default;
};

struct CheckerSettings {
    std::string name;
    std::variant<ProcessCheck, TcpCheck, SqlCheck> what;
    std::chrono::milliseconds interval{1000};     // once it was up
    std::chrono::milliseconds fastInterval{50};   // until then
    std::chrono::milliseconds timeout{5000};      // of one check; an overdue one is a failed one
    unsigned failuresBeforeDown = 3;              // in a row, once it was up
    std::chrono::milliseconds startBound{120000}; // down when it has not come up by then

    bool operator==(const CheckerSettings&) const = default;
};

} // namespace understudy::checkers
