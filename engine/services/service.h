#pragma once
// One service of a module, whatever its kind: starts, stops, dies. Thread: the loop's; nothing blocks.

#include "base/clock.h"
#include "base/result.h"
#include "services/settings.h"

#include <functional>
#include <string>

namespace understudy::services {

class Service {
public:
    virtual ~Service() = default;

    // Calls `done` once, possibly before it returns; not at all once stop() was called. An error says why it
    // did not start; parts of it may run, so stop() is due.
    virtual void start(std::function<void(Status)> done) = 0;

    // Ends whatever is there, also of a start under way, also after never having started. Gently at first, by
    // force after the stop timeout. Calls `done` once, possibly before it returns; an error names what could
    // not be ended even by force.
    virtual void stop(std::function<void(Status)> done) = 0;
    virtual void kill() = 0; // the stop that is under way shall use force now

    virtual std::string controlGroup() const = 0; // absolute path; empty: not known yet

    // Its end without stop(), after start() was done and well.
    std::function<void(Error)> onDied;
};

// What every kind is made with.
struct ServiceContext {
    const Clock& clock;
    std::function<void(const std::string& line)> output; // a line that the application wrote
};

} // namespace understudy::services
