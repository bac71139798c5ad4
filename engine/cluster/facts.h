#pragma once
// What one node tells the other in every heartbeat. Facts, not messages: each is true for the sender at the
// moment of sending, may be lost or repeated without harm, and a later packet of the same incarnation
// replaces an earlier one. The whole protocol between the two cores is made of these facts and of the stream
// itself.
//
// How a standby is dropped (S2):
//   1. the serving node gives up session n: it publishes voidThrough >= n, inSyncSession = 0, and
//   acknowledges nothing;
//   2. the standby hears it, closes n, forgets that it was in sync, publishes closedThrough >= n for that
//   incarnation;
//   3. the serving node hears that (or has not heard the peer at all for the bound) -> new generation,
//   durable -> goes on alone.
// A standby whose stream ended keeps its right to take over until a LATER heartbeat of that incarnation
// arrives that says neither "in sync n" with nothing voided nor "yielded": only then does it publish
// closedThrough. (A stream that ended because its engine died is followed by silence, not by heartbeats.)
//
// How a serving node hands over (swap, stop, failed application, stuck disk):
//   it closes the folder (nothing more is acknowledged, ever, in this generation), and publishes
//   serving = false, yielded = its generation, yieldedSession = n. A standby that is in sync in n takes over
//   at once.

#include "base/ids.h"
#include "cluster/record.h"
#include "cluster/states.h"

#include <cstdint>
#include <vector>

namespace understudy::cluster {

// What the sender means to be next; lets the one who takes over know whether to wait for a standby.
enum class Intent : std::uint8_t { Stopped, Standby, Serving, Undecided };

struct NodeFacts {
    static constexpr std::size_t kMaxAncestors = 16;

    Incarnation incarnation;
    std::uint64_t steps = 0; // counts the decision loop; standing still for 10 s means a dead engine (S15)
    NodeState state = NodeState::Stop;
    Colour colour = Colour::Red;
    Intent intent = Intent::Undecided;

    // about the copy
    Generation generation;
    std::vector<Generation> ancestors; // newest first, at most kMaxAncestors
    bool complete = false;
    Role lastRole = Role::None;
    bool tookOver = false;

    // as serving node; sessions are numbered within this incarnation
    bool serving = false;        // may acknowledge writes, or holds the address, or runs the services
    SessionNumber inSyncSession; // "your copy, fed by this session, is in sync"; 0: it is not
    SessionNumber voidThrough;   // every session up to this one is given up
    Generation yielded; // stopped serving in this generation, acknowledged nothing that yieldedSession lacks
    SessionNumber yieldedSession;

    // as standby
    bool wantsSession = false; // its target is open and has no session: connect
    Incarnation closedFor;     // closedThrough counts sessions of this incarnation of the peer
    SessionNumber
        closedThrough; // every session up to this one is closed here and gives no right to take over

    bool operator==(const NodeFacts&) const = default;
};

} // namespace understudy::cluster
