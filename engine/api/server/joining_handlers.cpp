// What the routes of joining and of the prerequisites do.

#include "api/server/routes.h"
#include "api/types/json.h"
#include "api/types/messages.h"

namespace understudy::api {

namespace {

constexpr std::chrono::milliseconds kPeerPrerequisites{20'000}; // it asks name servers, too

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

// The body as that value; nothing: refused already. An empty body is an empty object.
template <typename T> std::optional<T> bodyOf(const Routes::Call& call) {
    auto value = fromJsonText<T>(call.request.body.empty() ? "{}" : call.request.body);
    if (value)
        return *std::move(value);
    refuse(call.connection, 400, badRequest(value.error()));
    return std::nullopt;
}

} // namespace

void Routes::joinStatus(const Call& call) {
    if (m_joining == nullptr)
        return refuse(call.connection, 404, apiMessage("api-no-such-page", {call.request.target}));
    respond(call.connection, toJson(m_joining->joinStatus()));
}

void Routes::join(const Call& call) {
    const std::string& what = call.names[0];
    const Caller& by = call.origin.caller;
    const auto done = [connection = call.connection](const JoinResult& result) {
        respond(connection, toJson(result), result.result.done ? 200 : 409);
    };
    if (m_joining != nullptr && what == "prepare") {
        if (const auto prepare = bodyOf<JoinPrepare>(call))
            m_joining->joinPrepare(*prepare, by, done);
    } else if (m_joining != nullptr && what == "start") {
        if (const auto start = bodyOf<JoinStart>(call))
            m_joining->joinStart(*start, by, done);
    } else if (m_joining != nullptr && what == "abort") {
        const QString force = call.query.queryItemValue(QStringLiteral("force"));
        m_joining->joinAbort(force == QLatin1String("1") || force == QLatin1String("true"), by, done);
    } else if (m_joining != nullptr && what == "finish") {
        m_joining->joinFinish(by, done);
    } else {
        refuse(call.connection, 404, apiMessage("api-no-such-page", {call.request.target}));
    }
}

// The other node judges itself with what this one says of itself, and the other way round; one request.
void Routes::prerequisites(const Call& call) {
    if (m_joining == nullptr)
        return refuse(call.connection, 404, apiMessage("api-no-such-page", {call.request.target}));
    const bool joined = m_view.identity().configured;
    m_joining->prerequisites({}, [this, joined,
                                  connection = call.connection](const JoiningView::Judged& own) {
        if (!joined)
            return respond(connection, toJson(PrerequisitesReport{{own.node}, {}}));
        HttpRequest ask;
        ask.method = "POST";
        ask.target = "/api/v1/prerequisites/peer";
        ask.body = jsonText(own.facts).toStdString();
        ask.keepAlive = false;
        m_relay.request(
            ask, kPeerPrerequisites, [this, own, connection](const Result<HttpResponse>& response) {
                const auto object = response ? parseJsonObject(QByteArray::fromStdString(response->body))
                                             : Result<QJsonObject>(fail(response.error()));
                const auto theirs = object ? fromJson<NodePrerequisites>(*object)
                                           : Result<NodePrerequisites>(fail(object.error()));
                if (!theirs || response->status != 200) {
                    const std::string why =
                        theirs ? "HTTP " + std::to_string(response->status) : theirs.error().toString();
                    return respond(
                        connection,
                        toJson(PrerequisitesReport{
                            {own.node}, apiMessage("api-peer-unreachable", {m_view.identity().peer, why})}));
                }
                m_joining->prerequisites(
                    object->value(QLatin1String("facts")).toObject(),
                    [theirs = *theirs, connection](const JoiningView::Judged& again) {
                        respond(connection, toJson(PrerequisitesReport{{again.node, theirs}, {}}));
                    });
            });
    });
}

void Routes::prerequisitesForPeer(const Call& call) {
    const auto facts = parseJsonObject(QByteArray::fromStdString(call.request.body));
    if (m_joining == nullptr)
        return refuse(call.connection, 404, apiMessage("api-no-such-page", {call.request.target}));
    if (!facts)
        return refuse(call.connection, 400, badRequest(facts.error()));
    m_joining->prerequisites(*facts, [connection = call.connection](const JoiningView::Judged& judged) {
        QJsonObject body = toJson(judged.node);
        body.insert(QStringLiteral("facts"), judged.facts);
        respond(connection, body);
    });
}

void Routes::applyCure(const Call& call) {
    if (m_joining == nullptr)
        return refuse(call.connection, 404, apiMessage("api-no-such-page", {call.request.target}));
    m_joining->applyCure(call.names[0], call.origin.caller,
                         [connection = call.connection](const CommandResult& result) {
                             respond(connection, toJson(result), result.done ? 200 : 409);
                         });
}

} // namespace understudy::api
