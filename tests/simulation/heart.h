#pragma once
// The heartbeats of one engine, as engine/link does them: packets with sequence and echo; only the newest of
// the newest incarnation counts; silence is said once; an own pause is said before anything else.

#include "cluster/events.h"

namespace understudy::simulation {

class World;
class Machine;

struct Packet {
    cluster::NodeFacts facts;
    std::uint64_t sequence = 0;
    std::uint64_t echoStarts = 0; // of the receiver's engine ...
    std::uint64_t echo = 0;       // ... the newest packet heard
};

class Heart {
public:
    Heart(World& world, Machine& machine);
    void begin();
    void publish(cluster::NodeFacts facts); // sent at once if anything but the step count is new
    void heard(const Packet& packet);
    void woke();

private:
    void beat();
    void send();
    void watch();

    World& m_world;
    Machine& m_machine;
    cluster::NodeFacts m_facts;
    bool m_published = false;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_sequenceAtWake = 0;
    std::uint64_t m_echoed = 0;
    Incarnation m_peer;
    std::uint64_t m_newest = 0;
    Instant m_heardAt{};
    Instant m_wokeAt{};
    bool m_silent = false;
};

} // namespace understudy::simulation
