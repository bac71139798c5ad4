#pragma once
// The settings of a node: one JSON document (/etc/understudy/settings.json), validated as a whole. Either
// every rule holds and there is a Settings value, or all problems are listed, each with its place and cure,
// and nothing is applied. Values only; node/ hands the parts to those who need them. Any thread.

#include "base/ids.h"
#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace understudy::store {

using std::chrono::milliseconds;

struct NodeSettings {
    std::string host;
    std::vector<std::string> addresses; // IPv4; the n-th of both nodes belong to the n-th network

    bool operator==(const NodeSettings&) const = default;
};

struct HeartbeatSettings {
    milliseconds interval{1000};
    milliseconds timeout{30000};

    bool operator==(const HeartbeatSettings&) const = default;
};

enum class FolderMode : std::uint8_t { Barrier, EveryWrite, Async };

struct FolderSettings {
    std::string name;
    std::string path; // absolute, clean
    FolderMode mode = FolderMode::Barrier;
    bool xattrs = true; // false: the application needs no extended attributes and ACLs; each write is cheaper

    bool operator==(const FolderSettings&) const = default;
};

struct UnitService {
    std::string unit;

    bool operator==(const UnitService&) const = default;
};
struct ScriptService {
    std::vector<std::string> start; // program with an absolute path, then its arguments
    std::vector<std::string> stop;  // may be empty

    bool operator==(const ScriptService&) const = default;
};
struct ProcessService {
    std::vector<std::string> command;

    bool operator==(const ProcessService&) const = default;
};

struct ServiceSettings {
    std::string name;
    std::variant<UnitService, ScriptService, ProcessService> what;
    milliseconds startTimeout{90000};
    milliseconds stopTimeout{50000};

    bool operator==(const ServiceSettings&) const = default;
};

struct ProcessChecker {
    std::string controlGroup; // at least one of the two is given
    std::string program;

    bool operator==(const ProcessChecker&) const = default;
};
struct TcpChecker {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;

    bool operator==(const TcpChecker&) const = default;
};
struct SqlChecker {
    std::string driver = "QPSQL";
    std::string host = "127.0.0.1";
    std::uint16_t port = 5432;
    std::string database = "postgres";
    std::string user = "postgres";
    std::string password;
    std::string query = "SELECT 1";

    bool operator==(const SqlChecker&) const = default;
};

struct CheckerSettings {
    std::string name;
    std::variant<ProcessChecker, TcpChecker, SqlChecker> what;
    milliseconds interval{1000};
    milliseconds timeout{5000};        // of one check
    milliseconds startTimeout{120000}; // down when it has not come up by then
    unsigned failures = 3;             // in a row, before it is down

    bool operator==(const CheckerSettings&) const = default;
};

enum class Boot : std::uint8_t { AsBefore, On, Off };

struct ModuleSettings {
    std::string name;
    unsigned id = 1;
    std::string virtualIp; // dotted IPv4 ...
    unsigned prefixLength = 24;
    std::string interface; // empty: the one whose network holds the virtual address
    std::vector<FolderSettings> folders;
    milliseconds standbyTimeout{5000};
    milliseconds stopTimeout{60000};
    std::vector<ServiceSettings> services; // in the order in which they start
    std::vector<CheckerSettings> checkers;
    unsigned maxLoop = 3;
    std::chrono::seconds loopInterval{86400};
    bool failover = true;
    Boot boot = Boot::AsBefore;

    bool operator==(const ModuleSettings&) const = default;
    std::uint16_t heartbeatPort() const { return static_cast<std::uint16_t>(8888 + id - 1); }
    std::uint16_t replicationPort() const { return static_cast<std::uint16_t>(5600 + (id - 1) * 4); }
};

// How the API is served to the network, by the gateway.
enum class ConsoleProtocol : std::uint8_t { Https, Http, None };

struct ConsoleSettings {
    ConsoleProtocol protocol = ConsoleProtocol::Https;
    std::uint16_t port = 0; // 0: the usual one

    bool operator==(const ConsoleSettings&) const = default;
    std::uint16_t portInUse() const {
        return port != 0                           ? port
               : protocol == ConsoleProtocol::Http ? std::uint16_t{9010}
                                                   : std::uint16_t{9453};
    }
};

inline constexpr std::uint16_t kControlPort = 4800; // between the engines, mutual TLS

struct Settings {
    static constexpr int kFormat = 1;
    static constexpr std::size_t kMaxBytes = 1 << 20;

    std::string cluster;
    NodeSettings node1;
    NodeSettings node2;
    std::optional<NodeId> self; // always there in a document that a node uses
    HeartbeatSettings heartbeat;
    ConsoleSettings console;
    std::vector<ModuleSettings> modules; // at least one

    bool operator==(const Settings&) const = default;
    const NodeSettings& node(NodeId id) const { return id == NodeId::Node1 ? node1 : node2; }
};

// One thing that is wrong. Texts are English source texts (QT_TRANSLATE_NOOP, context "engine"), with %1 ...
// for the arguments.
struct Problem {
    std::string place; // modules[0].folders[1].path; "line 3, column 7" when the text is not JSON
    std::string what;
    std::string cure;
    std::vector<std::string> arguments;

    bool operator==(const Problem&) const = default;
    std::string toString() const; // "place: what cure", filled in; for the log of a start that failed
};

// A document that is given to both nodes does not say which of them reads it; the one in use does.
enum class SelfKey : std::uint8_t { Required, Optional };

// For bytes from outside: of any length and content.
tl::expected<Settings, std::vector<Problem>> parseSettings(std::string_view json, SelfKey self);

// The document with "self" set, as it is written to disk. The text has to parse.
Result<std::string> settingsTextFor(std::string_view json, NodeId self);

// NotFound: this computer is not configured. May block for a disk.
Result<std::string> readSettingsText(const std::string& path);
// Durable on return; after a crash at any instant the old or the new document is there, whole. Mode 0600.
Status writeSettingsText(const std::string& path, const std::string& json);

} // namespace understudy::store
