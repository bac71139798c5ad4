#include "address/virtual_address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace understudy::address {
namespace {

using namespace std::chrono_literals;

constexpr auto kLearnEvery = 10s;
constexpr int kProbes = 3;
constexpr auto kProbeCounts = 1s; // one that is over; claims are heard on meanwhile
constexpr auto kAnnounceEvery = 200ms;
constexpr auto kDefendEvery = 50ms; // at most: two machines that defend must not flood the network
constexpr auto kVerifyEvery = 100ms;
constexpr auto kDropBound = 4s; // longer than any lifetime of ours: by then it has gone by itself

std::chrono::milliseconds inMilliseconds(Duration d) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(d);
}

void prepare(QTimer& timer, std::chrono::milliseconds every, std::function<void()> action) {
    timer.setTimerType(Qt::PreciseTimer);
    timer.setInterval(every);
    QObject::connect(&timer, &QTimer::timeout, &timer, std::move(action));
}

} // namespace

VirtualAddress::VirtualAddress(AddressSettings settings, const Clock& clock, cluster::EventSink sink,
                               Notice notice)
    : m_settings(std::move(settings)), m_clock(clock), m_sink(std::move(sink)), m_notice(std::move(notice)) {
    prepare(m_learnTimer, kLearnEvery, [this] { askForPeer(); });
    prepare(m_probeTimer, m_settings.probeTime / kProbes, [this] { probe(); });
    prepare(m_renewTimer, m_settings.renewEvery, [this] { renew(); });
    prepare(m_announceTimer, kAnnounceEvery, [this] { announce(); });
    prepare(m_verifyTimer, kVerifyEvery, [this] { verifyGone(); });
}

VirtualAddress::~VirtualAddress() {
    if (m_phase == Phase::Held)
        remove();
}

Status VirtualAddress::open() {
    const auto address = Ipv4::parse(m_settings.address);
    if (!address || address->isNone())
        return fail(ErrorCode::InvalidInput, m_settings.address, "is not an IPv4 address");
    if (m_settings.prefixLength < 1 || m_settings.prefixLength > 32)
        return fail(ErrorCode::InvalidInput, m_settings.address, "prefix length is not between 1 and 32");
    m_address = *address;
    std::set<Mac> macs;
    for (const std::string& text : m_settings.peerMacs) {
        const auto mac = Mac::parse(text);
        if (!mac)
            return fail(ErrorCode::InvalidInput, text, "is not a MAC address");
        macs.insert(*mac);
    }
    m_peers.clear();
    for (const std::string& text : m_settings.peerAddresses) {
        const auto peer = Ipv4::parse(text);
        if (!peer)
            return fail(ErrorCode::InvalidInput, text, "is not an IPv4 address");
        m_peers.push_back(*peer);
    }
    m_claims = Claims(m_address, m_peers, std::move(macs));
    if (const auto opened = openKernel(); !opened)
        return opened;
    m_learnTimer.start();
    if (const auto found = findInterface(); !found)
        return found;
    askForPeer();
    return {};
}

Status VirtualAddress::openKernel() {
    auto kernel = Rtnetlink::open();
    if (!kernel)
        return fail(kernel.error());
    auto watch = RtnetlinkWatch::open();
    if (!watch)
        return fail(watch.error());
    m_watchNotifier.reset();
    m_kernel = std::move(*kernel);
    m_watch = std::move(*watch);
    m_watchNotifier = std::make_unique<QSocketNotifier>(m_watch->fd(), QSocketNotifier::Read);
    QObject::connect(m_watchNotifier.get(), &QSocketNotifier::activated, m_watchNotifier.get(),
                     [this] { lookAtKernel(); });
    return {};
}

// Looks again each time: an interface that was removed and came back has another index.
Status VirtualAddress::findInterface() {
    if (!m_kernel)
        return fail(ErrorCode::InvalidInput, m_settings.address, "the virtual address was never opened");
    auto found = m_settings.interface.empty() ? m_kernel->interfaceFor(m_address)
                                              : m_kernel->interfaceNamed(m_settings.interface);
    if (!found)
        return fail(found.error());
    const bool same = m_arp.isOpen() && found->index == m_interface.index;
    m_interface = std::move(*found);
    if (!m_interface.ethernet)
        return fail(ErrorCode::InvalidInput, m_interface.name, "is not an Ethernet interface");
    if (same)
        return {};
    auto arp = ArpSocket::open(m_interface, m_address, m_peers);
    if (!arp)
        return fail(arp.error());
    m_arpNotifier.reset();
    m_arp = std::move(*arp);
    m_arpNotifier = std::make_unique<QSocketNotifier>(m_arp.fd(), QSocketNotifier::Read);
    QObject::connect(m_arpNotifier.get(), &QSocketNotifier::activated, m_arpNotifier.get(),
                     [this] { hearArp(); });
    return {};
}

