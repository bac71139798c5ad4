#include "simulation/network.h"

namespace understudy::simulation {

using namespace std::chrono_literals;

namespace {
constexpr Duration kUsual = 2ms;
}

bool Network::healthy(unsigned node) const {
    const Direction& d = m_directions[node];
    return !d.cut && d.lossPercent == 0 && d.spread <= kUsual;
}

void Network::noteFaults() {
    for (unsigned node = 0; node < 2; ++node)
        if (!healthy(node))
            m_directions[node].lastFault = m_timeline.now();
}

bool Network::faultySince(unsigned node, Duration then) const {
    return !healthy(node) || m_directions[node].lastFault >= then;
}

Duration Network::delay(unsigned from) {
    return Duration(m_dice.between(200'000, m_directions[from].spread.count()));
}

void Network::datagram(unsigned from, std::function<void()> deliver) {
    const Direction& d = m_directions[from];
    if (d.cut || m_dice.chance(d.lossPercent))
        return;
    if (m_dice.chance(2)) {
        m_timeline.after(delay(from) * 20, deliver); // twice, and late
    }
    m_timeline.after(delay(from), std::move(deliver));
}

void Network::send(const std::shared_ptr<Connection>& connection, unsigned from,
                   std::function<void()> deliver) {
    auto& lane = connection->m_lanes[from];
    lane.waiting.push_back(std::move(deliver));
    if (lane.moving)
        return;
    lane.moving = true;
    m_timeline.after(delay(from), [this, connection, from] { move(connection, from); });
}

void Network::move(const std::shared_ptr<Connection>& connection, unsigned from) {
    auto& lane = connection->m_lanes[from];
    if (lane.waiting.empty() || !connection->open[1 - from]) {
        lane.waiting.clear();
        lane.moving = false;
        return;
    }
    if (m_directions[from].cut || m_directions[1 - from].cut) { // no data without acknowledgements
        m_timeline.after(200ms, [this, connection, from] { move(connection, from); });
        return;
    }
    const auto deliver = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    lane.moving = !lane.waiting.empty();
    if (lane.moving)
        m_timeline.after(delay(from) / 4, [this, connection, from] { move(connection, from); });
    deliver();
}

void Network::vanish(const std::shared_ptr<Connection>& connection, unsigned node) {
    connection->m_lanes[node].waiting.clear();
    connection->open[node] = false;
}

} // namespace understudy::simulation
