#pragma once
// IPv4 and MAC addresses as values. Text from outside parses or does not; there is no half-valid value.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::address {

struct Ipv4 {
    std::uint32_t value = 0; // host byte order

    auto operator<=>(const Ipv4&) const = default;
    bool isNone() const { return value == 0; }
    bool inNetworkOf(Ipv4 member, unsigned prefixLength) const;
    std::string toString() const;
    static std::optional<Ipv4> parse(const std::string& text); // dotted, four numbers
};

struct Mac {
    std::array<std::uint8_t, 6> bytes{};

    auto operator<=>(const Mac&) const = default;
    std::string toString() const;                           // "02:00:5e:00:53:01"
    static std::optional<Mac> parse(std::string_view text); // the same form, either case
};

} // namespace understudy::address
