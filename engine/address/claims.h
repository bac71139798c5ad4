#pragma once
// Who says that the virtual address is his. A pure value: packets in, judgement out.
//
// RFC 5227 2.1.1 takes every answer to a probe for a conflict. Here the peer may be frozen, and a frozen
// computer's kernel goes on answering for an address that its engine no longer defends: its MAC does not
// count (safety.md 13). The peer is known by its answers for its own real addresses.

#include "address/arp.h"

#include <optional>
#include <set>
#include <vector>

namespace understudy::address {

class Claims {
public:
    static constexpr std::size_t kMaxMacs = 64; // of claimants and of the peer, each; a flood adds no more

    Claims() = default;
    Claims(Ipv4 address, std::vector<Ipv4> peers, std::set<Mac> peerMacs);

    void hear(const ArpPacket& packet, Mac self);
    void forget() { m_claimants.clear(); } // claims, not the peer's MACs
    std::optional<Mac> foreign() const;    // a claimant that is not the peer
    bool any() const { return !m_claimants.empty(); }
    const std::set<Mac>& peerMacs() const { return m_peerMacs; }

private:
    Ipv4 m_address;
    std::vector<Ipv4> m_peers;
    std::set<Mac> m_peerMacs;
    std::set<Mac> m_claimants;
};

} // namespace understudy::address
