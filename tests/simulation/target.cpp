#include "simulation/target.h"

#include "simulation/engine.h"
#include "simulation/world.h"

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

void Target::perform(const OpenTarget& action) {
    m_ticket = action.ticket;
    m_machine.later(Duration(m_world.dice.between(1'000'000, 50'000'000)), [this, action] {
        if (m_ticket != action.ticket)
            return;
        m_listening = !m_machine.targetFails;
        if (m_listening)
            m_machine.engine().post(TargetOpened{action.ticket});
        else
            m_machine.engine().post(
                TargetFailed{action.ticket, Error{ErrorCode::Busy, "port 5600", "taken", 0}});
    });
}

void Target::onConnected(const std::shared_ptr<Connection>& connection, SessionNumber session,
                         Incarnation source, std::uint64_t sourceLife) {
    if (!m_listening) {
        connection->open[m_machine.index()] = false;
        m_world.network.send(
            connection, m_machine.index(), [&world = m_world, to = m_machine.other(), session, sourceLife] {
                Machine& peer = world.machine(to);
                if (peer.running() && peer.life() == sourceLife)
                    peer.receive([&peer, session] {
                        peer.engine().source.onEnded(session,
                                                     Error{ErrorCode::Refused, "stream", "not listening", 0});
                    });
            });
        return;
    }
    if (m_connection)
        end(Error{ErrorCode::Cancelled, "stream", "replaced by a later session", 0});
    m_connection = connection;
    m_session = session;
    m_sourceLife = sourceLife;
    m_heardAt = m_machine.now();
    m_machine.engine().post(SessionBegun{session, source});
    const Record& record = m_machine.disk.record;
    send([session, hello = Source::Hello{m_machine.life(), record.complete, record.generation}](Source& s) {
        s.onHello(session, hello);
    });
}

bool Target::current(SessionNumber session) {
    if (!m_connection || m_session != session)
        return false;
    m_heardAt = m_machine.now();
    return true;
}

void Target::onWillChange(SessionNumber session) {
    if (current(session))
        m_machine.engine().post(SessionWillChange{session});
}

void Target::perform(const BeginApplying& action) {
    if (m_connection && m_session == action.session)
        send([n = action.session](Source& s) { s.onGo(n); });
}

bool Target::roomLeft() {
    if (!m_machine.disk.full)
        return true;
    end(Error{ErrorCode::DiskFull, "/data", "no space left", 28});
    return false;
}

void Target::onChunk(SessionNumber session, const std::vector<WriteId>& add,
                     const std::vector<WriteId>& remove) {
    if (!current(session) || !roomLeft())
        return;
    m_world.applied(m_machine.index());
    Disk& disk = m_machine.disk;
    disk.mixed = true;
    for (const WriteId w : add)
        disk.content.add(w);
    for (const WriteId w : remove) {
        disk.content.remove(w);
        disk.durable.remove(w);
    }
    send([session](Source& s) { s.onChunkApplied(session); });
}

void Target::onMarker(SessionNumber session, Generation generation,
                      const std::vector<Generation>& ancestors) {
    if (!current(session) || !roomLeft())
        return;
    m_busy = true;
    m_machine.whenSynced(0, 0, [this, session, generation, ancestors, to = m_connection] {
        m_busy = false;
        if (m_connection == to && current(session)) {
            Disk& disk = m_machine.disk;
            disk.durable = disk.content;
            disk.mixed = false;
            m_machine.engine().post(SessionSynchronised{session, generation, ancestors});
        }
        goOn();
    });
}

void Target::perform(const ConfirmSynchronised& action) {
    if (m_connection && m_session == action.session)
        send([n = action.session](Source& s) { s.onRecorded(n); });
}

void Target::onAccepted(SessionNumber session) {
    if (current(session))
        m_machine.engine().post(SessionInSync{session});
}

void Target::onWrite(SessionNumber session, WriteId write) {
    if (!current(session) || !roomLeft())
        return;
    m_world.applied(m_machine.index());
    m_machine.disk.content.add(write);
}

void Target::onBarrier(SessionNumber session, std::uint64_t barrier) {
    if (!current(session) || !roomLeft())
        return;
    ++m_syncing; // the stream is applied meanwhile, and another sync may overtake this one (S6)
    m_machine.whenSynced(0, 0, [this, session, barrier, to = m_connection, synced = m_machine.disk.content] {
        --m_syncing;
        Disk& disk = m_machine.disk;
        if (!disk.mixed)
            for (const WriteId w : synced.without(disk.durable))
                if (disk.content.has(w))
                    disk.durable.add(w);
        if (m_connection == to && m_session == session)
            send([session, barrier](Source& s) { s.onConfirmed(session, barrier); });
    });
}

void Target::take(std::function<void(Target&)> message) {
    m_inbox.push_back(std::move(message));
    goOn();
}

void Target::goOn() {
    while (!m_busy && !m_machine.disk.hung && !m_inbox.empty()) {
        const auto message = std::move(m_inbox.front());
        m_inbox.pop_front();
        message(*this);
    }
}

void Target::onEnded(SessionNumber session, const Error& error) {
    if (current(session))
        end(error);
}

void Target::end(Error error) {
    if (!m_connection)
        return;
    m_machine.engine().post(SessionEnded{m_session, std::move(error)});
    closeConnection(true);
}

void Target::closeConnection(bool speak) {
    if (!m_connection)
        return;
    if (speak)
        send([n = m_session](Source& s) {
            s.onEnded(n, Error{ErrorCode::Disconnected, "stream", "closed by the standby", 0});
        });
    m_connection->open[m_machine.index()] = false;
    m_connection.reset();
}

void Target::vanish() {
    if (m_connection)
        m_world.network.vanish(m_connection, m_machine.index());
}

void Target::loseQuietly() {
    if (!m_connection)
        return;
    m_machine.engine().post(SessionEnded{m_session, Error{ErrorCode::Disconnected, "stream", "reset", 0}});
    closeConnection(false);
}

void Target::send(std::function<void(Source&)> message) {
    m_world.network.send(m_connection, m_machine.index(),
                         [&world = m_world, to = m_machine.other(), life = m_sourceLife, message] {
                             Machine& peer = world.machine(to);
                             if (peer.running() && peer.life() == life)
                                 peer.receive([&peer, message] { message(peer.engine().source); });
                         });
}

void Target::perform(const EndSession& action) {
    if (!m_connection || m_session != action.session)
        return;
    end(Error{ErrorCode::Cancelled, "stream", "ended", 0});
}

// While it closes it still applies and confirms what is under way; after TargetClosed nothing.
void Target::perform(const CloseTarget& action) {
    m_ticket = action.ticket;
    m_machine.later(Duration(m_world.dice.between(20'000'000, 100'000'000)),
                    [this, action] { close(action); });
}

void Target::close(const CloseTarget& action) {
    if (m_ticket != action.ticket)
        return;
    m_listening = false;
    closeConnection(true);
    if (m_busy || m_syncing > 0)
        return m_machine.later(50ms, [this, action] { close(action); });
    m_machine.engine().post(TargetClosed{action.ticket});
}

void Target::watch() {
    if (m_connection && !m_busy && !m_machine.disk.hung && m_machine.now() - m_heardAt > 10s)
        end(Error{ErrorCode::Timeout, "stream", "nothing heard", 0});
}

void Target::fail() {
    if (!m_listening)
        return;
    m_listening = false;
    closeConnection(true);
    m_machine.engine().post(TargetFailed{m_ticket, Error{ErrorCode::System, "/data", "gone", 5}});
}

} // namespace understudy::simulation
