#include "address/arp.h"

#include "base/cursor.h"

namespace understudy::address {
namespace {

constexpr std::uint16_t kEthernet = 1;
constexpr std::uint16_t kIpv4 = 0x0800;

std::uint16_t network16(ByteReader& reader) {
    const std::uint16_t high = reader.u8();
    return static_cast<std::uint16_t>(high << 8 | reader.u8());
}

Ipv4 readAddress(ByteReader& reader) {
    const std::uint32_t high = network16(reader);
    return Ipv4{high << 16 | network16(reader)};
}

void put16(std::array<std::uint8_t, ArpPacket::kSize>& out, std::size_t at, std::uint16_t value) {
    out[at] = static_cast<std::uint8_t>(value >> 8);
    out[at + 1] = static_cast<std::uint8_t>(value);
}

void putStation(std::array<std::uint8_t, ArpPacket::kSize>& out, std::size_t at, Mac mac, Ipv4 address) {
    for (const std::uint8_t byte : mac.bytes)
        out[at++] = byte;
    put16(out, at, static_cast<std::uint16_t>(address.value >> 16));
    put16(out, at + 2, static_cast<std::uint16_t>(address.value));
}

} // namespace

std::optional<ArpPacket> parseArp(std::span<const std::uint8_t> bytes) {
    ByteReader reader(bytes);
    const bool known =
        network16(reader) == kEthernet && network16(reader) == kIpv4 && reader.u8() == 6 && reader.u8() == 4;
    const std::uint16_t operation = network16(reader);
    ArpPacket packet;
    packet.operation = static_cast<ArpPacket::Operation>(operation);
    packet.senderMac.bytes = reader.array<6>();
    packet.senderAddress = readAddress(reader);
    packet.targetMac.bytes = reader.array<6>();
    packet.targetAddress = readAddress(reader);
    if (!reader.ok() || !known || operation < 1 || operation > 2)
        return std::nullopt;
    return packet;
}

std::array<std::uint8_t, ArpPacket::kSize> encodeArp(const ArpPacket& packet) {
    std::array<std::uint8_t, ArpPacket::kSize> out{};
    put16(out, 0, kEthernet);
    put16(out, 2, kIpv4);
    out[4] = 6;
    out[5] = 4;
    put16(out, 6, static_cast<std::uint16_t>(packet.operation));
    putStation(out, 8, packet.senderMac, packet.senderAddress);
    putStation(out, 18, packet.targetMac, packet.targetAddress);
    return out;
}

ArpPacket arpProbe(Mac self, Ipv4 wanted) {
    return {ArpPacket::Operation::Request, self, {}, {}, wanted};
}

ArpPacket arpQuestion(Mac self, Ipv4 ownAddress, Ipv4 whose) {
    return {ArpPacket::Operation::Request, self, ownAddress, {}, whose};
}

ArpPacket arpAnnouncement(ArpPacket::Operation form, Mac self, Ipv4 taken) {
    const Mac target = form == ArpPacket::Operation::Reply ? self : Mac{};
    return {form, self, taken, target, taken};
}

} // namespace understudy::address
