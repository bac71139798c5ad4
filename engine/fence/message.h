#pragma once
// What the engine sends the fence: one fixed-size message on a SOCK_SEQPACKET socket, with the abort
// descriptors of the mounts beside it (SCM_RIGHTS). Both ends are one build: no version. Plain data only,
// because the fence has no heap and no C++ runtime. The fence answers each message with its sequence (8
// bytes).

#include <cstddef>
#include <cstdint>

namespace understudy::fence {

constexpr int kFeedDescriptor = 3;   // of the fence: its end of the socket ...
constexpr int kEngineDescriptor = 4; // ... and a pidfd of the engine

struct Message {
    static constexpr std::size_t kMaxMounts = 16;
    static constexpr std::size_t kMaxGroups = 32;
    static constexpr std::size_t kMaxPeers = 8;
    static constexpr std::size_t kTextBytes = 12288;

    // A NUL-terminated text in `text`.
    using Text = std::uint16_t;

    enum class Kind : std::uint32_t { Orders, StandDown };

    struct Mount {
        Text path = 0;
        bool hasAbortDescriptor = false; // they come in the order of the mounts that have one
    };
    struct Peer {
        std::uint8_t address[28] = {}; // a sockaddr_in or sockaddr_in6
        std::uint32_t size = 0;
    };

    Kind kind = Kind::Orders;
    std::uint64_t sequence = 0;
    std::uint64_t steps = 0;                // of the decision loop: standing still counts as no feed
    std::uint32_t patienceMilliseconds = 0; // without a feed for so long the engine counts as dead
    std::uint32_t verifyMilliseconds = 0;   // what is not verified by then is not said

    std::uint32_t address = 0; // IPv4 in network byte order; 0: none
    std::uint16_t deleteMessageSize = 0;
    std::uint8_t deleteMessage[128] = {}; // netlink, asks for an acknowledgement

    std::uint16_t mounts = 0;
    Mount mount[kMaxMounts];
    std::uint16_t groups = 0;
    Text group[kMaxGroups] = {}; // absolute paths of control groups

    std::uint16_t fencedSize = 0; // 0: nothing is said to the peer
    std::uint8_t fenced[256] = {};
    std::uint16_t peers = 0;
    Peer peer[kMaxPeers];

    std::uint16_t textSize = 0;
    char text[kTextBytes] = {};
};

} // namespace understudy::fence
