#pragma once
// Time. `Instant` is a point on this machine's monotonic clock that also counts suspension (CLOCK_BOOTTIME);
// it never goes back and means nothing on the other node. Wall-clock time is for people only.

#include <chrono>
#include <cstdint>

namespace understudy {

struct BootClock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<BootClock>;
    static constexpr bool is_steady = true;
};

using Duration = BootClock::duration;
using Instant = BootClock::time_point;
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>; // UTC

// Where time comes from; handed to whoever needs it, so that tests and the simulation own it.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;   // any thread
    virtual WallTime wall() const = 0; // any thread
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
    WallTime wall() const override;
};

} // namespace understudy
