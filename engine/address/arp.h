#pragma once
// ARP for IPv4 over Ethernet (RFC 826), and the three packets that taking an address needs (RFC 5227):
// a probe asks "does anybody have it" without claiming it, an announcement says "I have it now".

#include "address/addresses.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace understudy::address {

struct ArpPacket {
    enum class Operation : std::uint16_t { Request = 1, Reply = 2 };
    static constexpr std::size_t kSize = 28;

    Operation operation = Operation::Request;
    Mac senderMac;
    Ipv4 senderAddress; // none in a probe
    Mac targetMac;
    Ipv4 targetAddress;

    bool operator==(const ArpPacket&) const = default;
};

// Bytes behind the Ethernet header; what follows the packet (padding) is ignored. Nothing: not such a packet.
std::optional<ArpPacket> parseArp(std::span<const std::uint8_t> bytes);
std::array<std::uint8_t, ArpPacket::kSize> encodeArp(const ArpPacket& packet);

ArpPacket arpProbe(Mac self, Ipv4 wanted);
ArpPacket arpQuestion(Mac self, Ipv4 ownAddress, Ipv4 whose);
ArpPacket arpAnnouncement(ArpPacket::Operation form, Mac self, Ipv4 taken);

} // namespace understudy::address
