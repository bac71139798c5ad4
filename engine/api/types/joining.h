#pragma once
// What the API says about joining two nodes, and about the prerequisites of a cluster, as values and as JSON.

#include "api/types/reports.h"
#include "base/result.h"

#include <QJsonObject>

namespace understudy::api {

// POST /api/v1/join/prepare, on node2.
struct JoinPrepare {
    std::string protocol = "https"; // of the console; "http": the cluster's password takes the code's place
    std::string password;           // http only

    bool operator==(const JoinPrepare&) const = default;
};

// POST /api/v1/join/start, on node1.
struct JoinStart {
    std::string host; // node2: name or IPv4 address
    std::string protocol = "https";
    std::string code;     // https
    std::string password; // http
    std::string virtualIp;
    std::string model; // the template: "postgresql", "files", "custom"
    std::string name;  // of the module; empty: the template's
    std::vector<std::string> folders;
    std::vector<std::string> units;
    std::string settings; // JSON text instead of a template; without "nodes" they are filled in

    bool operator==(const JoinStart&) const = default;
};

// GET /api/v1/join.
struct JoinStatus {
    // "none", "open" (node2: the port is open), "running", "pending" (interrupted: reason says what to do),
    // "joined"
    std::string phase = "none";
    std::string node;                         // what this computer is in it: "node1", "node2"; empty: nothing
    std::string peer;                         // the other computer
    std::string step;                         // the protocol's durable step, for support: "prepared"
    Message reason;                           // why it is in this phase, or why the last one failed
    std::optional<std::uint64_t> secondsLeft; // of the code
    std::optional<std::uint64_t> triesLeft;   //

    bool operator==(const JoinStatus&) const = default;
};

struct JoinResult {
    CommandResult result; // command: "join start" ...
    JoinStatus status;
    std::string code; // prepare with https: to be shown once
    std::vector<ConfigProblem> problems;

    bool operator==(const JoinResult&) const = default;
};

struct Prerequisite {
    std::string id;
    std::string result; // "met", "warning", "missing", "unknown"
    Message reason;     // with the cure; empty when met
    bool engineCanApply = false;

    bool operator==(const Prerequisite&) const = default;
};
struct NodePrerequisites {
    std::string node; // "node1", "node2"; the host's name when it is not configured
    std::vector<Prerequisite> prerequisites;

    bool operator==(const NodePrerequisites&) const = default;
};
// GET /api/v1/prerequisites: this node, then the other one if it can be asked.
struct PrerequisitesReport {
    std::vector<NodePrerequisites> nodes;
    Message peerReason; // why the other one could not be asked; empty: it was, or there is none

    bool operator==(const PrerequisitesReport&) const = default;
};

QJsonObject toJson(const JoinPrepare& prepare);
QJsonObject toJson(const JoinStart& start);
QJsonObject toJson(const JoinStatus& status);
QJsonObject toJson(const JoinResult& result);
QJsonObject toJson(const PrerequisitesReport& report);
QJsonObject toJson(const NodePrerequisites& node);

template <typename T> Result<T> fromJson(const QJsonObject& object);
template <> Result<JoinPrepare> fromJson(const QJsonObject& object);
template <> Result<JoinStart> fromJson(const QJsonObject& object);
template <> Result<JoinStatus> fromJson(const QJsonObject& object);
template <> Result<JoinResult> fromJson(const QJsonObject& object);
template <> Result<PrerequisitesReport> fromJson(const QJsonObject& object);
template <> Result<NodePrerequisites> fromJson(const QJsonObject& object);

} // namespace understudy::api
