// What each route does.

#include "api/server/routes.h"
#include "api/types/json.h"
#include "api/types/messages.h"

#include <QJsonArray>

namespace understudy::api {

namespace {

void respond(const QPointer<Connection>& connection, const QJsonObject& body, unsigned status = 200) {
    if (!connection)
        return; // the client did not wait for it
    HttpResponse response;
    response.status = status;
    response.body = jsonText(body).toStdString();
    connection->respond(std::move(response));
}

void refuse(const QPointer<Connection>& connection, unsigned status, const Message& reason) {
    if (connection)
        connection->respond(errorResponse(status, reason));
}

unsigned statusOf(const CommandResult& result) {
    return result.done ? 200 : 409;
}

// What stands for a node that does not answer.
NodeReport unreachable(const ClusterIdentity& identity, const std::string& why) {
    NodeReport report;
    report.name = identity.peer;
    report.host = identity.peerHost;
    report.data = "connection error";
    report.reason = apiMessage("api-peer-unreachable", {identity.peer, why});
    return report;
}

NodeReport peerReport(const ClusterIdentity& identity, const Result<HttpResponse>& response) {
    if (!response)
        return unreachable(identity, response.error().detail);
    const auto report = fromJsonText<NodeReport>(response->body);
    if (response->status != 200 || !report || report->name != identity.peer)
        return unreachable(identity,
                           report ? "HTTP " + std::to_string(response->status) : report.error().toString());
    return *report;
}

std::optional<std::uint64_t> numberIn(const QUrlQuery& query, QLatin1String key, std::uint64_t most,
                                      bool& good) {
    if (!query.hasQueryItem(key))
        return std::nullopt;
    bool isNumber = false;
    const qulonglong number = query.queryItemValue(key).toULongLong(&isNumber);
    good = good && isNumber && number <= most;
    return good ? std::optional<std::uint64_t>(number) : std::nullopt;
}

QJsonValue withoutSecrets(const QJsonValue& value) {
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue& entry : value.toArray())
            array.append(withoutSecrets(entry));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        *entry = entry.key() == QLatin1String("password") ? QJsonValue(QStringLiteral("***"))
                                                          : withoutSecrets(QJsonValue(*entry));
    return object;
}

// The settings for eyes from afar: they may hold the password of a database.
std::string withoutSecrets(const std::string& settings) {
    if (settings.empty())
        return settings;
    const auto object = parseJsonObject(QByteArray::fromStdString(settings));
    return object ? jsonText(withoutSecrets(QJsonValue(*object)).toObject()).toStdString() : "{}";
}

// The serving node does the synchronising; people look for its progress at the node that is being
// synchronised.
void showProgressAtStandby(ClusterReport& report) {
    if (report.nodes.size() != 2)
        return;
    for (const auto& [standby, serving] : {std::pair(0UL, 1UL), std::pair(1UL, 0UL)})
        if (report.nodes[standby].state == "SECOND" && report.nodes[serving].sync)
            report.nodes[standby].sync = report.nodes[serving].sync;
}

} // namespace

void Routes::state(const Call& call) {
    collectState(
        [connection = call.connection](const ClusterReport& report) { respond(connection, toJson(report)); });
}

void Routes::collectState(std::function<void(ClusterReport)> done) {
    const ClusterIdentity identity = m_view.identity();
    ClusterReport report{
        identity.cluster, identity.module, identity.virtualIp, identity.self, {m_view.node()}};
    if (!identity.configured)
        return done(std::move(report));
    const auto add = [identity, done](ClusterReport both, NodeReport peer) {
        const bool peerFirst = identity.peer < identity.self;
        both.nodes.insert(peerFirst ? both.nodes.begin() : both.nodes.end(), std::move(peer));
        showProgressAtStandby(both);
        done(std::move(both));
    };
    if (m_view.peerIsSilent())
        return add(std::move(report), unreachable(identity, "its heartbeats are missing"));
    HttpRequest ask;
    ask.target = "/api/v1/node";
    ask.keepAlive = false;
    m_relay.request(ask, kPeerState,
                    [identity, add, report = std::move(report)](const Result<HttpResponse>& response) {
                        add(report, peerReport(identity, response));
                    });
}

void Routes::node(const Call& call) {
    respond(call.connection, toJson(m_view.node()));
}

