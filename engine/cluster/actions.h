#pragma once
// Everything the core can want. Performed in the order given, by node/ alone. SaveRecord is a barrier: what
// stands behind it in a list is performed only after the record is durable; if it fails, the rest of the list
// is dropped and RecordFailed comes back. Facts are published after every step, and also only after the
// records of that step are durable.

#include "base/clock.h"
#include "cluster/events.h"
#include "cluster/record.h"

#include <string>
#include <variant>
#include <vector>

namespace understudy::cluster {

struct SaveRecord {
    Ticket ticket;
    Record record;
};

// ---- what an acknowledgement may rest on (safety rules 1 to 3)

// On nothing: every fsync of the application waits.
struct GrantNothing {};

// On the standby's confirmation, request by request.
struct GrantWithStandby {
    SessionNumber session;
};

// On the durable record that this generation is alone; the fence is told first.
struct GrantAlone {
    Generation generation;
};

// ---- serving side

// The source starts with nothing granted. A swap attaches the standby before it mounts, so that the copies
// never differ.
struct OpenSource {
    Ticket ticket;
};

// Refuses when somebody has the real folder open (S10).
struct Mount {
    Ticket ticket;
};

// Connect, compare, send; answers StandbyReady or StandbyLost.
struct AttachStandby {
    SessionNumber session;
    Generation generation;
    std::vector<Generation> ancestors;
};

// The peer is recorded in sync here: clear the maps, tell the standby (its SessionInSync).
struct AcceptStandby {
    SessionNumber session;
};

// End the session; unconfirmed acknowledgements go on waiting for a grant.
struct DetachStandby {
    SessionNumber session;
};

// Drain: sync and unmount, refuse changes, last barrier confirmed (S9).
// Abort: at once, pending fsyncs fail.
enum class Closing : std::uint8_t { Drain, Abort };

// Answers SourceClosed, always. Abort may follow a Drain that does not end.
struct CloseSource {
    Ticket ticket;
    Closing how = Closing::Drain;
};

// ---- receiving side

// Listen for the serving node.
struct OpenTarget {
    Ticket ticket;
};

// Answers SessionWillChange: the record says incomplete, the stream may be applied.
struct BeginApplying {
    SessionNumber session;
};

struct ConfirmSynchronised {
    SessionNumber session;
};

// Close this session, keep listening; answers SessionEnded.
struct EndSession {
    SessionNumber session;
};

// Stop listening; answers TargetClosed when no byte will be applied any more.
struct CloseTarget {
    Ticket ticket;
};

// Keep a diverged copy as diverged-<date>/ (safety rule 5).
struct SetAsideCopy {
    Ticket ticket;
};

// ---- address, services, checkers

// RaiseAddress is going to follow in a moment: the probe may begin, so that clients wait less. No answer.
struct ExpectAddress {};

// Probe, take, announce, keep renewing.
struct RaiseAddress {
    Ticket ticket;
};

struct DropAddress {
    Ticket ticket;
};

struct StartServices {
    Ticket ticket;
};

enum class Force : std::uint8_t { No, Kill };

// Kill may follow a stop that does not end.
struct StopServices {
    Ticket ticket;
    Force force = Force::No;
};

struct StartCheckers {};
struct StopCheckers {};

// ---- timers

// One per kind; a new one replaces it.
struct ArmTimer {
    Ticket ticket;
    Timer timer;
    Duration after;
};

struct DisarmTimer {
    Timer timer;
};

// ---- to people

// A refusal has a reason from refusals.h; accepted requests are answered when they are done (or have failed).
struct AnswerRequest {
    RequestId request;
    bool accepted = true;
    std::string reason;
    std::vector<std::string> arguments;
};

// Every row of the table that was taken becomes an entry of the module log: id and arguments, never a
// finished sentence.
struct LogRow {
    std::string row;
    std::vector<std::string> arguments;
};

// This process dies, at once and without closing anything: threads of it hang in the kernel, and it has to
// fall silent (S12, S15). Its fence does what can be done; the other node decides by silence.
struct EndEngine {};

using Action =
    std::variant<SaveRecord, GrantNothing, GrantWithStandby, GrantAlone, OpenSource, Mount, AttachStandby,
                 AcceptStandby, DetachStandby, CloseSource, OpenTarget, BeginApplying, ConfirmSynchronised,
                 EndSession, CloseTarget, SetAsideCopy, ExpectAddress, RaiseAddress, DropAddress,
                 StartServices, StopServices, StartCheckers, StopCheckers, ArmTimer, DisarmTimer,
                 AnswerRequest, LogRow, EndEngine>;

} // namespace understudy::cluster
