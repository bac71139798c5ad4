#pragma once
// The services of a module, in the order in which they start. Plain values; store/ reads them.

#include <chrono>
#include <string>
#include <variant>
#include <vector>

namespace understudy::services {

// A systemd unit. It must not be enabled: the engine starts it (safety.md 10).
struct UnitService {
    std::string unit; // with its suffix: "postgresql@15-main.service"

    bool operator==(const UnitService&) const = default;
};

// Two commands. Program first (absolute path), then its arguments; no shell in between.
struct ScriptService {
    std::vector<std::string> start; // done and well when it ends with 0
    std::vector<std::string> stop;  // empty: SIGTERM to everything the start left behind

    bool operator==(const ScriptService&) const = default;
};

// A program that runs as long as the module does; its end is a failure. SIGTERM stops it.
struct ProcessService {
    std::vector<std::string> command;

    bool operator==(const ProcessService&) const = default;
};

struct ServiceSettings {
    std::string name; // letters, digits, "-", "_", ".", "@": also the name of its control group
    std::variant<UnitService, ScriptService, ProcessService> what;
    std::chrono::milliseconds startTimeout{90000};
    std::chrono::milliseconds stopTimeout{50000}; // then its control group is killed

    bool operator==(const ServiceSettings&) const = default;
};

} // namespace understudy::services
