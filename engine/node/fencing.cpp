#include "node/fencing.h"

namespace understudy::node {

Fencing::Fencing(link::HeartbeatSettings heartbeat, Parts parts, std::unique_ptr<fence::FenceFeed> feed)
    : m_heartbeat(std::move(heartbeat)), m_parts(parts), m_feed(std::move(feed)) {}

Result<std::unique_ptr<Fencing>> Fencing::start(link::HeartbeatSettings heartbeat, Parts parts) {
    fence::FenceSettings settings;
    settings.patience = heartbeat.stuckAfter; // the peer loses its patience with a stuck loop then, too (S15)
    auto feed = fence::FenceFeed::start(settings);
    if (!feed)
        return fail(feed.error());
    return std::unique_ptr<Fencing>(new Fencing(std::move(heartbeat), parts, std::move(*feed)));
}

Status Fencing::feed(const cluster::NodeFacts& facts, std::uint64_t steps,
                     const std::optional<FenceWord>& word) {
    if (word)
        m_word = word;
    else if (!facts.serving)
        m_word.reset();
    lookForAddress();
    const auto mounts = m_parts.source.abortables();
    return m_feed->feed(orders(steps, mounts));
}

// What was known stays the order when it is not found now: a fence without it would not look whether the
// address is gone (S12).
void Fencing::lookForAddress() {
    if (!m_lookAgain)
        return;
    auto address = m_parts.address.fenceOrders();
    if (!address)
        return;
    m_address = {address->address, std::move(address->deleteMessage)};
    m_lookAgain = false;
}

fence::FenceOrders Fencing::orders(std::uint64_t steps, const std::vector<replication::Abortable>& mounts) {
    fence::FenceOrders orders;
    orders.steps = steps;
    orders.address = m_address;
    for (const replication::Abortable& mount : mounts)
        orders.mounts.push_back({mount.path, mount.abort.get()});
    for (std::string& group : m_parts.services.controlGroups())
        if (!group.empty())
            orders.groups.push_back(std::move(group));
    for (const auto& network : m_heartbeat.networks)
        orders.peers.push_back({network.peerAddress, m_heartbeat.port});
    if (m_word)
        orders.fenced = link::seal(link::FencedPacket{m_heartbeat.self, m_heartbeat.incarnation,
                                                      m_word->generation, m_word->session},
                                   m_heartbeat.conversation);
    return orders;
}

} // namespace understudy::node
