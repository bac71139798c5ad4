#pragma once
// What the API server asks about joining and prerequisites; joining/ implements it. As with EngineView:
// called on the loop's thread, returns at once, each `done` is called exactly once, later or at once.

#include "api/types/joining.h"

#include <functional>

namespace understudy::api {

class JoiningView {
public:
    using Done = std::function<void(JoinResult)>;
    virtual ~JoiningView() = default;

    virtual JoinStatus joinStatus() const = 0;
    virtual void joinPrepare(const JoinPrepare& prepare, const Caller& by, Done done) = 0;
    virtual void joinStart(const JoinStart& start, const Caller& by, Done done) = 0;
    virtual void joinAbort(bool force, const Caller& by, Done done) = 0;
    // Refused while the nodes are not joined; nothing is changed. For whoever starts the modules then.
    virtual void joinFinish(const Caller& by, Done done) = 0;

    // This node's prerequisites. `peerFacts`: what the other node said of itself, or an empty object.
    struct Judged {
        NodePrerequisites node;
        QJsonObject facts; // of this node, for the other one
    };
    virtual void prerequisites(const QJsonObject& peerFacts, std::function<void(Judged)> done) = 0;
    // The engine does what the cure of that prerequisite says.
    virtual void applyCure(const std::string& id, const Caller& by,
                           std::function<void(CommandResult)> done) = 0;
};

} // namespace understudy::api
