#pragma once
// Hears and says ARP on one interface. A filter in the kernel lets only packets through that concern the
// virtual address or come from the peer, so that a busy network does not wake the engine. Thread: the
// owner's.

#include "address/arp.h"
#include "address/rtnetlink.h"
#include "base/descriptor.h"

#include <vector>

namespace understudy::address {

class ArpSocket {
public:
    static constexpr std::size_t kMaxPeers = 16;

    ArpSocket() = default;

    // Not allowed without CAP_NET_RAW.
    static Result<ArpSocket> open(const Interface& interface, Ipv4 virtualAddress,
                                  const std::vector<Ipv4>& peers);

    int fd() const { return m_fd.get(); }
    bool isOpen() const { return m_fd.isOpen(); }
    Status broadcast(const ArpPacket& packet); // does not block; fails when the interface is down
    std::optional<ArpPacket> receive();        // does not block; nothing: no more packets now

private:
    ArpSocket(Descriptor fd, const Interface& interface);

    Descriptor m_fd;
    unsigned m_interfaceIndex = 0;
    std::string m_interfaceName;
};

} // namespace understudy::address
