#pragma once
// What one module tells its fence: what there would be to end if the engine died now, and the last word to
// the peer. The word ("fenced, this engine, this generation, this session") is the right of the peer to act
// at once, so it is fed before the acknowledgements that it speaks of (S3). Thread: the loop's.

#include "address/virtual_address.h"
#include "base/result.h"
#include "cluster/facts.h"
#include "fence/fence_feed.h"
#include "link/heartbeat.h"
#include "node/fence_word.h"
#include "replication/source/source.h"
#include "services/services.h"

#include <memory>
#include <optional>
#include <vector>

namespace understudy::node {

class Fencing {
public:
    // The parts that would go on without the engine; they outlive this, or it is not fed any more.
    struct Parts {
        const replication::Source& source;
        address::VirtualAddress& address;
        const services::Services& services;
    };

    static Result<std::unique_ptr<Fencing>> start(link::HeartbeatSettings heartbeat, Parts parts);

    // `facts` as last published; `word` if the grant changes with this feed. Not serving: nothing is said.
    Status feed(const cluster::NodeFacts& facts, std::uint64_t steps, const std::optional<FenceWord>& word);
    void lookAgain() { m_lookAgain = true; } // the address may be on another interface by now
    void standDown() { m_feed->standDown(); }

private:
    Fencing(link::HeartbeatSettings heartbeat, Parts parts, std::unique_ptr<fence::FenceFeed> feed);
    void lookForAddress();
    fence::FenceOrders orders(std::uint64_t steps, const std::vector<replication::Abortable>& mounts);

    link::HeartbeatSettings m_heartbeat;
    Parts m_parts;
    std::unique_ptr<fence::FenceFeed> m_feed;
    std::optional<FenceWord> m_word;
    std::optional<fence::FenceOrders::Address> m_address;
    bool m_lookAgain = true;
};

} // namespace understudy::node
