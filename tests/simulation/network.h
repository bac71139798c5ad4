#pragma once
// The network between the nodes: datagrams (lost, late, twice, out of order) and connections (in order,
// stalled by a cut, ended by either side). Two directions with faults of their own.

#include "simulation/dice.h"
#include "simulation/timeline.h"

#include <array>
#include <deque>
#include <memory>

namespace understudy::simulation {

struct Direction {
    bool cut = false;
    unsigned lossPercent = 0;
    Duration spread = std::chrono::milliseconds(2); // delays are up to this
    Duration lastFault = -std::chrono::hours(1);    // when it last was anything but healthy
};

// One replication connection. Either side may be gone; what it still had in flight is lost with it.
class Connection {
public:
    std::array<bool, 2> open{true, true}; // by node

private:
    friend class Network;
    struct Lane {
        std::deque<std::function<void()>> waiting;
        bool moving = false;
    };
    std::array<Lane, 2> m_lanes; // by sender
};

class Network {
public:
    Network(Timeline& timeline, Dice& dice) : m_timeline(timeline), m_dice(dice) {}

    Direction& from(unsigned node) { return m_directions[node]; }
    bool healthy(unsigned node) const;
    // Was the direction from `node` faulty at any instant since `then`?
    bool faultySince(unsigned node, Duration then) const;
    void noteFaults(); // to be called whenever a direction changes, and often enough

    void datagram(unsigned from, std::function<void()> deliver);
    // Delivered in order while the receiver's end is open, however long a cut lasts.
    void send(const std::shared_ptr<Connection>& connection, unsigned from, std::function<void()> deliver);
    void vanish(const std::shared_ptr<Connection>& connection, unsigned node); // its computer lost power

private:
    void move(const std::shared_ptr<Connection>& connection, unsigned from);
    Duration delay(unsigned from);

    Timeline& m_timeline;
    Dice& m_dice;
    std::array<Direction, 2> m_directions;
};

} // namespace understudy::simulation
