#include "simulation/source.h"

#include "simulation/engine.h"
#include "simulation/world.h"

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

namespace {
constexpr std::size_t kChunk = 16;
constexpr Duration kOwnDiskBound = 30s;
} // namespace

void Source::perform(const OpenSource& action) {
    m_open = action.ticket;
    m_machine.whenSynced(5, 200, [this, action] {
        if (m_open != action.ticket)
            return;
        m_isOpen = true;
        m_machine.engine().post(SourceOpened{action.ticket});
    });
}

void Source::perform(const Mount& action) {
    m_machine.later(Duration(m_world.dice.between(5'000'000, 50'000'000)), [this, action] {
        if (!m_isOpen)
            return;
        if (m_machine.mountFails) {
            m_machine.engine().post(
                MountFailed{action.ticket, Error{ErrorCode::Busy, "/data", "open in a shell", 0}});
            return;
        }
        m_mounted = true;
        m_world.mounted(m_machine.index());
        m_machine.engine().post(Mounted{action.ticket});
    });
}

void Source::perform(const AttachStandby& action) {
    closeConnection();
    m_session = Session{};
    m_session->number = action.session;
    m_session->generation = action.generation;
    m_session->ancestors = action.ancestors;
    m_session->connection = std::make_shared<Connection>();
    m_session->begunAt = m_machine.now();
    const Incarnation self = m_machine.engine().self();
    const auto connection = m_session->connection;
    const std::uint64_t life = m_machine.life();
    send([action, self, connection, life](Target& target) {
        target.onConnected(connection, action.session, self, life);
    });
}

void Source::onHello(SessionNumber session, const Hello& hello) {
    if (!m_session || m_session->number != session)
        return;
    const Disk& theirs = m_world.machine(m_machine.other()).disk;
    m_session->changes = !hello.complete || !theirs.content.sameAs(m_machine.disk.content);
    if (!m_session->changes)
        return sendMarker();
    send([session](Target& target) { target.onWillChange(session); });
}

void Source::onGo(SessionNumber session) {
    if (!m_session || m_session->number != session)
        return;
    m_session->streaming = true;
    sendChunk();
}

void Source::sendChunk() {
    const Disk& mine = m_machine.disk;
    const Disk& theirs = m_world.machine(m_machine.other()).disk;
    auto add = mine.content.without(theirs.content);
    auto remove = theirs.content.without(mine.content);
    if (add.empty() && remove.empty())
        return sendMarker();
    add.resize(std::min(add.size(), kChunk));
    remove.resize(std::min(remove.size(), kChunk));
    send([add, remove, n = m_session->number](Target& target) { target.onChunk(n, add, remove); });
}

void Source::onChunkApplied(SessionNumber session) {
    if (m_session && m_session->number == session && !m_session->marked)
        sendChunk();
}

void Source::sendMarker() {
    m_session->streaming = m_session->marked = m_held = true;
    for (Pending& p : m_pending) { // what was written before is with the standby, durably, when it answers
        p.barrier = 0;
        p.confirmed = true;
    }
    send([n = m_session->number, g = m_session->generation, a = m_session->ancestors](Target& target) {
        target.onMarker(n, g, a);
    });
}

void Source::onRecorded(SessionNumber session) {
    if (m_session && m_session->number == session)
        m_machine.engine().post(StandbyReady{session});
}

void Source::perform(const AcceptStandby& action) {
    if (m_session && m_session->number == action.session)
        send([n = action.session](Target& target) { target.onAccepted(n); });
}

void Source::perform(const DetachStandby& action) {
    if (m_session && m_session->number == action.session)
        closeConnection();
}

void Source::closeConnection() {
    if (!m_session)
        return;
    const auto connection = m_session->connection;
    if (m_machine.powered())
        send([n = m_session->number](Target& target) {
            target.onEnded(n, Error{ErrorCode::Disconnected, "stream", "closed by the other node", 0});
        });
    connection->open[m_machine.index()] = false;
    m_session.reset();
    if (m_drainBarrier != 0)
        finishClosing(false);
}

void Source::vanish() {
    if (m_session)
        m_world.network.vanish(m_session->connection, m_machine.index());
}

void Source::lose(Error error) {
    if (!m_session)
        return;
    m_machine.engine().post(StandbyLost{m_session->number, std::move(error), m_session->marked});
    closeConnection();
}

void Source::onEnded(SessionNumber session, const Error& error) {
    if (m_session && m_session->number == session)
        lose(error);
}

void Source::send(std::function<void(Target&)> message) {
    m_world.network.send(m_session->connection, m_machine.index(),
                         [&world = m_world, to = m_machine.other(), message] {
                             Machine& peer = world.machine(to);
                             if (peer.running())
                                 peer.receive([&peer, message] { peer.engine().target.take(message); });
                         });
}