Status VirtualAddress::checkUsable() const {
    if (!m_interface.up)
        return fail(ErrorCode::Disconnected, m_interface.name, "the network interface is down");
    return {};
}

Result<std::vector<SetAddress>> VirtualAddress::whereSet() {
    auto all = m_kernel->addresses();
    if (all)
        std::erase_if(*all, [this](const SetAddress& a) { return a.address != m_address; });
    return all;
}

SetAddress VirtualAddress::wanted() const {
    return {m_interface.index, m_address, m_settings.prefixLength, false};
}

Status VirtualAddress::clearStale() {
    if (!m_kernel)
        return fail(ErrorCode::InvalidInput, m_settings.address, "the virtual address was never opened");
    const auto found = whereSet();
    if (!found)
        return fail(found.error());
    for (const SetAddress& stale : *found) {
        if (stale.permanent)
            continue;
        const auto removed = m_kernel->remove(stale);
        if (!removed && removed.error().code != ErrorCode::NotFound)
            return removed;
    }
    if (std::ranges::any_of(*found, &SetAddress::permanent))
        return fail(ErrorCode::AlreadyExists, m_settings.address,
                    "is set on this machine without a lifetime, not by Understudy");
    return {};
}

Result<FenceOrders> VirtualAddress::fenceOrders() {
    if (const auto found = findInterface(); !found)
        return fail(found.error());
    auto message = Rtnetlink::removeMessage(wanted());
    if (!message)
        return fail(message.error());
    return FenceOrders{m_interface.index, htonl(m_address.value), std::move(*message)};
}

// One packet and one answer every ten seconds keep the peer's MAC known; nothing depends on neighbour tables.
void VirtualAddress::askForPeer() {
    if (!m_kernel || m_peers.empty())
        return;
    if (!m_arp.isOpen() && !findInterface())
        return; // said when the address is raised
    const auto own = m_kernel->addresses();
    if (!own)
        return;
    for (const SetAddress& mine : *own) {
        if (mine.interfaceIndex != m_interface.index || mine.address == m_address)
            continue;
        for (const Ipv4 peer : m_peers) {
            if (peer.inNetworkOf(mine.address, mine.prefixLength))
                static_cast<void>(m_arp.broadcast(arpQuestion(m_interface.mac, mine.address, peer)));
        }
    }
}

// What is wrong is said when the address is raised.
void VirtualAddress::perform(const cluster::ExpectAddress&) {
    if (m_phase != Phase::Idle && m_phase != Phase::Looking)
        return;
    m_phase = beginProbes() ? Phase::Looking : Phase::Idle;
    if (m_phase == Phase::Looking)
        probe();
}

void VirtualAddress::perform(const cluster::RaiseAddress& action) {
    const auto refuse = [&](Error error) { m_sink(cluster::AddressFailed{action.ticket, std::move(error)}); };
    if (m_phase != Phase::Idle && m_phase != Phase::Looking)
        return refuse({ErrorCode::Busy, m_settings.address, "is being raised or dropped already", 0});
    const bool looking = m_phase == Phase::Looking && m_probeTimer.isActive();
    const bool looked = m_phase == Phase::Looking && !looking && m_clock.now() - m_probed <= kProbeCounts &&
                        findInterface() && checkUsable(); // as it is now
    if (!looking && !looked) {
        m_phase = Phase::Idle;
        if (const auto begun = beginProbes(); !begun)
            return refuse(begun.error());
    }
    m_raiseTicket = action.ticket;
    m_phase = Phase::Probing;
    if (!looking)
        probe(); // takes it, if the probe is over
}

Status VirtualAddress::beginProbes() {
    if (const auto found = findInterface(); !found)
        return found;
    if (const auto usable = checkUsable(); !usable)
        return usable;
    if (const auto clear = clearStale(); !clear)
        return clear;
    m_claims.forget();
    m_conflictNoticed = false;
    m_probesLeft = kProbes;
    m_probeTimer.start();
    return {};
}

// The shape of RFC 5227 2.1.1, but in milliseconds: clients wait for the takeover. The peer is asked for its
// own addresses in the same breath, so that its MAC is known even if this engine started a moment ago.
void VirtualAddress::probe() {
    hearArp();
    if (m_phase != Phase::Probing && m_phase != Phase::Looking)
        return;
    if (m_probesLeft == 0 && m_phase == Phase::Probing)
        return take();
    if (m_probesLeft == 0) {
        m_probeTimer.stop();
        m_probed = m_clock.now();
        return;
    }
    --m_probesLeft;
    askForPeer();
    if (const auto sent = m_arp.broadcast(arpProbe(m_interface.mac, m_address)); !sent)
        lose(sent.error());
}

