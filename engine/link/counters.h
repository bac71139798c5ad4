#pragma once
// What came over the heartbeat port and what became of it. Written by the heartbeat thread, read by any.

#include "link/packet.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace understudy::link {

// A snapshot.
struct LinkCounters {
    std::uint64_t sent = 0;         // datagrams, over all networks
    std::uint64_t sendFailures = 0; // the kernel refused (no route, no address)
    std::uint64_t accepted = 0;     // new packets: each became an event
    std::uint64_t duplicates = 0;   // the same packet over another network
    std::array<std::uint64_t, kDropCauses> drops{};

    std::uint64_t dropped(Drop cause) const { return drops[static_cast<std::size_t>(cause)]; }
};

class AtomicLinkCounters {
public:
    std::atomic<std::uint64_t> sent = 0;
    std::atomic<std::uint64_t> sendFailures = 0;
    std::atomic<std::uint64_t> accepted = 0;
    std::atomic<std::uint64_t> duplicates = 0;

    void drop(Drop cause) {
        m_drops[static_cast<std::size_t>(cause)].fetch_add(1, std::memory_order_relaxed);
    }
    LinkCounters snapshot() const;

private:
    std::array<std::atomic<std::uint64_t>, kDropCauses> m_drops{};
};

} // namespace understudy::link
