#include "address/address_probe.h"

#include "address/arp_socket.h"
#include "base/clock.h"

#include <poll.h>

#include <algorithm>

namespace understudy::address {

namespace {

constexpr int kProbes = 3; // one may get lost

// Until `end`: the sender of a packet that says that it has the address, or probes for it beside us.
std::optional<Mac> listen(ArpSocket& socket, Ipv4 wanted, Mac self, Instant end) {
    const SystemClock clock;
    for (;;) {
        while (const auto packet = socket.receive())
            if (packet->senderAddress == wanted && packet->senderMac != self)
                return packet->senderMac;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock.now());
        pollfd wait{socket.fd(), POLLIN, 0};
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) == 0)
            return std::nullopt;
    }
}

} // namespace

Result<std::optional<Mac>> whoHas(Ipv4 wanted, std::chrono::milliseconds patience) {
    auto kernel = Rtnetlink::open();
    if (!kernel)
        return fail(kernel.error());
    const auto interface = kernel->interfaceFor(wanted);
    if (!interface)
        return fail(interface.error());
    const auto own = kernel->addresses();
    if (!own)
        return fail(own.error());
    if (std::ranges::any_of(*own, [&](const SetAddress& a) { return a.address == wanted; }))
        return std::optional<Mac>(interface->mac);
    if (!interface->ethernet)
        return std::optional<Mac>(); // a loopback or a tunnel: nobody to ask
    auto socket = ArpSocket::open(*interface, wanted, {});
    if (!socket)
        return fail(socket.error());
    const SystemClock clock;
    for (int probe = 0; probe < kProbes; ++probe) {
        if (const auto sent = socket->broadcast(arpProbe(interface->mac, wanted)); !sent)
            return fail(sent.error());
        if (const auto holder = listen(*socket, wanted, interface->mac, clock.now() + patience / kProbes))
            return holder;
    }
    return std::optional<Mac>();
}

} // namespace understudy::address
