#pragma once
// What was typed, as values.

#include "api/types/joining.h"
#include "api/types/reports.h"

#include <optional>
#include <string>
#include <variant>

namespace understudy::ctl {

enum ExitStatus : int { kDone = 0, kRefusedOrFailed = 1, kWrongUse = 2 };

struct StateWanted {
    bool watch = false;
};
struct NodeWanted {
    api::Command command = api::Command::Start;
    std::string node; // node1, node2, both; empty: the one that makes sense
    bool yes = false;
};
struct ExplainWanted {};
struct LogsWanted {
    api::LogQuery query;
    bool follow = false;
};
struct ConfigCheckWanted {
    std::string file;
};
struct ConfigApplyWanted {
    std::string file;
    api::Role role = api::Role::Primary;
};
struct ConfigShowWanted {};
struct PasswordWanted {
    bool fromInput = false; // one line of standard input, instead of asking twice
};
struct JoinPrepareWanted {
    std::string protocol = "https";
    bool fromInput = false; // http: the password is a line of standard input
};
struct JoinStartWanted {
    api::JoinStart start;     // without the secret it is asked for
    std::string settingsFile; // instead of a template
    bool fromInput = false;   // the code or password is a line of standard input
};
struct JoinFinishWanted {};
struct JoinAbortWanted {
    bool force = false;
};
struct JoinStatusWanted {};
struct PrerequisitesWanted {
    std::string apply; // the id of one whose cure the engine shall apply; empty: show all
};

struct Wanted {
    std::string socket;
    bool json = false;
    std::variant<StateWanted, NodeWanted, ExplainWanted, LogsWanted, ConfigCheckWanted, ConfigApplyWanted,
                 ConfigShowWanted, PasswordWanted, JoinPrepareWanted, JoinStartWanted, JoinFinishWanted,
                 JoinAbortWanted, JoinStatusWanted, PrerequisitesWanted>
        what;
};

// nullopt: said why (or the help) already; `status` is the exit status.
std::optional<Wanted> parseArguments(int argc, char** argv, int& status);

} // namespace understudy::ctl
