#pragma once
// One life of an engine: the real decision core, and models of everything around it. Performs actions in
// order as engine/node does; a crash may come between any two of them.

#include "cluster/core.h"
#include "simulation/heart.h"
#include "simulation/source.h"
#include "simulation/target.h"

#include <deque>
#include <map>
#include <optional>

namespace understudy::simulation {

class Engine {
public:
    Engine(World& world, Machine& machine, Incarnation self);

    void begin();
    void post(cluster::Event event); // the loop takes it a little later
    void woke(Duration gap);
    void vanish();       // power cut
    void kernelCloses(); // the process died: connections end, the mount with them
    cluster::PeerFenced fenceWord() const;
    void ask(cluster::Command command);

    // ---- faults of its application
    void failService();
    void checkerDown();
    void addressLost();

    const cluster::NodeView& view() const { return m_view; }
    const cluster::Core& core() const { return m_core; }
    const Incarnation& self() const { return m_self; }
    bool isInDoubt() const { return m_undecided > 0; } // it was frozen and does not know it yet
    // The application answers and an administrator sees all green.
    bool servicesUp() const { return m_servicesUp; }
    bool processesLeft() const { return m_processesLeft; } // of the services

    Heart heart;
    Source source;
    Target target;

private:
    void work();
    void step(const cluster::Event& event);
    bool hasHeard() const; // the peer, and that waits in the queue
    bool perform(const std::vector<cluster::Action>& actions);
    bool one(const cluster::Action& action);
    bool save(const cluster::SaveRecord& action);
    void answer(const cluster::AnswerRequest& answer);
    void raise(const cluster::RaiseAddress& action);
    void drop(const cluster::DropAddress& action);
    void start(const cluster::StartServices& action);
    void stop(const cluster::StopServices& action);
    void end(const cluster::StopServices& action, Instant bound);
    void checkersStart();
    void arm(const cluster::ArmTimer& action);
    void setAside(const cluster::SetAsideCopy& action);
    void tick();
    Duration some(std::int64_t lowMs, std::int64_t highMs);

    World& m_world;
    Machine& m_machine;
    Incarnation m_self;
    cluster::Core m_core;
    cluster::NodeView m_view;
    std::deque<cluster::Event> m_events;
    std::optional<cluster::RecordFailed> m_failed;
    bool m_awake = false;
    int m_undecided = 0; // pauses that were told
    bool m_dead = false;

    cluster::Ticket m_servicesTicket{};
    bool m_servicesUp = false;
    bool m_processesLeft = false;
    cluster::Ticket m_addressTicket{};
    bool m_checkers = false;
    unsigned m_checkersRun = 0;
    std::map<cluster::Timer, std::uint64_t> m_timers;
    std::map<std::uint64_t, cluster::Command> m_asked;
    cluster::PeerFenced m_fence;
};

} // namespace understudy::simulation
