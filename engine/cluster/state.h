#pragma once
// What is really behind STOP, WAIT, PRIM, SECOND and ALONE: everything the core remembers. Plain values;
// `phase` is assigned in core.cpp alone, the rest by observe.cpp (what an event tells) and effects_*.cpp
// (what a row of the table does).

#include "cluster/actions.h"
#include "cluster/settings.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::cluster {

enum class Phase : std::uint32_t {
    Stopped = 1 << 0,        // STOP
    Asking = 1 << 1,         // WAIT magenta: hears the peer out, or waits for it to do its part
    Waiting = 1 << 2,        // WAIT red: for something that its row names
    SettingAside = 1 << 3,   // SECOND magenta: a diverged copy is being kept
    Standby = 1 << 4,        // SECOND: target open; magenta until it holds the right to take over
    LeavingStandby = 1 << 5, // WAIT magenta: the target is closing
    TakingOver = 1 << 6,     // WAIT magenta: the target is closing, serving comes next
    SwapIn = 1 << 7,         // PRIM magenta: a swap brought us here; the old PRIM attaches before we mount
    Alone = 1 << 8,          // ALONE: magenta until address, services and checkers are up
    Prim = 1 << 9,           // PRIM: a standby is in sync
    Dropping = 1 << 10,      // PRIM magenta: the standby is given up but has not noted it; fsyncs wait (S2)
    Distrusting = 1 << 11,   // PRIM magenta: we were frozen and ask the peer before we go on (S14)
    Leaving = 1 << 12,       // WAIT magenta: services, address and folder are being closed
};

constexpr Phase operator|(Phase a, Phase b) {
    return static_cast<Phase>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
constexpr bool contains(Phase set, Phase one) {
    return (static_cast<std::uint32_t>(set) & static_cast<std::uint32_t>(one)) != 0;
}

// Something that is opened and closed by actions. The ticket is that of the last action on it; the answer to
// an earlier one means nothing any more.
struct Resource {
    enum class Level : std::uint8_t { Down, Rising, Up, Failed, Falling };
    Level level = Level::Down;
    Ticket ticket{};

    bool down() const { return level == Level::Down; }
    bool up() const { return level == Level::Up; }
};

struct PeerMemory {
    std::optional<NodeFacts> facts; // the newest that was heard
    Instant heardAt{};
    Instant silenceFrom{}; // heard, or we woke up, then: silence counts since
    std::optional<WallTime> seen;
    bool silent = false;       // said by the link, or by our own patience at a start
    bool confirmed = false;    // it has answered us since our last pause
    Instant unansweredSince{}; // could have answered since then
};

// What follows when everything is closed.
enum class Goal : std::uint8_t { Stop, Standby, Ask };

struct ServingMemory {
    Resource source;
    Resource folder; // the mount
    Resource address;
    Resource services;
    bool checkersRunning = false;
    bool checkersUp = false;
    bool restarting = false; // services stop in order to start again
    bool diskStuck = false;  // a request to the own disk did not return within its bound
    bool torn = false;       // the folder is being closed by force
    bool survivors = false;  // processes of theirs are there that do not even die when they are killed

    SessionNumber lastSession; // the highest number ever used in this life
    SessionNumber session;     // attached, or in sync; 0: none
    bool inSync = false;       // `session` is in sync: acknowledgements rest on it, on nothing else
    SessionNumber voidThrough;
    Generation yielded;
    SessionNumber yieldedSession;

    Instant attachNotBefore{};
    Duration attachDelay{};
    Instant primSince{};
    std::vector<Instant> restarts; // of a failed application, within the loop interval
    unsigned addressTries = 0;
    Instant addressRetryAt{};

    Goal goal = Goal::Stop;
    bool stopForGood = false; // of this Leaving: by command or for a failure, a reboot does not start it
    Instant leavingSince{};
    bool mayResume = false; // we were PRIM until now, handed nothing over, and did not freeze since
};

// The right to take over (S2). In memory only: an engine that restarted has none.
struct Right {
    Incarnation from;
    SessionNumber session;
    bool suspended = false; // we were frozen: the serving node may have dropped us; it has to say again
};

struct StandbyMemory {
    Resource target;
    SessionNumber session; // 0: none
    Incarnation source;
    std::optional<Right> right;
    bool wokeSinceConfirm = false; // we were frozen since we said last that our copy is complete
    bool streamEnded = false;      // of the session that gave the right
    Instant endedAt{};
    Incarnation closedFor;
    SessionNumber closedThrough;
    bool trouble = false; // target failed, or the last session ended for want of something here
    Instant retryAt{};
    Duration retryDelay{};
    Goal goal = Goal::Ask;
    bool stopForGood = false; // of this LeavingStandby: as above
    bool swapping = false;    // TakingOver: the peer yielded in order to be our standby
};

struct PendingRequest {
    RequestId id;
    Command command;
};

struct Memory {
    CoreSettings settings;
    Phase phase = Phase::Stopped;
    Incarnation self;
    std::uint64_t steps = 0;
    std::uint64_t nextTicket = 1;

    Record record;  // as decided
    Record durable; // as known to be on disk
    std::vector<SaveRecord> saving;
    std::optional<Instant> recordFailedAt; // the last one; none: the last one that was written is on the disk

    Instant trustedSince{}; // we have been running without a gap since then
    Instant steppedAt{};
    bool onlySecond = false;

    PeerMemory peer;
    ServingMemory serving;
    StandbyMemory standby;
    Ticket askTimer{};
    Ticket patienceTimer{};
    Ticket stopTimer{};

    std::optional<PendingRequest> pending;

    // what is shown
    std::string_view lastRow;
    std::string row;
    std::vector<std::string> arguments;
    WallTime since{};
    NodeState shownState = NodeState::Stop;
    Colour shownColour = Colour::Red;
};

} // namespace understudy::cluster
