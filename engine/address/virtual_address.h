#pragma once
// The virtual IPv4 address of one module: probed, taken with a lifetime, announced, renewed, dropped.
//
// The renewal runs on the loop's own timer, on purpose: when the loop stands still or the engine is dead,
// nobody renews, and the kernel removes the address 1 to 3.2 s later (lifetime 2 s). Nothing here keeps an
// address alive beside a dead engine.
//
// Thread: the loop's. Nothing blocks but requests to the kernel (microseconds).

#include "address/arp_socket.h"
#include "address/claims.h"
#include "address/rtnetlink.h"
#include "address/settings.h"
#include "base/clock.h"
#include "cluster/ports/event_sink.h"
#include "cluster/ports/resource_ports.h"

#include <QSocketNotifier>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace understudy::address {

// What the fence needs to take the address away when the engine cannot: one message to send on a
// NETLINK_ROUTE socket. To verify: bind(2) to the address must fail with EADDRNOTAVAIL.
struct FenceOrders {
    unsigned interfaceIndex = 0;
    std::uint32_t address = 0;               // network byte order
    std::vector<std::uint8_t> deleteMessage; // RTM_DELADDR, whole, asks for an acknowledgement

    bool operator==(const FenceOrders&) const = default;
};

class VirtualAddress final : public cluster::AddressPort {
public:
    // Something an administrator should read, but nothing that the core decides on.
    using Notice = std::function<void(const Error&)>;

    VirtualAddress(AddressSettings settings, const Clock& clock, cluster::EventSink sink, Notice notice);
    ~VirtualAddress() override; // drops what it holds

    // At the start of the engine: checks the settings, finds the interface, begins to learn the peer's MAC.
    // An error names what is wrong; the object stays usable (a later RaiseAddress looks again).
    Status open();

    // Removes an address that an earlier engine left behind. AlreadyExists: the address is set on this
    // machine for ever, so it is not ours: a mistake in the settings.
    Status clearStale();

    bool isHeld() const { return m_phase == Phase::Held; }
    Result<FenceOrders> fenceOrders(); // for the interface as it is now

    void perform(const cluster::ExpectAddress&) override;
    void perform(const cluster::RaiseAddress&) override;
    void perform(const cluster::DropAddress&) override;

private:
    enum class Phase {
        Idle,
        Looking, // probes, or has probed, before anybody asked for the address
        Probing,
        Held,
        Dropping
    };

    Status openKernel();
    Status findInterface();
    Status checkUsable() const;
    Result<std::vector<SetAddress>> whereSet(); // on this machine
    SetAddress wanted() const;

    void askForPeer();
    Status beginProbes();
    void probe();
    void take();
    void announce();
    void renew();
    void hearArp();
    void lookAtKernel();
    void lose(Error error);
    void stopTimers();
    void remove();
    void verifyGone();
    void finishDrop();

    AddressSettings m_settings;
    const Clock& m_clock;
    cluster::EventSink m_sink;
    Notice m_notice;

    Ipv4 m_address;
    std::vector<Ipv4> m_peers;
    std::optional<Rtnetlink> m_kernel;
    std::optional<RtnetlinkWatch> m_watch;
    Interface m_interface;
    ArpSocket m_arp;
    Claims m_claims;

    Phase m_phase = Phase::Idle;
    cluster::Ticket m_raiseTicket;
    std::vector<cluster::Ticket> m_dropTickets;
    int m_probesLeft = 0; // 0 in Looking: the probe was over at m_probed
    Instant m_probed{};
    Instant m_renewed{};
    Instant m_taken{};
    Instant m_announced{};
    Instant m_dropBegun{};
    bool m_conflictNoticed = false;

    QTimer m_learnTimer;
    QTimer m_probeTimer;
    QTimer m_renewTimer;
    QTimer m_announceTimer;
    QTimer m_verifyTimer;
    std::unique_ptr<QSocketNotifier> m_watchNotifier;
    std::unique_ptr<QSocketNotifier> m_arpNotifier;
};

} // namespace understudy::address
