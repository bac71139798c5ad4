#pragma once
// What the engine wants from systemd, as far as D-Bus is wide. `SystemdUnitControl` is the real one.
// Thread: the loop's. Every answer comes later, from the event loop, never from inside the call.

#include "base/result.h"

#include <functional>
#include <string>
#include <vector>

namespace understudy::services {

struct UnitFacts {
    std::string loadState;   // "loaded", "not-found", "masked", ...
    std::string activeState; // "active", "reloading", "inactive", "failed", "activating", "deactivating"
    std::string result;      // of its last run: "success", "exit-code", "timeout", ...
    std::string slice;
    std::string controlGroup; // below the root of the hierarchy; empty while it has none
    std::vector<std::string>
        pulledBy; // loaded units whose start starts it: wanted, required, bound, triggered

    bool operator==(const UnitFacts&) const = default;
};

class UnitControl {
public:
    using Answer = std::function<void(Status)>;
    using Facts = std::function<void(Result<UnitFacts>)>;

    virtual ~UnitControl() = default;

    virtual void inspect(const std::string& unit, Facts facts) = 0;
    virtual void start(const std::string& unit,
                       Answer answer) = 0; // the job is over; its failure is the answer
    virtual void stop(const std::string& unit, Answer answer) = 0;
    virtual void reload(Answer answer) = 0; // after a change of unit files

    // Its state may have changed: inspect it. One watcher per unit; an empty one ends it.
    virtual void watch(const std::string& unit, std::function<void()> changed) = 0;

    // For the configuration: whether the system starts it by itself at boot.
    virtual void enable(const std::string& unit, Answer answer) = 0;
    virtual void disable(const std::string& unit, Answer answer) = 0;
};

} // namespace understudy::services
