#pragma once
// The decision loop of one module: takes events in the order in which they come, feeds them to the core one
// by one, has the actions performed, publishes the facts. It is the only caller of the core.
//
// Thread: lives on the engine's main thread (Qt event loop); post() may be called from any thread and never
// blocks.

#include "base/clock.h"
#include "base/wakefulness.h"
#include "cluster/core.h"
#include "node/performer.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>

namespace understudy::node {

class Loop : public QObject {
    Q_OBJECT

public:
    // What the loop tells the module around it, on its own thread.
    struct Listener {
        std::function<void(const cluster::NodeFacts&)> publish; // after each step that may have changed them
        std::function<void(const cluster::LogRow&)> log;
        std::function<void()> viewChanged;
        std::function<void(const FenceWord&)> tellFence;
        std::function<void()> tick;         // twice a second
        std::function<void()> pauseDecided; // after the step of each Paused
        std::function<void()> endEngine;    // this process, at once
    };
    using Answer = std::function<void(const cluster::AnswerRequest&)>;

    Loop(cluster::CoreSettings settings, const Clock& clock, Listener listener);

    void connectPorts(Ports ports); // once, before begin()
    void begin(cluster::EngineStarted started);
    void post(cluster::Event event); // any thread
    void ask(cluster::Command command, std::string by, Answer answer);

    std::atomic<std::uint64_t>* countSteps = nullptr; // the heartbeat's counter (S15)
    const Wakefulness* wakefulness = nullptr;         // what a step asks before it believes in silence (S14)
    const cluster::NodeView& view() const { return m_view; }
    const cluster::NodeFacts& facts() const { return m_facts; }
    std::vector<cluster::Outlook> outlook() const { return m_core.outlook(); }

private:
    void work();
    void step(const cluster::Event& event);
    void tick();
    void arm(const cluster::ArmTimer& action);
    void answer(const cluster::AnswerRequest& action);

    cluster::Core m_core;
    const Clock& m_clock;
    Listener m_listener;
    std::unique_ptr<Performer> m_performer;

    std::mutex m_mutex; // guards the queue
    std::deque<cluster::Event> m_events;
    bool m_woken = false;
    bool m_begun = false;
    std::atomic<int> m_heardWaiting = 0; // PeerHeard that are queued

    QTimer m_tick;
    std::map<cluster::Timer, std::unique_ptr<QTimer>> m_timers;
    std::map<std::uint64_t, Answer> m_waiting;
    std::uint64_t m_nextRequest = 1;
    cluster::NodeView m_view;
    cluster::NodeFacts m_facts;
};

} // namespace understudy::node
