#pragma once
// Does this process run? One thread says so regularly (the heartbeat's); whoever is about to say something
// that nobody may hear from a node which stood still looks here first. Between waking up and the decision
// core's answer to it there is a moment in which every other thread still believes what held before (safety
// rules S2 and S14). Any thread.

#include "base/clock.h"

#include <atomic>

namespace understudy {

class Wakefulness {
public:
    // `bound`: who did not run for longer is no longer trusted. `clock` outlives this.
    Wakefulness(const Clock& clock, Duration bound)
        : m_clock(clock), m_bound(bound), m_ranAt(clock.now().time_since_epoch()) {}

    // For the thread that runs regularly, after each wake-up; a pause is told first.
    void ran(Instant now) { m_ranAt = now.time_since_epoch(); }
    void paused() { ++m_undecided; }

    // The decision core has dealt with one pause that was told.
    void decided() { --m_undecided; }

    // A pause was told and not dealt with yet, or nobody has run for so long that one is about to be told.
    bool isInDoubt() const {
        return m_undecided > 0 || m_clock.now().time_since_epoch() - m_ranAt.load() > m_bound;
    }

private:
    const Clock& m_clock;
    const Duration m_bound;
    std::atomic<Duration> m_ranAt;
    std::atomic<int> m_undecided = 0;
};

} // namespace understudy
