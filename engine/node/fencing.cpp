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
    return m_feed->feed(orders(steps));
}

fence::FenceOrders Fencing::orders(std::uint64_t steps) {
    fence::FenceOrders orders;
    orders.steps = steps;
    if (!m_address)
        if (auto address = m_parts.address.fenceOrders())
            m_address = {address->address, std::move(address->deleteMessage)};
    orders.address = m_address;
    const auto aborts = m_parts.source.abortDescriptors();
    const auto paths = m_parts.source.mountPoints();
    for (std::size_t i = 0; i < paths.size() && i < aborts.size(); ++i)
        orders.mounts.push_back({paths[i], aborts[i]});
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
