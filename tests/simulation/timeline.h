#pragma once
// True time, and what happens when. Events of one instant happen in the order in which they were planned.

#include "base/clock.h"

#include <queue>

#include <functional>
#include <vector>

namespace understudy::simulation {

class Timeline {
public:
    Duration now() const { return m_now; }
    void after(Duration delay, std::function<void()> what) {
        m_queue.push(Entry{m_now + std::max(delay, Duration{}), m_next++, std::move(what)});
    }
    // The next event, if it comes before `end`; else time moves to `end`.
    bool step(Duration end) {
        if (m_queue.empty() || m_queue.top().at > end) {
            m_now = end;
            return false;
        }
        const Entry entry = m_queue.top();
        m_queue.pop();
        m_now = entry.at;
        entry.what();
        return true;
    }

private:
    struct Entry {
        Duration at;
        std::uint64_t order;
        std::function<void()> what;
        bool operator<(const Entry& other) const { // the earliest on top
            return at != other.at ? at > other.at : order > other.order;
        }
    };
    std::priority_queue<Entry> m_queue;
    Duration m_now{};
    std::uint64_t m_next = 0;
};

} // namespace understudy::simulation
