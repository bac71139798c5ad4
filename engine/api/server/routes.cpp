#include "api/server/routes.h"

#include "api/types/messages.h"

#include <algorithm>

namespace understudy::api {

struct Route {
    const char* method;
    const char* pattern; // {} takes one piece of the path
    Access widest;       // Peer: the other node's engine may use it, too
    Routes::Handler handler;
};

struct RouteTable {
    static constexpr Route kRoutes[] = {
        {"GET", "/api/v1/state", Access::Local, &Routes::state},
        {"GET", "/api/v1/node", Access::Peer, &Routes::node},
        {"POST", "/api/v1/nodes/{}/{}", Access::Peer, &Routes::command},
        {"GET", "/api/v1/logs/{}", Access::Peer, &Routes::logs},
        {"GET", "/api/v1/events", Access::Local, &Routes::eventStream},
        {"GET", "/api/v1/explain", Access::Peer, &Routes::explain},
        {"GET", "/api/v1/config", Access::Local, &Routes::config},
        {"PUT", "/api/v1/config", Access::Local, &Routes::applyConfig},
        {"POST", "/api/v1/config/check", Access::Local, &Routes::checkConfig},
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

} // namespace

Routes::Routes(EngineView& view, EventHub& events, Relay& relay, QObject* parent)
    : QObject(parent), m_view(view), m_events(events), m_relay(relay) {}

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
        if (call.origin.access == Access::Peer && route.widest == Access::Local)
            return connection->respond(errorResponse(403, apiMessage("api-local-only", {path})));
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
