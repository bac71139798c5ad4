#include "api/server/routes.h"

#include "api/server/route.h"
#include "api/types/messages.h"

#include <algorithm>

namespace understudy::api {

// Who may use a route besides programs of this computer is said in the table, and nobody else may. From afar:
// only what leaves the computer's own users in command of it. The settings name programs that the engine runs
// as root, so a password alone must not be enough to change them.

struct RouteTable {
    static constexpr Route kRoutes[] = {
        {"GET", "/api/v1/state", Access::Local, &Routes::state, Afar::Admin},
        {"GET", "/api/v1/node", Access::Peer, &Routes::node, Afar::Admin},
        {"POST", "/api/v1/nodes/{}/{}", Access::Peer, &Routes::command, Afar::Admin},
        {"GET", "/api/v1/logs/{}", Access::Peer, &Routes::logs, Afar::Admin},
        {"GET", "/api/v1/events", Access::Local, &Routes::eventStream, Afar::Admin},
        {"GET", "/api/v1/explain", Access::Peer, &Routes::explain, Afar::Admin},
        {"GET", "/api/v1/config", Access::Local, &Routes::config, Afar::Admin},
        {"PUT", "/api/v1/config", Access::Local, &Routes::applyConfig},
        {"POST", "/api/v1/config/check", Access::Local, &Routes::checkConfig},
        {"PUT", "/api/v1/password", Access::Local, &Routes::setPassword},
        {"POST", "/api/v1/login", Access::Gateway, &Routes::login, Afar::Anybody},
        {"POST", "/api/v1/logout", Access::Gateway, &Routes::logout, Afar::Admin},
        {"GET", "/api/v1/session", Access::Gateway, &Routes::session, Afar::Admin},
        {"GET", "/api/v1/gateway", Access::Gateway, &Routes::gatewayOrders, Afar::GatewayItself},
        {"GET", "/api/v1/join", Access::Local, &Routes::joinStatus, Afar::Admin},
        {"POST", "/api/v1/join/{}", Access::Local, &Routes::join},
        {"GET", "/api/v1/prerequisites", Access::Local, &Routes::prerequisites, Afar::Admin},
        {"POST", "/api/v1/prerequisites/peer", Access::Peer, &Routes::prerequisitesForPeer},
        {"POST", "/api/v1/prerequisites/{}/apply", Access::Local, &Routes::applyCure},
    };
};

namespace {

// The next piece of a path, without its slash; the path is shortened by it.
std::string_view nextPiece(std::string_view& path) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view piece = path.substr(0, end);
    path.remove_prefix(end);
    return piece;
}

bool matches(std::string_view pattern, std::string_view path, std::vector<std::string>& names) {
    names.clear();
    while (!pattern.empty() && !path.empty() && path.front() == '/') {
        const std::string_view wanted = nextPiece(pattern);
        const std::string_view given = nextPiece(path);
        if (wanted == "{}")
            names.emplace_back(given);
        else if (wanted != given)
            return false;
    }
    return pattern.empty() && path.empty();
}

bool mayUse(Access access, const Route& route) {
    switch (access) {
    case Access::Local:
        return route.widest != Access::Gateway;
    case Access::Peer:
        return route.widest == Access::Peer;
    case Access::Gateway:
        return route.afar != Afar::Nobody;
    }
    return false;
}

} // namespace

std::vector<RouteText> routeTexts() {
    static constexpr const char* kAfar[] = {"nobody", "gateway", "anybody", "admin"};
    std::vector<RouteText> texts;
    for (const Route& route : RouteTable::kRoutes)
        texts.push_back({route.method, route.pattern, kAfar[static_cast<std::size_t>(route.afar)]});
    return texts;
}

Routes::Routes(EngineView& view, EventHub& events, Relay& relay, QObject* parent)
    : QObject(parent), m_view(view), m_events(events), m_relay(relay) {
    m_streamCheck.setInterval(kStreamCheck);
    m_streamCheck.callOnTimeout(this, [this] { endStreamsWithoutSession(); });
}

void Routes::handle(const HttpRequest& request, QPointer<Connection> connection) {
    const std::string path = request.target.substr(0, request.target.find('?'));
    const std::string query =
        path.size() < request.target.size() ? request.target.substr(path.size() + 1) : "";
    Call call{{},
              QUrlQuery(QString::fromUtf8(query.data(), static_cast<qsizetype>(query.size()))),
              request,
              connection,
              connection->origin()};
    std::string allowed;
    for (const Route& route : RouteTable::kRoutes) {
        if (!matches(route.pattern, path, call.names))
            continue;
        if (request.method != route.method) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
            continue;
        }
        if (!mayUse(call.origin.access, route))
            return connection->respond(errorResponse(403, apiMessage("api-local-only", {path})));
        if (call.origin.access == Access::Gateway && !admit(call, route))
            return;
        return (this->*route.handler)(call);
    }
    if (allowed.empty())
        return connection->respond(errorResponse(404, apiMessage("api-no-such-page", {path})));
    HttpResponse response =
        errorResponse(405, apiMessage("api-wrong-method", {path, request.method, allowed}));
    response.allow = allowed;
    connection->respond(std::move(response));
}

} // namespace understudy::api