// ---- the application's writes

void Source::write(bool sync) {
    if (!m_mounted || m_closing != Ticket{})
        return;
    const WriteId w = m_world.newWrite();
    m_machine.disk.content.add(w);
    const bool live = m_session && m_session->streaming;
    if (live)
        send([n = m_session->number, w](Target& target) { target.onWrite(n, w); });
    if (!sync)
        return;
    m_pending.push_back(Pending{w, live ? sendBarrier() : 0, false, false, m_machine.now()});
    m_machine.whenSynced(1, 20, [this, w] {
        if (!m_mounted)
            return;
        for (Pending& p : m_pending)
            if (p.write == w) {
                p.local = true;
                for (const WriteId older : m_machine.disk.content.without(m_machine.disk.durable))
                    if (older <= w)
                        m_machine.disk.durable.add(older);
            }
        acknowledge();
    });
}

std::uint64_t Source::sendBarrier() {
    const std::uint64_t barrier = m_nextBarrier++;
    m_session->barriers.emplace(barrier, m_machine.now());
    send([n = m_session->number, barrier](Target& target) { target.onBarrier(n, barrier); });
    return barrier;
}

void Source::onConfirmed(SessionNumber session, std::uint64_t barrier) {
    if (!m_session || m_session->number != session)
        return;
    m_session->barriers.erase(barrier);
    for (Pending& p : m_pending)
        p.confirmed = p.confirmed || (p.barrier == barrier && barrier != 0);
    acknowledge();
    if (m_drainBarrier == barrier && barrier != 0)
        finishClosing(true);
}

void Source::watchDisk() {
    bool stuck = false;
    for (const Pending& p : m_pending)
        stuck = stuck || (!p.local && m_machine.now() - p.since > kOwnDiskBound);
    if (stuck && !m_saidStuck && m_closing == Ticket{})
        m_machine.engine().post(OwnDiskStuck{kOwnDiskBound});
    m_saidStuck = stuck;
}

void Source::watch() {
    watchDisk();
    if (!m_session)
        return;
    const Instant now = m_machine.now();
    const Duration patience = m_machine.settings.standbyTimeout;
    const bool overdue = !m_session->barriers.empty() && now - m_session->barriers.begin()->second > patience;
    const bool neverLive = !m_session->streaming && now - m_session->begunAt > patience;
    if (overdue || neverLive)
        return lose(Error{ErrorCode::Timeout, "stream", "no confirmation", 0});
    if (m_session->streaming)
        sendBarrier();
}

void Source::grant(Grant grant) {
    m_grant = grant;
    if (grant.kind != Grant::Nothing)
        m_held = false;
    m_world.granted(m_machine.index());
    acknowledge();
}

bool Source::mayAcknowledge() const {
    if (!m_isOpen || m_held)
        return false;
    return m_grant.kind == Grant::Alone ||
           (m_grant.kind == Grant::Standby && m_session && m_session->number == m_grant.session);
}

void Source::acknowledge() {
    if (!mayAcknowledge())
        return;
    const bool alone = m_grant.kind == Grant::Alone;
    std::vector<WriteId> done;
    std::erase_if(m_pending, [&](const Pending& p) {
        const bool ready = p.local && (alone || p.confirmed);
        if (ready)
            done.push_back(p.write);
        return ready;
    });
    for (const WriteId w : done)
        m_world.acknowledged(m_machine.index(), w);
}

// ---- closing

void Source::perform(const CloseSource& action) {
    m_closing = action.ticket;
    if (action.how == Closing::Abort || !m_isOpen) {
        m_pending.clear(); // they fail
        m_grant = Grant{};
        m_mounted = false;
        m_drainBarrier = 0;
        closeConnection();                           // before the folder is closed, which may take long
        m_machine.whenSynced(1, 30, [this, action] { // threads that are inside the disk end when it answers
            if (m_closing == action.ticket && !m_machine.closingHangs)
                finishClosing(false);
        });
        return;
    }
    m_machine.whenSynced(5, 100, [this, action] {
        if (m_closing != action.ticket)
            return;
        m_machine.disk.durable = m_machine.disk.content;
        if (m_session && m_session->marked && m_grant.kind == Grant::Standby)
            m_drainBarrier = sendBarrier();
        else
            finishClosing(false);
    });
}

void Source::finishClosing(bool drained) {
    m_drainBarrier = 0;
    m_grant = Grant{};
    m_pending.clear();
    m_mounted = m_isOpen = m_held = false;
    m_open = Ticket{};
    closeConnection();
    if (m_closing != Ticket{})
        m_machine.engine().post(SourceClosed{m_closing, drained});
    m_closing = Ticket{};
}

void Source::diskStuck() {
    if (m_isOpen)
        m_machine.engine().post(OwnDiskStuck{31s});
}

} // namespace understudy::simulation
