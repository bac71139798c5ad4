#pragma once
// The checkers of one module: each asks its question again and again, quickly until it was up once, then in
// its interval. CheckersUp comes once all have succeeded since StartCheckers; CheckerDown when one that was
// up has failed so many times in a row, or when one has not come up within its start bound. Thread: the
// loop's.

#include "base/clock.h"
#include "checkers/check.h"
#include "cluster/ports/event_sink.h"
#include "cluster/ports/resource_ports.h"

#include <QTimer>

#include <memory>
#include <vector>

namespace understudy::checkers {

// One checker between StartCheckers and StopCheckers.
class RunningChecker {
public:
    RunningChecker(const CheckerSettings& settings, const Clock& clock, std::function<void()> up,
                   std::function<void(Error)> down);
    bool isUp() const { return m_up; }

private:
    void ask();
    void answered(const Status& status);
    void overdue();

    const CheckerSettings m_settings;
    const Clock& m_clock;
    std::function<void()> m_onUp;
    std::function<void(Error)> m_onDown;
    std::unique_ptr<Check> m_check;
    QTimer m_next;
    QTimer m_limit;
    Instant m_begun;
    std::uint64_t m_question = 0; // an answer to an earlier one is too late
    unsigned m_failures = 0;
    bool m_up = false;
};

class Checkers final : public cluster::CheckersPort {
public:
    Checkers(std::vector<CheckerSettings> settings, const Clock& clock, cluster::EventSink sink);
    ~Checkers() override;

    void perform(const cluster::StartCheckers&) override;
    void perform(const cluster::StopCheckers&) override;

private:
    void tellIfAllUp();

    const std::vector<CheckerSettings> m_settings;
    const Clock& m_clock;
    cluster::EventSink m_sink;
    std::vector<std::unique_ptr<RunningChecker>> m_running;
};

} // namespace understudy::checkers
