#include "store/ipv4.h"

#include <charconv>

namespace understudy::store {

namespace {

// A decimal number without leading zeros that fills the text.
std::optional<unsigned> decimal(std::string_view text, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || value > most || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return value;
}

} // namespace

std::optional<std::uint32_t> parseIpv4(std::string_view text) {
    std::uint32_t address = 0;
    for (int part = 0; part < 4; ++part) {
        const std::size_t end = part == 3 ? text.size() : text.find('.');
        if (end == std::string_view::npos)
            return std::nullopt;
        const auto value = decimal(text.substr(0, end), 255);
        if (!value)
            return std::nullopt;
        address = address << 8 | *value;
        text.remove_prefix(part == 3 ? end : end + 1);
    }
    const std::uint32_t first = address >> 24;
    if (first == 0 || first == 127 || first >= 224)
        return std::nullopt;
    return address;
}

std::optional<Ipv4Network> parseIpv4WithPrefix(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto address = parseIpv4(text.substr(0, slash));
    const auto prefix = decimal(text.substr(slash + 1), 32);
    if (!address || !prefix || *prefix == 0)
        return std::nullopt;
    return Ipv4Network{*address, *prefix};
}

} // namespace understudy::store
