#include "link/heartbeat_shared.h"

#include <QEventLoop>
#include <QNetworkDatagram>
#include <QSocketNotifier>
#include <QTimer>
#include <QUdpSocket>

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <deque>

namespace understudy::link {

namespace {

// A change of the facts is sent at once, but no oftener than this.
constexpr Duration kChangeGap = std::chrono::milliseconds(5);
// Datagrams read before timers get their turn: a flood cannot stop our own packets.
constexpr int kBurst = 64;

// Before the processor is shared out, not before the kernel: SCHED_OTHER, so that a mistake here cannot
// starve the machine. Without the right to do it everything works, only less evenly.
void preferThisThread() {
    sched_param none{};
    ::sched_setscheduler(0, SCHED_OTHER, &none);
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), -15);
}

int millisecondsUntil(Instant deadline, Instant now) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

struct Socket {
    QUdpSocket udp;
    QHostAddress peer;
    std::uint64_t sent = 0;
    std::uint64_t sendFailures = 0;
};

} // namespace

class HeartbeatWorker {
public:
    HeartbeatWorker(HeartbeatShared& shared, std::vector<BoundNetwork> networks);

private:
    void onWake();
    void onReadable(std::size_t network);
    void onTimer();
    void noticePause(Instant now);
    void take(std::size_t network, std::span<const std::uint8_t> bytes);
    void take(std::size_t network, const HeartbeatPacket& packet, Instant now);
    void take(const FencedPacket& packet);
    void send(Instant now);
    void sendSoon(Instant now);
    void finishTurn(Instant now); // says what became silent, shows the health, sets the timer

    HeartbeatShared& m_shared;
    const HeartbeatSettings& m_settings;
    PeerWatch m_watch;
    std::deque<Socket> m_sockets;
    QSocketNotifier m_wake;
    QTimer m_timer;
    bool m_published = false;
    Instant m_sentAt{};
    Instant m_nextSend{};
};

HeartbeatWorker::HeartbeatWorker(HeartbeatShared& shared, std::vector<BoundNetwork> networks)
    : m_shared(shared), m_settings(shared.settings),
      m_watch({m_settings.incarnation, networks.size(), m_settings.timeout, m_settings.stuckAfter,
               m_settings.pauseAfter},
              shared.startedAt),
      m_wake(shared.wake.get(), QSocketNotifier::Read) {
    for (std::size_t i = 0; i < networks.size(); ++i) {
        Socket& socket = m_sockets.emplace_back();
        socket.peer = networks[i].peer;
        socket.udp.setSocketDescriptor(networks[i].socket.release(), QAbstractSocket::BoundState);
        QObject::connect(&socket.udp, &QUdpSocket::readyRead, &socket.udp, [this, i] { onReadable(i); });
    }
    QObject::connect(&m_wake, &QSocketNotifier::activated, &m_wake, [this] { onWake(); });
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { onTimer(); });
    const Instant now = m_shared.clock.now();
    noticePause(now);
    finishTurn(now);
}

void HeartbeatWorker::onWake() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_shared.wake.get(), &count, sizeof count);
    const Instant now = m_shared.clock.now();
    noticePause(now);
    m_published = true;
    sendSoon(now);
    finishTurn(now);
}

void HeartbeatWorker::onTimer() {
    const Instant now = m_shared.clock.now();
    noticePause(now);
    if (m_published && now >= m_nextSend)
        send(now);
    finishTurn(now);
}

void HeartbeatWorker::onReadable(std::size_t network) {
    noticePause(m_shared.clock.now());
    QUdpSocket& udp = m_sockets[network].udp;
    for (int i = 0; i < kBurst && udp.hasPendingDatagrams(); ++i) {
        std::uint8_t buffer[kMaxPacketBytes + 1]; // one more shows that a packet is too long
        const qint64 size = udp.readDatagram(reinterpret_cast<char*>(buffer), sizeof buffer);
        if (size < 0)
            break;
        take(network, {buffer, static_cast<std::size_t>(size)});
    }
    finishTurn(m_shared.clock.now());
}

// A frozen machine wakes up with old packets in its sockets: that it was frozen is said before anything else.
void HeartbeatWorker::noticePause(Instant now) {
    const auto gap = m_watch.notice(now);
    Wakefulness* const wakefulness = m_settings.wakefulness;
    if (gap && wakefulness != nullptr)
        wakefulness->paused(); // before ran(): at no instant does it look as if nothing had been
    if (wakefulness != nullptr)
        wakefulness->ran(now);
    if (!gap)
        return;
    m_shared.sink(cluster::Paused{*gap});
    if (m_published)
        send(now); // the answer to this one shows what the peer knows now
}

