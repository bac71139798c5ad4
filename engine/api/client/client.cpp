#include "api/client/client.h"

#include "api/client/engine_socket.h"
#include "api/http/exchange.h"
#include "api/types/json.h"
#include "api/types/login.h"
#include "api/types/messages.h"

#include <QLocalSocket>

namespace understudy::api {

namespace {

constexpr std::chrono::milliseconds kNoLimit{0};

// An answer of the type that was asked for; or the engine's {"error": ...}; or neither, which is said.
template <typename T> Answer<T> answerOf(const Result<HttpResponse>& response) {
    if (!response)
        return tl::unexpected(connectionMessage(response.error()));
    const auto object = parseJsonObject(QByteArray::fromStdString(response->body));
    if (!object)
        return tl::unexpected(apiMessage("client-bad-answer", {object.error().toString()}));
    const QJsonValue error = object->value(QLatin1String("error"));
    if (error.isObject()) {
        const auto message = fromJson<Message>(error.toObject());
        return tl::unexpected(message ? *message
                                      : apiMessage("client-bad-answer", {message.error().toString()}));
    }
    auto value = fromJson<T>(*object);
    if (!value)
        return tl::unexpected(apiMessage("client-bad-answer", {value.error().toString()}));
    return *std::move(value);
}

HttpRequest get(std::string target) {
    HttpRequest request;
    request.target = std::move(target);
    return request;
}

HttpRequest send(const char* method, std::string target, std::string body = {}) {
    HttpRequest request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    return request;
}

} // namespace

Client::Client(std::string socketPath, QObject* parent)
    : QObject(parent), m_socketPath(std::move(socketPath)) {}

template <typename T> void Client::ask(HttpRequest request, std::chrono::milliseconds limit, Then<T> then) {
    auto socket = openEngineSocket(m_socketPath);
    if (!socket) {
        QMetaObject::invokeMethod(
            this, [then = std::move(then), why = socket.error()] { then(tl::unexpected(why)); },
            Qt::QueuedConnection);
        return;
    }
    request.keepAlive = false;
    new HttpExchange(
        *std::move(socket), m_socketPath, request, limit,
        [then = std::move(then)](const Result<HttpResponse>& response) { then(answerOf<T>(response)); },
        this);
}

void Client::state(Then<ClusterReport> then) {
    ask<ClusterReport>(get("/api/v1/state"), kPatience, std::move(then));
}

void Client::explain(Then<Explanation> then) {
    ask<Explanation>(get("/api/v1/explain"), kPatience, std::move(then));
}

void Client::logs(const LogQuery& query, Then<LogPage> then) {
    std::string target =
        std::string("/api/v1/logs/") + logName(query.log) + "?limit=" + std::to_string(query.limit);
    if (query.after)
        target += "&after=" + std::to_string(*query.after);
    if (query.verbose)
        target += "&verbose=1";
    ask<LogPage>(get(std::move(target)), kPatience, std::move(then));
}

void Client::command(const std::string& node, Command command, Then<CommandResult> then) {
    ask<CommandResult>(send("POST", "/api/v1/nodes/" + node + "/" + commandName(command)), kNoLimit,
                       std::move(then));
}

void Client::setPassword(const std::string& password, Then<CommandResult> then) {
    ask<CommandResult>(
        send("PUT", "/api/v1/password", jsonText(toJson(PasswordWanted{password})).toStdString()), kPatience,
        std::move(then));
}

void Client::config(Then<ConfigReport> then) {
    ask<ConfigReport>(get("/api/v1/config"), kPatience, std::move(then));
}

void Client::checkConfig(const std::string& settings, Then<ConfigCheck> then) {
    ask<ConfigCheck>(send("POST", "/api/v1/config/check", settings), kPatience, std::move(then));
}

void Client::applyConfig(const ConfigApply& apply, Then<ConfigResult> then) {
    ask<ConfigResult>(send("PUT", "/api/v1/config", jsonText(toJson(apply)).toStdString()), kNoLimit,
                      std::move(then));
}

// ---- joining and prerequisites

void Client::joinStatus(Then<JoinStatus> then) {
    ask<JoinStatus>(get("/api/v1/join"), kPatience, std::move(then));
}

void Client::joinPrepare(const JoinPrepare& prepare, Then<JoinResult> then) {
    ask<JoinResult>(send("POST", "/api/v1/join/prepare", jsonText(toJson(prepare)).toStdString()), kNoLimit,
                    std::move(then));
}

void Client::joinStart(const JoinStart& start, Then<JoinResult> then) {
    ask<JoinResult>(send("POST", "/api/v1/join/start", jsonText(toJson(start)).toStdString()), kNoLimit,
                    std::move(then));
}

void Client::joinAbort(bool force, Then<JoinResult> then) {
    ask<JoinResult>(send("POST", force ? "/api/v1/join/abort?force=1" : "/api/v1/join/abort"), kNoLimit,
                    std::move(then));
}

void Client::joinFinish(Then<JoinResult> then) {
    ask<JoinResult>(send("POST", "/api/v1/join/finish"), kPatience, std::move(then));
}

void Client::prerequisites(Then<PrerequisitesReport> then) {
    ask<PrerequisitesReport>(get("/api/v1/prerequisites"), kNoLimit, std::move(then));
}

void Client::applyCure(const std::string& id, Then<CommandResult> then) {
    ask<CommandResult>(send("POST", "/api/v1/prerequisites/" + id + "/apply"), kNoLimit, std::move(then));
}

} // namespace understudy::api