void VirtualAddress::take() {
    m_probeTimer.stop();
    if (const auto foreign = m_claims.foreign())
        return lose({ErrorCode::Busy, m_settings.address, "is used by " + foreign->toString(), 0});
    m_watch->look(m_address, m_interface.index); // what went before is not news
    const Instant before = m_clock.now();
    if (const auto set = m_kernel->set(wanted(), m_settings.lifetime); !set)
        return lose(set.error());
    m_phase = Phase::Held;
    m_taken = m_renewed = before;
    m_renewTimer.start();
    m_announceTimer.start();
    announce();
    m_sink(cluster::AddressRaised{m_raiseTicket});
}

// Both forms: some stacks update a cache entry only from a request, some only from a reply.
void VirtualAddress::announce() {
    using Form = ArpPacket::Operation;
    m_announced = m_clock.now();
    for (const Form form : {Form::Request, Form::Reply}) {
        if (const auto sent = m_arp.broadcast(arpAnnouncement(form, m_interface.mac, m_address)); !sent)
            m_notice(sent.error());
    }
    if (m_announced - m_taken >= m_settings.peerLifetime)
        m_announceTimer.stop();
}

void VirtualAddress::renew() {
    lookAtKernel();
    if (m_phase != Phase::Held)
        return;
    const Duration age = m_clock.now() - m_renewed;
    if (age > m_settings.lifetime)
        return lose({ErrorCode::Timeout, m_settings.address,
                     "could not be renewed for " + std::to_string(inMilliseconds(age).count()) + " ms", 0});
    const Instant before = m_clock.now();
    if (const auto set = m_kernel->set(wanted(), m_settings.lifetime); !set)
        return lose(set.error());
    m_renewed = before;
}

void VirtualAddress::hearArp() {
    while (auto packet = m_arp.receive())
        m_claims.hear(*packet, m_interface.mac);
    if (m_phase != Phase::Held || !m_claims.any())
        return;
    // Somebody else says that it is his. While we hold it, we say that it is ours (RFC 5227 2.4, c).
    if (const auto foreign = m_claims.foreign(); foreign && !m_conflictNoticed) {
        m_conflictNoticed = true;
        m_notice({ErrorCode::Busy, m_settings.address, "is also used by " + foreign->toString(), 0});
    }
    m_claims.forget();
    if (m_clock.now() - m_announced >= kDefendEvery)
        announce();
}

// Somebody took the address away, or the cable came back and the switches must learn again.
void VirtualAddress::lookAtKernel() {
    const auto seen = m_watch->look(m_address, m_interface.index);
    if (m_phase != Phase::Held)
        return;
    if (seen.addressGone) {
        const auto found = whereSet();
        if (!found)
            return lose(found.error());
        if (found->empty())
            return lose({ErrorCode::NotFound, m_settings.address, "was removed from " + m_interface.name, 0});
    }
    if (!seen.linkChanged)
        return;
    const bool ran = m_interface.running;
    auto now = m_kernel->interfaceNamed(m_interface.name);
    if (!now)
        return lose(now.error());
    m_interface = std::move(*now);
    if (const auto usable = checkUsable(); !usable)
        return lose(usable.error());
    if (m_interface.running && !ran) {
        m_taken = m_clock.now();
        m_announceTimer.start();
        announce();
    }
}

void VirtualAddress::stopTimers() {
    m_probeTimer.stop();
    m_renewTimer.stop();
    m_announceTimer.stop();
}

void VirtualAddress::lose(Error error) {
    stopTimers();
    if (m_phase == Phase::Held)
        remove();
    const bool asked = m_phase != Phase::Looking;
    m_phase = Phase::Idle;
    if (!asked)
        return;
    m_sink(cluster::AddressFailed{m_raiseTicket, std::move(error)});
}

void VirtualAddress::remove() {
    const auto removed = m_kernel->remove(wanted());
    if (!removed && removed.error().code != ErrorCode::NotFound)
        m_notice(removed.error());
}

void VirtualAddress::perform(const cluster::DropAddress& action) {
    m_dropTickets.push_back(action.ticket);
    if (m_phase == Phase::Dropping)
        return;
    stopTimers();
    m_phase = Phase::Dropping;
    m_dropBegun = m_clock.now();
    m_verifyTimer.start();
    verifyGone();
}

// Dropped is said when it is true. The removal can fail only for want of rights; then the lifetime, which
// nobody renews any more, does it.
void VirtualAddress::verifyGone() {
    if (!m_kernel)
        return finishDrop(); // never opened, never set
    const auto cleared = clearStale();
    const auto left = whereSet();
    const bool gone = left && std::ranges::all_of(*left, &SetAddress::permanent);
    if (gone)
        return finishDrop();
    if (m_clock.now() - m_dropBegun < kDropBound)
        return;
    m_notice(cleared ? Error{ErrorCode::System, m_settings.address, "cannot be removed", 0}
                     : cleared.error());
    finishDrop();
}

void VirtualAddress::finishDrop() {
    m_verifyTimer.stop();
    m_phase = Phase::Idle;
    for (const cluster::Ticket ticket : std::exchange(m_dropTickets, {}))
        m_sink(cluster::AddressDropped{ticket});
}

} // namespace understudy::address
