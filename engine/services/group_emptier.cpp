#include "services/group_emptier.h"

#include "services/control_group.h"

#include <utility>

namespace understudy::services {
namespace {

constexpr std::chrono::milliseconds kLookEvery{5};

}

GroupEmptier::GroupEmptier(const Clock& clock) : m_clock(clock) {
    m_timer.setInterval(kLookEvery);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
}

void GroupEmptier::begin(std::string path, std::chrono::milliseconds timeout, std::function<bool()> settled,
                         std::function<void(Outcome)> done) {
    m_path = std::move(path);
    m_settled = std::move(settled);
    m_done = std::move(done);
    m_deadline = m_clock.now() + timeout;
    m_killed = false;
    m_timer.start();
    look();
}

void GroupEmptier::kill() {
    if (!active() || m_killed)
        return;
    m_killed = true;
    m_killedAt = m_clock.now();
    m_deadline = m_killedAt + kKillBound;
    look();
}

void GroupEmptier::look() {
    if (!active())
        return;
    const bool populated = isPopulated(m_path);
    const bool settled = m_settled() || (m_killed && m_clock.now() - m_killedAt > kSettleBound);
    if (!populated && settled)
        return end(m_killed ? Outcome::Killed : Outcome::Empty);
    // Each time again: a child forked a moment ago may join the group only now. A failure to kill shows as a
    // group that does not empty.
    if (populated && m_killed)
        static_cast<void>(killControlGroup(m_path));
    if (m_clock.now() < m_deadline)
        return;
    if (m_killed)
        return end(Outcome::StillPopulated);
    kill();
}

void GroupEmptier::end(Outcome outcome) {
    m_timer.stop();
    std::exchange(m_done, nullptr)(outcome);
}

} // namespace understudy::services
