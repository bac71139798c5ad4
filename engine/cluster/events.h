#pragma once
// Everything that can happen to the core. Facts can never be refused; requests are answered accepted, or
// refused with a named reason. Completions carry the ticket of the action they answer: a late one of an
// earlier phase is ignored.

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "cluster/facts.h"
#include "cluster/record.h"

#include <string>
#include <variant>

namespace understudy::cluster {

using Ticket = Strong<struct TicketTag, std::uint64_t>;
using RequestId = Strong<struct RequestIdTag, std::uint64_t>;

// ---- facts about ourselves
struct EngineStarted {
    Record record;
    Incarnation self;
}; // first event; record as found on disk, engineStarts already counted up and durable
struct Paused {
    Duration gap;
};              // this process did not run for so long (S14)
struct Tick {}; // about twice a second

// ---- facts about the peer, from the heartbeats
struct PeerHeard {
    NodeFacts facts;
    bool answersLatest =
        true; // this packet was sent after the peer had received something we sent after our last pause
};
struct PeerSilent {
    Duration silence;
}; // every network silent for the timeout, or the peer's steps stand still
struct PeerFenced {
    Incarnation incarnation;
    Generation generation;
    SessionNumber session;
}; // its fence has verified: dead, address gone

// ---- the serving side of replication
struct SourceOpened {
    Ticket ticket;
}; // folder opened and indexed, not mounted yet
struct SourceFailed {
    Ticket ticket;
    Error error;
}; // could not be opened, or its disk or mount broke later (ticket of the open)
struct Mounted {
    Ticket ticket;
}; // the application can use the folder
struct MountFailed {
    Ticket ticket;
    Error error;
};
struct SourceClosed {
    Ticket ticket;
    bool drained = false;
}; // unmounted, connection aborted; drained: the standby confirmed the last barrier of all
struct StandbyReady {
    SessionNumber session;
};                   // everything sent, applied, synced, and recorded by the standby's core
struct StandbyLost { // connect failed, connection ended, apply failed, barrier overdue, protocol error
    SessionNumber session;
    Error error;
    bool mayHaveRecorded =
        false; // it may hold our generation as complete: a new one before anything is acknowledged alone
};
struct OwnDiskStuck {
    Duration age;
}; // a request to our own file system has not returned for so long (S15)

// ---- the receiving side of replication
struct TargetOpened {
    Ticket ticket;
};
struct TargetFailed {
    Ticket ticket;
    Error error;
}; // for instance: folder missing, port taken
struct TargetClosed {
    Ticket ticket;
}; // nothing of any session is applied any more
struct SessionBegun {
    SessionNumber session;
    Incarnation source;
}; // connected; nothing applied yet
struct SessionWillChange {
    SessionNumber session;
}; // the copies differ: from here on this one is mixed. Record complete = false, then BeginApplying
struct SessionSynchronised { // last zone applied and syncfs done; record, then ConfirmSynchronised
    SessionNumber session;
    Generation generation;
    std::vector<Generation> ancestors;
};
struct SessionInSync {
    SessionNumber session;
}; // the serving node has recorded it: the right to take over begins
struct SessionEnded {
    SessionNumber session;
    Error error;
};
struct CopySetAside {
    Ticket ticket;
};
struct SetAsideFailed {
    Ticket ticket;
    Error error;
};

// ---- address, services, checkers
struct AddressRaised {
    Ticket ticket;
};
struct AddressFailed {
    Ticket ticket;
    Error error;
}; // conflict (names the MAC), no interface; or lost later
struct AddressDropped {
    Ticket ticket;
};
struct ServicesStarted {
    Ticket ticket;
};
struct ServicesStopped {
    Ticket ticket;
}; // always comes, by force if need be
struct ServiceFailed {
    Ticket ticket;
    std::string service;
    Error error;
};                    // did not start, or died while running
struct CheckersUp {}; // every checker has succeeded since StartCheckers
struct CheckerDown {
    std::string checker;
    Error error;
};

// ---- own record
struct RecordSaved {
    Ticket ticket;
};
struct RecordFailed {
    Ticket ticket;
    Error error;
}; // nothing that rests on it may happen

// ---- timers the core armed
enum class Timer : std::uint8_t { Ask, StandbyPatience, Retry, StopBound, LoopInterval };
struct TimerFired {
    Ticket ticket;
    Timer timer;
};

// ---- requests
enum class Command : std::uint8_t { Start, Stop, Restart, Swap, SwapNoSync, ForceStart };
struct Asked {
    RequestId request;
    Command command;
    std::string by;
};

using Event =
    std::variant<EngineStarted, Paused, Tick, PeerHeard, PeerSilent, PeerFenced, SourceOpened, SourceFailed,
                 Mounted, MountFailed, SourceClosed, StandbyReady, StandbyLost, OwnDiskStuck, TargetOpened,
                 TargetFailed, TargetClosed, SessionBegun, SessionWillChange, SessionSynchronised,
                 SessionInSync, SessionEnded, CopySetAside, SetAsideFailed, AddressRaised, AddressFailed,
                 AddressDropped, ServicesStarted, ServicesStopped, ServiceFailed, CheckersUp, CheckerDown,
                 RecordSaved, RecordFailed, TimerFired, Asked>;

} // namespace understudy::cluster
