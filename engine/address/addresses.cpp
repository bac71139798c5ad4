#include "address/addresses.h"

#include <arpa/inet.h>

#include <charconv>

namespace understudy::address {

bool Ipv4::inNetworkOf(Ipv4 member, unsigned prefixLength) const {
    if (prefixLength == 0)
        return true;
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - prefixLength);
    return (value & mask) == (member.value & mask);
}

std::string Ipv4::toString() const {
    const in_addr raw{htonl(value)};
    char text[INET_ADDRSTRLEN] = {};
    return inet_ntop(AF_INET, &raw, text, sizeof text);
}

std::optional<Ipv4> Ipv4::parse(const std::string& text) {
    in_addr raw{};
    if (inet_pton(AF_INET, text.c_str(), &raw) != 1)
        return std::nullopt;
    return Ipv4{ntohl(raw.s_addr)};
}

std::string Mac::toString() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (!text.empty())
            text += ':';
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::optional<Mac> Mac::parse(std::string_view text) {
    Mac mac;
    if (text.size() != mac.bytes.size() * 3 - 1)
        return std::nullopt;
    for (std::size_t i = 0; i < mac.bytes.size(); ++i) {
        const char* at = text.data() + i * 3;
        const auto [end, error] = std::from_chars(at, at + 2, mac.bytes[i], 16);
        if (error != std::errc{} || end != at + 2 || (i + 1 < mac.bytes.size() && *end != ':'))
            return std::nullopt;
    }
    return mac;
}

} // namespace understudy::address
