#pragma once
// The engine, for programs: each function asks once and calls `then` once, later, on the same thread (one
// with an event loop). A client that is destroyed calls nothing any more. Each request has a connection of
// its own.

#include "api/client/answer.h"
#include "api/http/message.h"
#include "api/types/joining.h"
#include "api/types/reports.h"

#include <QObject>

#include <chrono>

namespace understudy::api {

inline constexpr const char* kEngineSocket = "/run/understudy/engine.sock";

class Client : public QObject {
public:
    static constexpr std::chrono::milliseconds kPatience{
        30'000}; // for questions; commands take as long as they take

    explicit Client(std::string socketPath = kEngineSocket, QObject* parent = nullptr);

    void state(Then<ClusterReport> then);
    void explain(Then<Explanation> then);
    void logs(const LogQuery& query, Then<LogPage> then);

    // Answers when it is done, refused (done is false, reason says why) or has failed.
    void command(const std::string& node, Command command, Then<CommandResult> then);

    // For logging in from afar. Done: it is durable, and whoever was logged in is no more.
    void setPassword(const std::string& password, Then<CommandResult> then);

    void config(Then<ConfigReport> then);
    void checkConfig(const std::string& settings, Then<ConfigCheck> then); // any text
    void applyConfig(const ConfigApply& apply, Then<ConfigResult> then);

    // They take as long as the two nodes take.
    void joinStatus(Then<JoinStatus> then);
    void joinPrepare(const JoinPrepare& prepare, Then<JoinResult> then);
    void joinStart(const JoinStart& start, Then<JoinResult> then);
    void joinAbort(bool force, Then<JoinResult> then);
    void joinFinish(Then<JoinResult> then);
    void prerequisites(Then<PrerequisitesReport> then);
    void applyCure(const std::string& id, Then<CommandResult> then);

private:
    template <typename T> void ask(HttpRequest request, std::chrono::milliseconds limit, Then<T> then);

    const std::string m_socketPath;
};

} // namespace understudy::api
