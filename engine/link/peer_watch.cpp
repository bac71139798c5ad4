#include "link/peer_watch.h"

#include "base/result.h"

#include <algorithm>
#include <bit>

namespace understudy::link {

namespace {
constexpr std::uint64_t kWindow = 64;
}

PeerWatch::PeerWatch(Settings settings, Instant start)
    : m_settings(settings), m_networks(settings.networks), m_wokeAt(start), m_ranAt(start),
      m_stepsMovedAt(start) {
    UNDERSTUDY_ASSERT(settings.networks > 0);
}

std::optional<Duration> PeerWatch::notice(Instant now) {
    const Duration gap = now - m_ranAt;
    m_ranAt = now;
    if (gap < m_settings.pauseAfter)
        return std::nullopt;
    m_wokeAt = now;
    m_sequenceAtWake = m_sequence;
    m_silent = false; // said again after a full timeout: the core waits for one of the two
    return gap;
}

Echo PeerWatch::echoFor(std::size_t network, Instant now) const {
    const Network& n = m_networks.at(network);
    if (!n.heardAt)
        return {};
    return Echo{m_peer.starts, n.newest, n.peerSentAt, now - *n.heardAt};
}

PeerWatch::Verdict PeerWatch::heard(std::size_t network, const HeartbeatPacket& packet, Instant now) {
    const Incarnation& from = packet.facts.incarnation;
    if (from.starts < m_peer.starts)
        return Verdict::OldIncarnation;
    const bool begins = from.starts > m_peer.starts;
    if (begins)
        begin(from, now);
    else if (from.boot != m_peer.boot)
        return Verdict::OldIncarnation; // the same start count of two boots cannot be

    Network& n = m_networks.at(network);
    if (!admit(n, packet.sequence))
        return Verdict::Replayed;
    measure(n, packet, now);
    if (packet.echo.starts == m_settings.self.starts)
        m_echoed = std::max(m_echoed, std::min(packet.echo.sequence, m_sequence));
    if (packet.sequence <= m_newest)
        return Verdict::Duplicate; // or late on a slower network: its facts are already replaced
    m_newest = packet.sequence;

    const bool moves = followSteps(packet, now);
    m_heardAt = now;
    if (!moves)
        return Verdict::Stuck;
    m_silent = false;
    return begins ? Verdict::NewIncarnation : Verdict::New;
}

bool PeerWatch::isFromOldIncarnation(const FencedPacket& packet) const {
    return packet.incarnation.starts < m_peer.starts;
}

bool PeerWatch::answersLatest() const {
    return m_echoed > m_sequenceAtWake;
}

std::optional<Duration> PeerWatch::becameSilent(Instant now) {
    if (m_silent)
        return std::nullopt;
    if (now - silentSince() >= m_settings.timeout) {
        m_silent = true;
        return now - silentSince();
    }
    if (m_heardAt && now - stillSince() >= m_settings.stuckAfter) {
        m_silent = true;
        m_stuck = true;
        return now - stillSince();
    }
    return std::nullopt;
}

std::optional<Instant> PeerWatch::deadline() const {
    if (m_silent)
        return std::nullopt;
    const Instant silence = silentSince() + m_settings.timeout;
    return m_heardAt ? std::min(silence, stillSince() + m_settings.stuckAfter) : silence;
}

NetworkHealth PeerWatch::health(std::size_t network) const {
    const Network& n = m_networks.at(network);
    NetworkHealth h;
    h.received = n.received;
    h.lastHeard = n.heardAt;
    h.roundTrip = n.roundTrip;
    if (n.expected > 0)
        h.loss = 1.0 - static_cast<double>(std::popcount(n.window)) / static_cast<double>(n.expected);
    return h;
}

bool PeerWatch::admit(Network& n, std::uint64_t sequence) {
    if (sequence <= n.newest)
        return false;
    // Before its first packet a network is measured from there on, not from sequence 1.
    const std::uint64_t step = n.newest == 0 ? 1 : sequence - n.newest;
    n.window = step >= kWindow ? 1 : n.window << step | 1;
    n.expected = std::min(kWindow, n.expected + std::min(step, kWindow));
    n.newest = sequence;
    ++n.received;
    return true;
}

void PeerWatch::begin(const Incarnation& incarnation, Instant now) {
    m_peer = incarnation;
    m_newest = 0;
    m_echoed = 0;
    m_stuck = false;
    m_steps = 0;
    m_stepsMovedAt = now;
    for (Network& n : m_networks) {
        const auto received = n.received;
        n = Network{};
        n.received = received;
    }
}

void PeerWatch::measure(Network& n, const HeartbeatPacket& packet, Instant now) {
    n.heardAt = now;
    n.peerSentAt = packet.sentAt;
    if (packet.echo.starts != m_settings.self.starts || packet.echo.sequence > m_sequence)
        return;
    const Duration sample = now - packet.echo.sentAt - packet.echo.held;
    if (sample < Duration::zero() || sample > std::chrono::hours(1))
        return;
    n.roundTrip = n.roundTrip ? *n.roundTrip + (sample - *n.roundTrip) / 8 : sample;
}

bool PeerWatch::followSteps(const HeartbeatPacket& packet, Instant now) {
    const bool cameBack = m_silent && !m_stuck; // while it was silent its steps could not be seen
    if (packet.facts.steps != m_steps || cameBack) {
        m_steps = packet.facts.steps;
        m_stepsMovedAt = now;
        m_stuck = false;
    }
    return !m_stuck;
}

Instant PeerWatch::silentSince() const {
    return m_heardAt ? std::max(*m_heardAt, m_wokeAt) : m_wokeAt;
}

Instant PeerWatch::stillSince() const {
    return std::max(m_stepsMovedAt, m_wokeAt);
}

} // namespace understudy::link
