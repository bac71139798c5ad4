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

// First event; the record as found on disk, engineStarts already counted up and durable.
struct EngineStarted {
    Record record;
    Incarnation self;
};

// This process did not run for so long, CoreSettings::pauseToTell() or longer (S14). Queued before anything
// that was computed across the gap, above all before a PeerSilent.
struct Paused {
    Duration gap;
};

// About twice a second. Retries and waits that need no precision rest on it.
struct Tick {};

// ---- facts about the peer, from the heartbeats

// A heartbeat, the newest of the newest incarnation: the link drops older ones. answersLatest: this packet
// was sent after the peer had received something that we sent after our last pause.
struct PeerHeard {
    NodeFacts facts;
    bool answersLatest = true;
};

// Every network has been silent for the timeout, or the peer's steps stand still (S15).
struct PeerSilent {
    Duration silence;
};

// Its fence has verified: engine dead, address gone, folder and services gone.
struct PeerFenced {
    Incarnation incarnation;
    Generation generation;
    SessionNumber session;
};

// ---- the serving side of replication

// The folder is open and indexed, not mounted yet.
struct SourceOpened {
    Ticket ticket;
};

// Could not be opened, or its disk or mount broke later. The ticket is that of OpenSource.
struct SourceFailed {
    Ticket ticket;
    Error error;
};

// The application can use the folder.
struct Mounted {
    Ticket ticket;
};

struct MountFailed {
    Ticket ticket;
    Error error;
};

// Unmounted, connection aborted. drained: the standby confirmed the last barrier of all.
struct SourceClosed {
    Ticket ticket;
    bool drained = false;
};

// Everything is sent, applied, synced, and recorded by the standby's core. From the moment at which the
// standby may have recorded it until the next grant, the source acknowledges nothing.
struct StandbyReady {
    SessionNumber session;
};

// Connect failed, connection ended, apply failed, barrier overdue, protocol error. mayHaveRecorded: it may
// hold our generation as complete, so a new one begins before anything is acknowledged alone.
struct StandbyLost {
    SessionNumber session;
    Error error;
    bool mayHaveRecorded = false;
};

// A request to our own file system has not returned for so long (S15).
struct OwnDiskStuck {
    Duration age;
};

// ---- the receiving side of replication

struct TargetOpened {
    Ticket ticket;
};

// For instance: folder missing, port taken. The ticket is that of OpenTarget.
struct TargetFailed {
    Ticket ticket;
    Error error;
};

// Nothing of any session is applied any more.
struct TargetClosed {
    Ticket ticket;
};

// The serving node has connected; nothing is applied yet.
struct SessionBegun {
    SessionNumber session;
    Incarnation source;
};

// The copies differ: from here on this one is mixed. Record complete = false, then BeginApplying.
struct SessionWillChange {
    SessionNumber session;
};

// Last zone applied and syncfs done; record, then ConfirmSynchronised.
struct SessionSynchronised {
    SessionNumber session;
    Generation generation;
    std::vector<Generation> ancestors;
};

// The serving node has recorded it: the right to take over begins.
struct SessionInSync {
    SessionNumber session;
};

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

// A conflict (names the MAC), no interface; or lost later. The ticket is that of RaiseAddress.
struct AddressFailed {
    Ticket ticket;
    Error error;
};

struct AddressDropped {
    Ticket ticket;
};

struct ServicesStarted {
    Ticket ticket;
};

// Always comes, by force if need be; or else ServicesNotStopped.
struct ServicesStopped {
    Ticket ticket;
};

// Killed, and still there: a process that hangs in the kernel. The error names the service and the processes.
// Another StopServices tries again.
struct ServicesNotStopped {
    Ticket ticket;
    Error error;
};

// Did not start, or died while running. The ticket is that of StartServices.
struct ServiceFailed {
    Ticket ticket;
    std::string service;
    Error error;
};

// Every checker has succeeded since StartCheckers.
struct CheckersUp {};

struct CheckerDown {
    std::string checker;
    Error error;
};

// ---- own record

struct RecordSaved {
    Ticket ticket;
};

// Nothing that rests on it may happen: it comes next, before whatever waited already.
struct RecordFailed {
    Ticket ticket;
    Error error;
};

// ---- the end of this engine

// It was told to end: its service stops, the computer shuts down. Everything is closed in order, and handed
// over if the other node can take it; what is recorded as running stays so, for the next start. Comes again
// until nothing is left to be closed.
struct EngineEnding {};

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
                 AddressDropped, ServicesStarted, ServicesStopped, ServicesNotStopped, ServiceFailed,
                 CheckersUp, CheckerDown, RecordSaved, RecordFailed, EngineEnding, TimerFired, Asked>;

} // namespace understudy::cluster
