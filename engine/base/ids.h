#pragma once
// The names that travel through the whole engine.

#include "base/strong.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace understudy {

// One of the two computers. The names never change, the states do.
enum class NodeId : std::uint8_t { Node1 = 1, Node2 = 2 };

constexpr NodeId otherNode(NodeId n) {
    return n == NodeId::Node1 ? NodeId::Node2 : NodeId::Node1;
}
std::string_view nodeName(NodeId n); // "node1", "node2"

// A line of history of the replicated data: 16 random bytes. All zero means "no data yet".
struct Generation {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Generation&) const = default;
    bool isNone() const { return *this == Generation{}; }
    std::string toHex() const;                                   // 32 lower-case digits
    static bool fromHex(std::string_view text, Generation& out); // false: not 32 hex digits
};

// One life of an engine. `starts` is counted durably on its node and never goes back, so that of two
// incarnations of a node the later one is known, and packets of an earlier one are recognised as old.
struct Incarnation {
    std::uint64_t starts = 0; // 0: never heard
    std::uint64_t boot = 0;   // from the kernel's boot id: tells a restarted engine from a restarted machine

    auto operator<=>(const Incarnation&) const = default;
};

// A replication session between a serving engine and its standby, numbered by the serving engine from 1.
// 0: none. Only meaningful together with the serving engine's Incarnation.
using SessionNumber = Strong<struct SessionNumberTag, std::uint64_t>;

// The durable identity of a file, directory or other object in the replicated folders; the same on both
// copies.
using FileId = Strong<struct FileIdTag, std::uint64_t>;

// Position in the change stream of one session, from 1.
using Seq = Strong<struct SeqTag, std::uint64_t>;

} // namespace understudy
