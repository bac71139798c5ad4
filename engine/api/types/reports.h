#pragma once
// What the API says: /api/v1 as values. Strings are UTF-8; states, colours and data statuses are the user's
// words (STOP, WAIT, PRIM, SECOND, ALONE; green, magenta, red; uptodate, not uptodate, connection error,
// not configured).

#include "api/types/message.h"
#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace understudy::api {

struct SyncProgress {
    std::uint64_t doneBytes = 0;  // looked at so far ...
    std::uint64_t totalBytes = 0; // ... of what has to be looked at
    std::uint64_t rate = 0;       // bytes per second, of doneBytes
    std::optional<std::uint64_t> secondsLeft;
    std::uint64_t sentBytes = 0;    // over the network
    std::uint64_t changedBytes = 0; // found to differ
    bool running = true;            // false: it is over, and this is what it came to

    bool operator==(const SyncProgress&) const = default;
};

// Packets or connections that came to a port of the node and were not what they had to be.
struct Refused {
    std::string what; // "heartbeat authentication", "heartbeat replayed", "replication", "control" ...
    std::uint64_t count = 0;

    bool operator==(const Refused&) const = default;
};

struct NodeReport {
    std::string name; // node1, node2; empty: not configured
    std::string host;
    std::string state;                   // empty: not known (the node does not answer)
    std::string colour = "red";          //
    std::string data = "not configured"; //
    std::optional<WallTime> since;       // of state and colour
    Message reason;                      // id is the row of the transition table that led here
    std::optional<SyncProgress> sync;    // of the one that runs, or of the last one since the engine started

    // Figures useful to people; absent where they make no sense.
    std::string generation; // hex
    std::optional<double> heartbeatRttMs;
    std::optional<std::uint64_t> lagBytes; // sent to the standby and not yet confirmed
    std::optional<std::uint64_t> lagMs;    // age of the oldest of them
    bool holdsVirtualIp = false;
    std::vector<Refused> refused; // since the engine started; what did not occur is left out
    std::string version;          // of the engine

    bool operator==(const NodeReport&) const = default;
};

struct ClusterReport {
    std::string cluster;
    std::string module;
    std::string virtualIp;         // with prefix, as in the settings
    std::string self;              // the node that answers
    std::vector<NodeReport> nodes; // node1, node2; a node that is not configured shows itself alone

    bool operator==(const ClusterReport&) const = default;
};

// Who asks for something: for the command log.
struct Caller {
    std::string who;  // user name
    std::string from; // "this computer", or the node that relayed it

    bool operator==(const Caller&) const = default;
};

enum class Command : std::uint8_t { Start, Stop, Restart, Swap, ForceStart };
inline constexpr Command kCommands[] = {Command::Start, Command::Stop, Command::Restart, Command::Swap,
                                        Command::ForceStart};
const char* commandName(Command command); // as in the route and on the command line: "force-start"
std::optional<Command> commandFromName(std::string_view name);

struct CommandResult {
    std::string node;
    std::string command; // as commandName(), or "config apply"
    bool done = false;   // false: refused or failed, and reason says why
    Message reason;

    bool operator==(const CommandResult&) const = default;
};

enum class LogKind : std::uint8_t { Module, Application, Commands };
const char* logName(LogKind kind); // "module", "application", "commands"
std::optional<LogKind> logFromName(std::string_view name);

struct LogQuery {
    static constexpr unsigned kMaxLimit = 10'000;

    LogKind log = LogKind::Module;
    std::optional<std::uint64_t> after; // lines behind this id, oldest first; none: the last `limit` lines
    unsigned limit = 200;
    bool verbose = false; // false: only the short lines

    bool operator==(const LogQuery&) const = default;
};

struct LogEntry {
    std::uint64_t id = 0; // grows; gaps are possible
    WallTime time{};
    std::string level = "info"; // info, warning, error
    bool verbose = false;       // shown only when asked for
    std::string source;         // application log: the service; commands log: who
    std::string from;           // commands log: from where
    std::string command;        // commands log: what was asked
    Message message; // module log: row; application log: text is the line; commands log: the outcome

    bool operator==(const LogEntry&) const = default;
};

struct LogPage {
    LogKind log = LogKind::Module;
    std::vector<LogEntry> entries; // oldest first

    bool operator==(const LogPage&) const = default;
};

struct ConfigProblem {
    std::string place; // path in the document: modules[0].folders[1].path
    Message message;

    bool operator==(const ConfigProblem&) const = default;
};

struct ConfigCheck {
    std::vector<ConfigProblem> problems; // all of them; none: the document can be applied

    bool operator==(const ConfigCheck&) const = default;
};

// The settings in force. `settings` is the JSON text of the document, empty when the node is not configured.
struct ConfigReport {
    bool configured = false;
    std::string settings;

    bool operator==(const ConfigReport&) const = default;
};

enum class Role : std::uint8_t { Primary, Secondary }; // node1, node2

struct ConfigApply {
    std::string settings; // JSON text
    Role role = Role::Primary;

    bool operator==(const ConfigApply&) const = default;
};

struct ConfigResult {
    CommandResult result;
    std::vector<ConfigProblem> problems; // why it was refused, if the document is the reason

    bool operator==(const ConfigResult&) const = default;
};

// GET /api/v1/explain: why the node is in its state, and what can happen from here.
struct NextStep {
    std::string command; // what an administrator asks for; empty: it happens by itself
    std::string to;      // state
    Message why;         // the row and its sentence; arguments that are not known yet are "..."

    bool operator==(const NextStep&) const = default;
};

struct Explanation {
    NodeReport node;
    std::vector<NextStep> next;

    bool operator==(const Explanation&) const = default;
};

} // namespace understudy::api