void Routes::command(const Call& call) {
    const ClusterIdentity identity = m_view.identity();
    const auto command = commandFromName(call.names[1]);
    if (!command)
        return refuse(call.connection, 404, apiMessage("api-no-such-page", {call.request.target}));
    if (!identity.configured)
        return refuse(call.connection, 409, apiMessage("api-not-configured"));
    if (call.names[0] == identity.peer && call.origin.access != Access::Peer)
        return relayCommand(call, *command, identity);
    if (call.names[0] != identity.self)
        return refuse(call.connection, 404, apiMessage("api-no-such-node", {call.names[0]}));
    Caller by = call.origin.caller;
    if (call.origin.access == Access::Peer) { // it says for whom it asks
        if (const auto caller = fromJsonText<Caller>(call.request.body))
            by = *caller;
    }
    m_view.command(*command, by, [connection = call.connection](const CommandResult& result) {
        respond(connection, toJson(result), statusOf(result));
    });
}

void Routes::relayCommand(const Call& call, Command command, const ClusterIdentity& identity) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/api/v1/nodes/" + identity.peer + "/" + commandName(command);
    Caller by{call.origin.caller.who, identity.self};
    if (call.origin.access == Access::Gateway)
        by.from = call.origin.caller.from + " via " + identity.self;
    request.body = jsonText(toJson(by)).toStdString();
    request.keepAlive = false;
    m_relay.request(
        request, kPeerCommand, [connection = call.connection, peer = identity.peer](const auto& response) {
            if (!response)
                return refuse(connection, 502,
                              apiMessage("api-peer-unreachable", {peer, response.error().detail}));
            HttpResponse passedOn = *response;
            while (!passedOn.body.empty() && passedOn.body.back() == '\n')
                passedOn.body.pop_back();
            if (connection)
                connection->respond(std::move(passedOn));
        });
}

void Routes::logs(const Call& call) {
    LogQuery query;
    const auto log = logFromName(call.names[0]);
    if (!log)
        return refuse(call.connection, 404, apiMessage("api-no-such-page", {call.request.target}));
    query.log = *log;
    bool good = true;
    query.after = numberIn(call.query, QLatin1String("after"), INT64_MAX, good);
    if (!good)
        return refuse(call.connection, 400,
                      apiMessage("api-bad-parameter",
                                 {"after", call.query.queryItemValue(QStringLiteral("after")).toStdString(),
                                  "the id of a line"}));
    const auto limit = numberIn(call.query, QLatin1String("limit"), LogQuery::kMaxLimit, good);
    if (!good || limit == 0)
        return refuse(call.connection, 400,
                      apiMessage("api-bad-parameter",
                                 {"limit", call.query.queryItemValue(QStringLiteral("limit")).toStdString(),
                                  "a number from 1 to " + std::to_string(LogQuery::kMaxLimit)}));
    query.limit = static_cast<unsigned>(limit.value_or(query.limit));
    const QString verbose = call.query.queryItemValue(QStringLiteral("verbose"));
    query.verbose = verbose == QLatin1String("1") || verbose == QLatin1String("true");
    m_view.logs(query, [connection = call.connection](const Result<LogPage>& page) {
        if (page)
            respond(connection, toJson(*page));
        else
            refuse(connection, page.error().code == ErrorCode::Busy ? 503 : 500, messageFor(page.error()));
    });
}

void Routes::eventStream(const Call& call) {
    m_events.subscribe(*call.connection, call.request.lastEventId);
    if (call.origin.access == Access::Gateway)
        watchSession(call);
}

void Routes::config(const Call& call) {
    ConfigReport report = m_view.config();
    if (call.origin.access == Access::Gateway)
        report.settings = withoutSecrets(report.settings);
    respond(call.connection, toJson(report));
}

void Routes::applyConfig(const Call& call) {
    const auto apply = fromJsonText<ConfigApply>(call.request.body);
    if (!apply)
        return refuse(call.connection, 400, badRequest(apply.error()));
    m_view.applyConfig(*apply, call.origin.caller,
                       [connection = call.connection](const ConfigResult& result) {
                           respond(connection, toJson(result), statusOf(result.result));
                       });
}

void Routes::checkConfig(const Call& call) {
    respond(call.connection, toJson(m_view.checkConfig(call.request.body)));
}

void Routes::explain(const Call& call) {
    respond(call.connection, toJson(m_view.explain()));
}

} // namespace understudy::api
