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

// What an acknowledgement may rest on (safety rules 1 to 3). Nothing: every fsync of the application waits.
struct GrantNothing {};
struct GrantWithStandby {
    SessionNumber session;
}; // on the standby's confirmation, request by request
struct GrantAlone {
    Generation generation;
}; // on the durable record that this generation is alone; the fence is told first

// Serving side. The source starts with nothing granted. A swap attaches the standby before it mounts, so that
// the copies never differ.
struct OpenSource {
    Ticket ticket;
};
struct Mount {
    Ticket ticket;
}; // refuses when somebody has the real folder open (S10)
struct AttachStandby {
    SessionNumber session;
    Generation generation;
    std::vector<Generation> ancestors;
}; // connect, compare, send; answers StandbyReady or StandbyLost
struct AcceptStandby {
    SessionNumber session;
}; // peer recorded in sync here: clear the maps, tell the standby (its SessionInSync)
struct DetachStandby {
    SessionNumber session;
}; // end the session; unconfirmed acknowledgements go on waiting for a grant
enum class Closing : std::uint8_t {
    Drain,
    Abort
}; // Drain: sync and unmount, refuse changes, last barrier confirmed (S9). Abort: at once, pending fsyncs
   // fail
struct CloseSource {
    Ticket ticket;
    Closing how = Closing::Drain;
};

// Receiving side.
struct OpenTarget {
    Ticket ticket;
}; // listen for the serving node
struct BeginApplying {
    SessionNumber session;
}; // answers SessionWillChange: the record says incomplete, the stream may be applied
struct ConfirmSynchronised {
    SessionNumber session;
};
struct EndSession {
    SessionNumber session;
}; // close this session, keep listening
struct CloseTarget {
    Ticket ticket;
}; // stop listening; answers TargetClosed when no byte will be applied any more
struct SetAsideCopy {
    Ticket ticket;
}; // keep a diverged copy as diverged-<date>/ (safety rule 5)

struct RaiseAddress {
    Ticket ticket;
}; // probe, take, announce, keep renewing
struct DropAddress {
    Ticket ticket;
};
struct StartServices {
    Ticket ticket;
};
enum class Force : std::uint8_t { No, Kill };
struct StopServices {
    Ticket ticket;
    Force force = Force::No;
};
struct StartCheckers {};
struct StopCheckers {};

struct ArmTimer {
    Ticket ticket;
    Timer timer;
    Duration after;
}; // one per kind; a new one replaces it
struct DisarmTimer {
    Timer timer;
};

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

using Action =
    std::variant<SaveRecord, GrantNothing, GrantWithStandby, GrantAlone, OpenSource, Mount, AttachStandby,
                 AcceptStandby, DetachStandby, CloseSource, OpenTarget, BeginApplying, ConfirmSynchronised,
                 EndSession, CloseTarget, SetAsideCopy, RaiseAddress, DropAddress, StartServices,
                 StopServices, StartCheckers, StopCheckers, ArmTimer, DisarmTimer, AnswerRequest, LogRow>;

} // namespace understudy::cluster
