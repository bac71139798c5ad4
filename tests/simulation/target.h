#pragma once
// The receiving side of replication, as far as decisions can see it. Applies and confirms on its own, without
// a step of the core, until it is told to stop.

#include "cluster/actions.h"
#include "simulation/network.h"
#include "simulation/write_set.h"

#include <deque>

namespace understudy::simulation {

class World;
class Machine;
class Source;

class Target {
public:
    Target(World& world, Machine& machine) : m_world(world), m_machine(machine) {}

    void perform(const cluster::OpenTarget& action);
    void perform(const cluster::BeginApplying& action);
    void perform(const cluster::ConfirmSynchronised& action);
    void perform(const cluster::EndSession& action);
    void perform(const cluster::CloseTarget& action);
    void fail(); // its port or folder goes away
    void closeConnection(bool speak);
    void vanish();
    void loseQuietly(); // this end is gone, and the other does not hear of it
    void breakStream() { end(Error{ErrorCode::Disconnected, "stream", "reset", 0}); }
    void watch();
    // Is this session still fed by that life of the source?
    bool feeds(SessionNumber session) const { return m_connection && m_session == session; }

    // ---- from the serving node, on the stream: one message after the other
    void take(std::function<void(Target&)> message);
    void goOn(); // with those that wait, if nothing hangs
    void onConnected(const std::shared_ptr<Connection>& connection, SessionNumber session, Incarnation source,
                     std::uint64_t sourceLife);
    void onWillChange(SessionNumber session);
    void onChunk(SessionNumber session, const std::vector<WriteId>& add, const std::vector<WriteId>& remove);
    void onMarker(SessionNumber session, Generation generation, const std::vector<Generation>& ancestors);
    void onAccepted(SessionNumber session);
    void onWrite(SessionNumber session, WriteId write);
    void onBarrier(SessionNumber session, std::uint64_t barrier);
    void onEnded(SessionNumber session, const Error& error);

private:
    bool current(SessionNumber session);
    bool roomLeft();
    void end(Error error);
    void close(const cluster::CloseTarget& action);
    void send(std::function<void(Source&)> message);

    World& m_world;
    Machine& m_machine;
    cluster::Ticket m_ticket{};
    bool m_listening = false;
    std::shared_ptr<Connection> m_connection;
    SessionNumber m_session;
    std::uint64_t m_sourceLife = 0;
    Instant m_heardAt{};
    bool m_busy = false;    // the thread of the stream waits for the disk
    unsigned m_syncing = 0; // the others that do
    std::deque<std::function<void(Target&)>> m_inbox;
};

} // namespace understudy::simulation
