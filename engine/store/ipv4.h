#pragma once
// IPv4 addresses as numbers (host byte order), for the rules of the settings. Dotted decimal only, no leading
// zeros: exactly one spelling per address, so that texts can be compared.

#include <cstdint>
#include <optional>
#include <string_view>

namespace understudy::store {

struct Ipv4Network {
    std::uint32_t address = 0;
    unsigned prefix = 32; // 1 to 32

    std::uint32_t mask() const { return ~std::uint32_t{0} << (32 - prefix); }
    std::uint32_t first() const { return address & mask(); }
    std::uint32_t last() const { return address | ~mask(); }
    bool holds(std::uint32_t other) const { return (other & mask()) == first(); }
};

// Not: 0.x.x.x, 127.x.x.x and 224.0.0.0 upwards, which no node can have on its network.
std::optional<std::uint32_t> parseIpv4(std::string_view text);
std::optional<Ipv4Network> parseIpv4WithPrefix(std::string_view text); // "10.99.0.100/24"

} // namespace understudy::store
