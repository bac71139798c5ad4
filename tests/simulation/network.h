#pragma once
// One or two networks between the nodes: datagrams (lost, late, twice, out of order), sent over each network,
// and connections (in order, stalled by a cut, ended by either side), over the first. Each network has two
// directions with faults of their own.

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

    bool healthy() const { return !cut && lossPercent == 0 && spread <= std::chrono::milliseconds(2); }
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

    static constexpr unsigned kMost = 2;
    unsigned count = 1;

    Direction& from(unsigned node, unsigned network = 0) { return m_directions[network][node]; }
    void heal();
    void cutAll();
    bool healthy(unsigned node) const; // is one network, from `node`
    // Were all networks faulty from `node` at any one instant since `then`? Else it can be heard.
    bool faultySince(unsigned node, Duration then) const;
    void noteFaults(); // to be called whenever a direction changes, and often enough

    void datagram(unsigned from, std::function<void()> deliver);
    // Delivered in order while the receiver's end is open, however long a cut lasts.
    void send(const std::shared_ptr<Connection>& connection, unsigned from, std::function<void()> deliver);
    void vanish(const std::shared_ptr<Connection>& connection, unsigned node); // its computer lost power

private:
    void move(const std::shared_ptr<Connection>& connection, unsigned from);
    void datagram(const Direction& d, const std::function<void()>& deliver);
    Duration delay(const Direction& d);

    Timeline& m_timeline;
    Dice& m_dice;
    std::array<std::array<Direction, 2>, kMost> m_directions;
    std::array<Duration, 2> m_lastFault{-std::chrono::hours(1), -std::chrono::hours(1)};
};

} // namespace understudy::simulation
