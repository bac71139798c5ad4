#pragma once
// Strong<Tag, T>: a value that is made explicitly, compares, hashes, and mixes with nothing else.

// clang-format off
#include <cstddef> // first: moc of Qt 6.4 cannot read <compare> of libstdc++ on its own
#include <compare>
#include <functional>
// clang-format on

namespace understudy {

template <typename Tag, typename T> struct Strong {
    T value{};

    constexpr Strong() = default;
    constexpr explicit Strong(T v) : value(v) {}
    constexpr auto operator<=>(const Strong&) const = default;
};

} // namespace understudy

template <typename Tag, typename T> struct std::hash<understudy::Strong<Tag, T>> {
    std::size_t operator()(const understudy::Strong<Tag, T>& s) const noexcept {
        return std::hash<T>{}(s.value);
    }
};
