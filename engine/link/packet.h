#pragma once
// The packets of the heartbeat port, as bytes. Two kinds: a heartbeat with the sender's facts, and "fenced",
// the last word of a dead engine's fence. Both open with the same header and end with an HMAC-SHA256 over all
// that stands before it. Nothing in them is secret; everything is authenticated. Free functions, any thread.

#include "base/clock.h"
#include "base/ids.h"
#include "cluster/facts.h"

#include <array>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace understudy::link {

using HeartbeatKey = std::array<std::uint8_t, 32>; // derived from the cluster key by security/

constexpr std::size_t kMaxPacketBytes = 1200; // fits every path without fragments
constexpr std::uint8_t kPacketVersion = 1;

constexpr std::uint16_t heartbeatPort(unsigned moduleId) {
    return static_cast<std::uint16_t>(8888 + (moduleId - 1));
}

// Which conversation a packet belongs to: packets of another cluster or module are dropped before their HMAC
// is computed.
struct Conversation {
    std::uint64_t clusterTag = 0;
    std::uint16_t module = 1;
    HeartbeatKey key{};
};

// What the sender last received from the receiver over this network; `starts` 0: nothing yet. `sentAt` is the
// receiver's own clock, given back to it; `held` is how long the sender kept it.
struct Echo {
    std::uint64_t starts = 0;
    std::uint64_t sequence = 0;
    Instant sentAt{};
    Duration held{};

    bool operator==(const Echo&) const = default;
};

struct HeartbeatPacket {
    NodeId sender = NodeId::Node1;
    std::uint64_t sequence = 0; // from 1, grows within one incarnation; the same over every network
    Instant sentAt{};           // the sender's clock
    Echo echo;
    cluster::NodeFacts facts; // with the sender's incarnation

    bool operator==(const HeartbeatPacket&) const = default;
};

// "The engine of this incarnation is dead, and everything it had to the outside is gone" (S3, S12). Names the
// generation that it may have acknowledged in last and the session that was in sync then.
struct FencedPacket {
    NodeId sender = NodeId::Node1;
    Incarnation incarnation;
    Generation generation;
    SessionNumber session;

    bool operator==(const FencedPacket&) const = default;
};

using Packet = std::variant<HeartbeatPacket, FencedPacket>;

// Why a datagram was dropped, in the order in which it is checked.
enum class Drop : std::uint8_t {
    Length,         // too short or too long to be a packet
    Magic,          // not ours
    Version,        // another version of Understudy
    Conversation,   // another cluster or module
    Authentication, // wrong key or changed on the way
    Sender,         // not from the other node
    Malformed,      // authentic, and still does not parse
    OldIncarnation, // of an earlier engine than the newest heard
    Replayed,       // sequence already seen on this network, or older
    Stuck,          // authentic and new, but the peer's decision loop stands still (S15)
};
constexpr std::size_t kDropCauses = 10;
std::string_view name(Drop cause); // for logs and the API: "length", "authentication" ...

// Asserts that `facts` has at most kMaxAncestors ancestors; the result is at most kMaxPacketBytes long.
std::vector<std::uint8_t> seal(const HeartbeatPacket& packet, const Conversation& conversation);
std::vector<std::uint8_t> seal(const FencedPacket& packet, const Conversation& conversation);

// Length, magic, version, conversation, HMAC, sender, content; the first that does not hold is returned.
std::variant<Packet, Drop> unseal(std::span<const std::uint8_t> bytes, const Conversation& conversation,
                                  NodeId expectedSender);

// Appends the HMAC to bytes made by hand (tests, fuzzing).
void appendAuthentication(std::vector<std::uint8_t>& bytes, const HeartbeatKey& key);

} // namespace understudy::link
