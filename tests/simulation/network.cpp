#include "simulation/network.h"

namespace understudy::simulation {

using namespace std::chrono_literals;

bool Network::healthy(unsigned node) const {
    for (unsigned network = 0; network < count; ++network)
        if (m_directions[network][node].healthy())
            return true;
    return false;
}

void Network::noteFaults() {
    for (unsigned node = 0; node < 2; ++node)
        if (!healthy(node))
            m_lastFault[node] = m_timeline.now();
}

bool Network::faultySince(unsigned node, Duration then) const {
    return !healthy(node) || m_lastFault[node] >= then;
}

void Network::heal() {
    noteFaults();
    m_directions = {};
}

void Network::cutAll() {
    for (auto& network : m_directions)
        network[0].cut = network[1].cut = true;
    noteFaults();
}

Duration Network::delay(const Direction& d) {
    return Duration(m_dice.between(200'000, d.spread.count()));
}

void Network::datagram(unsigned from, std::function<void()> deliver) {
    for (unsigned network = 0; network < count; ++network)
        datagram(m_directions[network][from], deliver);
}

void Network::datagram(const Direction& d, const std::function<void()>& deliver) {
    if (d.cut || m_dice.chance(d.lossPercent))
        return;
    if (m_dice.chance(2)) {
        m_timeline.after(delay(d) * 20, deliver); // twice, and late
    }
    m_timeline.after(delay(d), deliver);
}

void Network::send(const std::shared_ptr<Connection>& connection, unsigned from,
                   std::function<void()> deliver) {
    auto& lane = connection->m_lanes[from];
    lane.waiting.push_back(std::move(deliver));
    if (lane.moving)
        return;
    lane.moving = true;
    m_timeline.after(delay(m_directions[0][from]), [this, connection, from] { move(connection, from); });
}

void Network::move(const std::shared_ptr<Connection>& connection, unsigned from) {
    auto& lane = connection->m_lanes[from];
    if (lane.waiting.empty() || !connection->open[1 - from]) {
        lane.waiting.clear();
        lane.moving = false;
        return;
    }
    if (m_directions[0][0].cut || m_directions[0][1].cut) { // no data without acknowledgements
        m_timeline.after(200ms, [this, connection, from] { move(connection, from); });
        return;
    }
    const auto deliver = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    lane.moving = !lane.waiting.empty();
    if (lane.moving)
        m_timeline.after(delay(m_directions[0][from]) / 4,
                         [this, connection, from] { move(connection, from); });
    deliver();
}

void Network::vanish(const std::shared_ptr<Connection>& connection, unsigned node) {
    connection->m_lanes[node].waiting.clear();
    connection->open[node] = false;
}

} // namespace understudy::simulation