void HeartbeatWorker::take(std::size_t network, std::span<const std::uint8_t> bytes) {
    const auto opened = unseal(bytes, m_settings.conversation, otherNode(m_settings.self));
    if (const auto* cause = std::get_if<Drop>(&opened)) {
        m_shared.counters.drop(*cause);
        return;
    }
    const auto& packet = std::get<Packet>(opened);
    if (const auto* heartbeat = std::get_if<HeartbeatPacket>(&packet))
        take(network, *heartbeat, m_shared.clock.now());
    else
        take(std::get<FencedPacket>(packet));
}

void HeartbeatWorker::take(std::size_t network, const HeartbeatPacket& packet, Instant now) {
    switch (m_watch.heard(network, packet, now)) {
    case PeerWatch::Verdict::NewIncarnation:
        sendSoon(now); // it learns at once that it is heard
        [[fallthrough]];
    case PeerWatch::Verdict::New:
        ++m_shared.counters.accepted;
        m_shared.sink(cluster::PeerHeard{packet.facts, m_watch.answersLatest()});
        return;
    case PeerWatch::Verdict::Duplicate:
        ++m_shared.counters.duplicates;
        return;
    case PeerWatch::Verdict::OldIncarnation:
        m_shared.counters.drop(Drop::OldIncarnation);
        return;
    case PeerWatch::Verdict::Replayed:
        m_shared.counters.drop(Drop::Replayed);
        return;
    case PeerWatch::Verdict::Stuck:
        m_shared.counters.drop(Drop::Stuck);
        return;
    }
}

void HeartbeatWorker::take(const FencedPacket& packet) {
    if (m_watch.isFromOldIncarnation(packet)) {
        m_shared.counters.drop(Drop::OldIncarnation);
        return;
    }
    ++m_shared.counters.accepted;
    m_shared.sink(cluster::PeerFenced{packet.incarnation, packet.generation, packet.session});
}

void HeartbeatWorker::sendSoon(Instant now) {
    if (!m_published)
        return;
    if (now - m_sentAt >= kChangeGap)
        send(now);
    else
        m_nextSend = std::min(m_nextSend, m_sentAt + kChangeGap);
}

void HeartbeatWorker::send(Instant now) {
    HeartbeatPacket packet;
    {
        const std::lock_guard lock(m_shared.mutex);
        packet.facts = *m_shared.facts;
    }
    packet.facts.steps = m_shared.steps;
    packet.sender = m_settings.self;
    packet.sequence = m_watch.nextSequence();
    packet.sentAt = now;
    for (std::size_t i = 0; i < m_sockets.size(); ++i) {
        Socket& socket = m_sockets[i];
        packet.echo = m_watch.echoFor(i, now);
        const auto bytes = seal(packet, m_settings.conversation);
        const auto size = static_cast<qint64>(bytes.size());
        const bool sent = socket.udp.writeDatagram(reinterpret_cast<const char*>(bytes.data()), size,
                                                   socket.peer, m_settings.port) == size;
        ++(sent ? socket.sent : socket.sendFailures);
        ++(sent ? m_shared.counters.sent : m_shared.counters.sendFailures);
    }
    m_sentAt = now;
    m_nextSend = now + m_settings.interval;
}

void HeartbeatWorker::finishTurn(Instant now) {
    if (const auto silence = m_watch.becameSilent(now))
        m_shared.sink(cluster::PeerSilent{*silence});
    {
        const std::lock_guard lock(m_shared.mutex);
        for (std::size_t i = 0; i < m_sockets.size(); ++i) {
            NetworkHealth health = m_watch.health(i);
            NetworkHealth& shown = m_shared.health[i];
            health.ownAddress.swap(shown.ownAddress);
            health.peerAddress.swap(shown.peerAddress);
            health.sent = m_sockets[i].sent;
            health.sendFailures = m_sockets[i].sendFailures;
            shown = std::move(health);
        }
    }
    // Also without anything to do: the thread watches its own clock, often enough to tell sleep from a pause.
    Instant next = now + std::min(m_settings.interval, m_settings.pauseAfter / 2);
    if (m_published)
        next = std::min(next, m_nextSend);
    if (const auto deadline = m_watch.deadline())
        next = std::min(next, *deadline);
    m_timer.start(millisecondsUntil(next, now));
}

void runHeartbeat(HeartbeatShared& shared, std::vector<BoundNetwork> networks) {
    preferThisThread();
    QEventLoop loop;
    const HeartbeatWorker worker(shared, std::move(networks));
    loop.exec();
}

} // namespace understudy::link
