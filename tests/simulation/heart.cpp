#include "simulation/heart.h"

#include "simulation/engine.h"
#include "simulation/world.h"

namespace understudy::simulation {

Heart::Heart(World& world, Machine& machine) : m_world(world), m_machine(machine) {}

void Heart::begin() {
    m_wokeAt = m_machine.now();
    beat();
}

void Heart::beat() {
    if (m_published)
        send();
    watch();
    m_machine.later(m_world.heartbeat, [this] { beat(); });
}

void Heart::publish(cluster::NodeFacts facts) {
    m_facts.steps = facts.steps;
    if (m_published && m_facts == facts)
        return;
    m_facts = std::move(facts);
    m_published = true;
    send();
}

void Heart::send() {
    Packet packet{m_facts, ++m_sequence, m_peer.starts, m_newest};
    m_world.network.datagram(m_machine.index(), [&world = m_world, to = m_machine.other(), packet] {
        Machine& peer = world.machine(to);
        if (peer.hears())
            peer.receive([&peer, packet] { peer.engine().heart.heard(packet); });
    });
}

void Heart::heard(const Packet& packet) {
    const Incarnation& from = packet.facts.incarnation;
    if (from.starts < m_peer.starts)
        return;
    if (from.starts > m_peer.starts) {
        m_peer = from;
        m_newest = m_echoed = 0;
    }
    if (packet.sequence <= m_newest)
        return;
    m_newest = packet.sequence;
    if (packet.echoStarts == m_facts.incarnation.starts)
        m_echoed = std::max(m_echoed, packet.echo);
    m_heardAt = m_machine.now();
    m_silent = false;
    m_machine.engine().post(cluster::PeerHeard{packet.facts, m_echoed > m_sequenceAtWake});
}

void Heart::watch() {
    const Duration silence = m_machine.now() - std::max(m_heardAt, m_wokeAt);
    if (m_silent || silence < m_machine.settings.heartbeatTimeout)
        return;
    m_silent = true;
    m_machine.engine().post(cluster::PeerSilent{silence});
}

void Heart::woke() {
    m_wokeAt = m_machine.now();
    m_sequenceAtWake = m_sequence;
    m_silent = false;
}

} // namespace understudy::simulation
