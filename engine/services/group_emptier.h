#pragma once
// The second half of every stop: waits until a control group is empty and kills it when the time is over.
// Thread: the loop's.

#include "base/clock.h"

#include <QTimer>

#include <functional>
#include <string>

namespace understudy::services {

class GroupEmptier {
public:
    // How long a killed group may take to empty. A process that hangs in the kernel (a dead disk) does not
    // die before its request ends; waiting longer would not help.
    static constexpr std::chrono::seconds kKillBound{5};
    // Once it was killed and is empty, this is how long the rest (systemd, say) may take to notice.
    static constexpr std::chrono::milliseconds kSettleBound{500};
    enum class Outcome { Empty, Killed, StillPopulated };

    explicit GroupEmptier(const Clock& clock);

    // `settled`: what must hold besides (no command of ours is under way, the system's job is over). Calls
    // `done` once, possibly at once.
    void begin(std::string path, std::chrono::milliseconds timeout, std::function<bool()> settled,
               std::function<void(Outcome)> done);
    void kill(); // now, if it has begun
    bool active() const { return m_done != nullptr; }

private:
    void look();
    void end(Outcome outcome);

    const Clock& m_clock;
    QTimer m_timer;
    std::string m_path;
    std::function<bool()> m_settled;
    std::function<void(Outcome)> m_done;
    Instant m_deadline{};
    Instant m_killedAt{};
    bool m_killed = false;
};

} // namespace understudy::services
