#pragma once
// What the API server shows and asks for. The server declares it, node/ implements it. Everything is called
// on the loop's thread and returns at once; answers that take time come through a callback, also on the
// loop's thread, exactly once (also when the engine stops: then as a refusal).

#include "api/types/reports.h"
#include "base/result.h"

#include <functional>
#include <optional>
#include <string>

namespace understudy::api {

// Who this node is; from the settings.
struct ClusterIdentity {
    bool configured = false;
    std::string cluster;
    std::string module;
    std::string virtualIp;
    std::string self; // "node1" or "node2"
    std::string selfHost;
    std::string peer; // the other one
    std::string peerHost;
};

// What the view tells the server by itself. Both are cheap: the server coalesces.
class EngineListener {
public:
    virtual ~EngineListener() = default;
    // State, colour, data status, reason or facts heard from the peer have changed. During a synchronisation
    // the server asks by itself for the progress while somebody watches.
    virtual void stateChanged() = 0;
    virtual void logLine(LogKind log, const LogEntry& entry) = 0;
};

class EngineView {
public:
    virtual ~EngineView() = default;

    virtual ClusterIdentity identity() const = 0;
    virtual NodeReport node() const = 0; // this node, now
    // No heartbeat of the other node for longer than the timeout: nobody waits for its answer.
    virtual bool peerIsSilent() const = 0;
    virtual Explanation explain() const = 0;

    // Answers when it is done, or refused, or has failed. The view writes the commands log.
    virtual void command(Command command, const Caller& by, std::function<void(CommandResult)> done) = 0;

    virtual void logs(const LogQuery& query, std::function<void(Result<LogPage>)> done) = 0;

    virtual ConfigReport config() const = 0;
    virtual ConfigCheck
    checkConfig(const std::string& settings) const = 0; // JSON text, of any length and content
    // Refused while the module runs, or when the document has problems. Durable when done.
    virtual void applyConfig(const ConfigApply& apply, const Caller& by,
                             std::function<void(ConfigResult)> done) = 0;

    // One listener, the server; nullptr to end it. It outlives its registration.
    virtual void setListener(EngineListener* listener) = 0;
};

} // namespace understudy::api
