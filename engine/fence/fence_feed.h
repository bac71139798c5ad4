#pragma once
// The engine's side of the fence: starts the tiny process that stands beside the engine, and tells it, again
// and again, what there would be to fence. When the engine dies, or stops feeding, the fence takes away the
// address, aborts the FUSE connections, kills engine and services, verifies all of it and only then tells the
// peer (safety rules S3, S12). What it does is in program/act.cpp.
//
// Thread: the loop's. Nothing blocks; starting the process takes about a millisecond.

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace understudy::fence {

// Everything that would go on without the engine, and what the peer may be told when it is gone.
struct FenceOrders {
    struct Address {
        std::uint32_t address = 0;               // IPv4, network byte order
        std::vector<std::uint8_t> deleteMessage; // RTM_DELADDR, whole, asks for an acknowledgement
    };
    struct Mount {
        std::string path;
        int abortDescriptor = -1; // of /sys/fs/fuse/connections/N/abort, stays the caller's; -1: none
    };
    struct Peer {
        std::string address; // numeric
        std::uint16_t port = 0;
    };

    std::uint64_t steps = 0;          // of the decision loop (S15); a feed with the same steps is none
    std::optional<Address> address;   // held or about to be taken
    std::vector<Mount> mounts;        // mounted or about to be
    std::vector<std::string> groups;  // control groups of the services, absolute
    std::vector<std::uint8_t> fenced; // link::seal(FencedPacket); empty: nothing is said
    std::vector<Peer> peers;          // one per network
};

struct FenceSettings {
    Duration patience = std::chrono::seconds(10);    // without a feed; at least 100 ms
    Duration verifyBound = std::chrono::seconds(10); // what cannot be verified by then is not said
};

class FenceFeed {
public:
    static Result<std::unique_ptr<FenceFeed>> start(FenceSettings settings);
    // A fence that was not told to stand down acts when the process has ended, or when it has not after the
    // patience: destroy it last.
    ~FenceFeed();

    // On success the fence has the orders even if the engine dies in the next instant. A fence that has died
    // or does not answer is replaced here (and cannot say anything any more before the new one is fed).
    // Error: the orders do not fit (InvalidInput), or no fence can be started. Then no fence is left that
    // could say what is not true any more: the engine's death is noticed by silence alone, which is safe and
    // slower. To be called before an acknowledgement in a new generation, and twice a second.
    Status feed(const FenceOrders& orders);

    // A clean end: nothing is left to fence. The fence leaves without acting. Waits for that, at most a
    // second.
    void standDown();

    std::uint64_t replacements() const { return m_replacements; }
    int processId() const { return m_process; }

    FenceFeed(const FenceFeed&) = delete;
    FenceFeed& operator=(const FenceFeed&) = delete;

private:
    explicit FenceFeed(FenceSettings settings) : m_settings(settings) {}
    Status spawn();
    void dismiss() noexcept; // kills and reaps the process
    bool answers();          // false: gone, or silent for too many feeds

    FenceSettings m_settings;
    Descriptor m_image; // the program, in memory
    Descriptor m_feed;
    Descriptor m_watch; // pidfd of the fence
    int m_process = 0;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_answered = 0;
    std::uint64_t m_replacements = 0;
};

} // namespace understudy::fence
