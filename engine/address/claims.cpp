#include "address/claims.h"

#include <algorithm>

namespace understudy::address {

Claims::Claims(Ipv4 address, std::vector<Ipv4> peers, std::set<Mac> peerMacs)
    : m_address(address), m_peers(std::move(peers)), m_peerMacs(std::move(peerMacs)) {}

void Claims::hear(const ArpPacket& packet, Mac self) {
    if (packet.senderMac == self || packet.senderMac == Mac{})
        return;
    if (std::ranges::find(m_peers, packet.senderAddress) != m_peers.end()) {
        if (m_peerMacs.size() < kMaxMacs)
            m_peerMacs.insert(packet.senderMac);
        return;
    }
    const bool claims = packet.senderAddress == m_address;
    const bool probes = packet.senderAddress.isNone() && packet.targetAddress == m_address &&
                        packet.operation == ArpPacket::Operation::Request;
    if ((claims || probes) && m_claimants.size() < kMaxMacs)
        m_claimants.insert(packet.senderMac);
}

std::optional<Mac> Claims::foreign() const {
    const auto at = std::ranges::find_if(m_claimants, [this](Mac mac) { return !m_peerMacs.contains(mac); });
    return at == m_claimants.end() ? std::nullopt : std::optional(*at);
}

} // namespace understudy::address
