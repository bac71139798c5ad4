#pragma once
// /api/v1: the one table of routes is in routes.cpp, what each does in handlers.cpp. Thread: the loop.

#include "api/server/connection.h"
#include "api/server/doorkeeper.h"
#include "api/server/engine_view.h"
#include "api/server/event_hub.h"
#include "api/server/joining_view.h"
#include "api/server/relay.h"

#include <QJsonObject>
#include <QUrlQuery>

namespace understudy::api {

struct Route;

// A line of the table of routes, for the document of the API (resources/openapi.json).
struct RouteText {
    std::string method;
    std::string pattern;  // {} stands for one piece of the path
    std::string fromAfar; // "admin", "anybody", "gateway", "nobody"
};
std::vector<RouteText> routeTexts();

class Routes : public QObject {
public:
    static constexpr std::chrono::milliseconds kPeerState{2000};       // then it is a "connection error"
    static constexpr std::chrono::milliseconds kPeerCommand{1800'000}; // a stop and a start may take long
    static constexpr std::chrono::milliseconds kStreamCheck{1000};     // whether their sessions have ended

    Routes(EngineView& view, EventHub& events, Relay& relay, QObject* parent);

    // Without a doorkeeper nobody comes in through the gateway. It outlives its registration.
    void setDoorkeeper(Doorkeeper* doorkeeper) { m_doorkeeper = doorkeeper; }

    void handle(const HttpRequest& request, QPointer<Connection> connection);
    void setJoining(JoiningView* joining) { m_joining = joining; } // as in ApiServer
    // Own report, and the peer's (asked for, with the bound above).
    void collectState(std::function<void(ClusterReport)> done);

    struct Call {
        std::vector<std::string> names; // what stands at the {} of the pattern
        QUrlQuery query;
        const HttpRequest& request;
        QPointer<Connection> connection;
        Origin origin;
    };
    using Handler = void (Routes::*)(const Call&);

private:
    // What comes from afar: admit.cpp.
    bool admit(Call& call, const Route& route);
    void login(const Call& call);
    void logout(const Call& call);
    void session(const Call& call);
    void setPassword(const Call& call);
    void gatewayOrders(const Call& call);
    void watchSession(const Call& call); // the stream ends with the session that opened it
    void endStreamsWithoutSession();

    void state(const Call& call);
    void node(const Call& call);
    void command(const Call& call);
    void relayCommand(const Call& call, Command command, const ClusterIdentity& identity);
    void logs(const Call& call);
    void eventStream(const Call& call);
    void config(const Call& call);
    void applyConfig(const Call& call);
    void checkConfig(const Call& call);
    void explain(const Call& call);

    // joining_handlers.cpp
    void joinStatus(const Call& call);
    void join(const Call& call);
    void prerequisites(const Call& call);
    void prerequisitesForPeer(const Call& call);
    void applyCure(const Call& call);

    EngineView& m_view;
    EventHub& m_events;
    Relay& m_relay;
    Doorkeeper* m_doorkeeper = nullptr;
    std::vector<std::pair<QPointer<Connection>, std::string>> m_streams; // with the token of their session
    QTimer m_streamCheck;
    JoiningView* m_joining = nullptr;

    friend struct RouteTable;
};

} // namespace understudy::api
