#include "node/loop.h"

#include "base/random.h"

namespace understudy::node {

using namespace cluster;
using namespace std::chrono_literals;

Loop::Loop(CoreSettings settings, const Clock& clock, Listener listener)
    : m_core(settings), m_clock(clock), m_listener(std::move(listener)) {
    m_tick.setInterval(500);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &Loop::tick);
}

void Loop::connectPorts(Ports ports) {
    LoopHooks hooks;
    hooks.post = [this](Event event) { post(std::move(event)); };
    hooks.arm = [this](const ArmTimer& action) { arm(action); };
    hooks.disarm = [this](Timer timer) { m_timers.erase(timer); };
    hooks.answer = [this](const AnswerRequest& action) { answer(action); };
    hooks.log = [this](const LogRow& row) { m_listener.log(row); };
    hooks.tellFence = [this](const FenceWord& word) { m_listener.tellFence(word); };
    hooks.endEngine = [this] { m_listener.endEngine(); };
    m_performer = std::make_unique<Performer>(ports, std::move(hooks));
}

void Loop::begin(EngineStarted started) {
    m_performer->begin(started.record.generation);
    {
        const std::lock_guard lock(m_mutex);
        m_events.push_front(std::move(started));
        m_begun = true;
        m_woken = true;
    }
    QMetaObject::invokeMethod(this, &Loop::work, Qt::QueuedConnection);
    m_tick.start();
}

void Loop::post(Event event) {
    if (std::holds_alternative<PeerHeard>(event))
        ++m_heardWaiting;
    {
        const std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(event));
        if (!m_begun || std::exchange(m_woken, true))
            return; // the first event is the engine's start
    }
    QMetaObject::invokeMethod(this, &Loop::work, Qt::QueuedConnection);
}

// All that wait now, in order; what they cause comes in the next round, so that sockets and timers get their
// turn.
void Loop::work() {
    std::deque<Event> events;
    {
        const std::lock_guard lock(m_mutex);
        events.swap(m_events);
        m_woken = false;
    }
    for (const Event& event : events)
        step(event);
}

void Loop::step(const Event& event) {
    if (std::holds_alternative<PeerHeard>(event))
        --m_heardWaiting;
    const bool inDoubt = m_heardWaiting > 0 || (wakefulness != nullptr && wakefulness->isInDoubt());
    const auto actions =
        m_core.step(event, Moment{m_clock.now(), m_clock.wall(), randomGeneration(), inDoubt});
    if (countSteps != nullptr)
        countSteps->fetch_add(1, std::memory_order_relaxed);
    const auto failed = m_performer->perform(actions);
    NodeView view = m_core.view();
    const bool changed = view.state != m_view.state || view.colour != m_view.colour ||
                         view.data != m_view.data || view.row != m_view.row;
    m_view = std::move(view);
    if (!failed) {
        m_facts = m_core.facts();
        m_listener.publish(m_facts);
    }
    if (changed)
        m_listener.viewChanged();
    if (failed)
        step(*failed);
    if (std::holds_alternative<Paused>(event))
        m_listener.pauseDecided();
}

void Loop::tick() {
    m_listener.tick();
    post(Tick{});
}

void Loop::arm(const ArmTimer& action) {
    auto& timer = m_timers[action.timer];
    timer = std::make_unique<QTimer>();
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
    connect(timer.get(), &QTimer::timeout, this, [this, ticket = action.ticket, kind = action.timer] {
        post(TimerFired{ticket, kind});
    });
    timer->start(std::chrono::ceil<std::chrono::milliseconds>(action.after));
}

void Loop::ask(Command command, std::string by, Answer answer) {
    const RequestId id(m_nextRequest++);
    m_waiting.emplace(id.value, std::move(answer));
    post(Asked{id, command, std::move(by)});
}

void Loop::answer(const AnswerRequest& action) {
    const auto waiting = m_waiting.find(action.request.value);
    if (waiting == m_waiting.end())
        return;
    const Answer call = std::move(waiting->second);
    m_waiting.erase(waiting);
    call(action);
}

} // namespace understudy::node
