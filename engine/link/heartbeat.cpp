#include "link/heartbeat.h"

#include "link/heartbeat_shared.h"
#include "link/udp_socket.h"

#include <QThread>

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace understudy::link {

namespace {

Status check(const HeartbeatSettings& s) {
    if (s.networks.empty())
        return fail(ErrorCode::InvalidInput, "heartbeat", "needs at least one network");
    if (s.interval < std::chrono::milliseconds(1) || s.timeout <= s.interval)
        return fail(ErrorCode::InvalidInput, "heartbeat", "the timeout must be longer than the interval");
    if (s.pauseAfter < std::chrono::milliseconds(1) || s.pauseAfter > s.timeout)
        return fail(ErrorCode::InvalidInput, "heartbeat",
                    "an own pause must be told when it is shorter than the timeout");
    if (s.incarnation.starts == 0)
        return fail(ErrorCode::InvalidInput, "heartbeat", "the engine has no start count");
    return {};
}

Result<BoundNetwork> bindNetwork(const HeartbeatSettings::Network& network, std::uint16_t port) {
    const QHostAddress own(QString::fromStdString(network.ownAddress));
    const QHostAddress peer(QString::fromStdString(network.peerAddress));
    if (own.isNull() || peer.isNull() || own.protocol() != peer.protocol())
        return fail(ErrorCode::InvalidInput, network.ownAddress + " to " + network.peerAddress,
                    "is not a pair of numeric addresses of one family");
    auto socket = bindUdp(own, port);
    if (!socket)
        return fail(socket.error());
    return BoundNetwork{std::move(*socket), peer};
}

bool sameButSteps(const cluster::NodeFacts& a, cluster::NodeFacts b) {
    b.steps = a.steps;
    return a == b;
}

} // namespace

Result<std::unique_ptr<Heartbeat>> Heartbeat::start(HeartbeatSettings settings, cluster::EventSink sink,
                                                    const Clock& clock) {
    if (auto fine = check(settings); !fine)
        return fail(fine.error());
    if (settings.port == 0)
        settings.port = heartbeatPort(settings.conversation.module);
    std::vector<BoundNetwork> bound;
    std::vector<NetworkHealth> health;
    for (const auto& network : settings.networks) {
        auto one = bindNetwork(network, settings.port);
        if (!one)
            return fail(one.error());
        bound.push_back(std::move(*one));
        NetworkHealth& shown = health.emplace_back();
        shown.ownAddress = network.ownAddress;
        shown.peerAddress = network.peerAddress;
    }
    Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.isOpen())
        return fail(systemError("heartbeat", "cannot make an event descriptor"));
    auto shared = std::make_unique<HeartbeatShared>(std::move(settings), std::move(sink), clock,
                                                    std::move(wake), std::move(health));
    auto run = [&s = *shared, sockets = std::move(bound)]() mutable { runHeartbeat(s, std::move(sockets)); };
    std::unique_ptr<QThread> thread(QThread::create(std::move(run)));
    thread->setObjectName(QStringLiteral("heartbeat"));
    thread->start();
    return std::unique_ptr<Heartbeat>(new Heartbeat(std::move(shared), std::move(thread)));
}

Heartbeat::Heartbeat(std::unique_ptr<HeartbeatShared> shared, std::unique_ptr<QThread> thread)
    : m_shared(std::move(shared)), m_thread(std::move(thread)) {}

Heartbeat::~Heartbeat() {
    m_thread->quit();
    m_thread->wait();
}

void Heartbeat::publish(const cluster::NodeFacts& facts) {
    UNDERSTUDY_ASSERT(facts.incarnation == m_shared->settings.incarnation);
    {
        const std::lock_guard lock(m_shared->mutex);
        if (m_shared->facts && sameButSteps(*m_shared->facts, facts))
            return;
        m_shared->facts = facts;
    }
    const std::uint64_t one = 1; // cannot fail but by overflow, which still wakes
    [[maybe_unused]] const ssize_t written = ::write(m_shared->wake.get(), &one, sizeof one);
}

std::atomic<std::uint64_t>& Heartbeat::steps() {
    return m_shared->steps;
}

LinkCounters Heartbeat::counters() const {
    return m_shared->counters.snapshot();
}

std::vector<NetworkHealth> Heartbeat::networks() const {
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->health;
}

LinkCounters AtomicLinkCounters::snapshot() const {
    LinkCounters out;
    out.sent = sent;
    out.sendFailures = sendFailures;
    out.accepted = accepted;
    out.duplicates = duplicates;
    std::copy(m_drops.begin(), m_drops.end(), out.drops.begin());
    return out;
}

} // namespace understudy::link
