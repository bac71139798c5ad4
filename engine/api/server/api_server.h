#pragma once
// The engine's HTTP service: on a Unix socket for programs of this computer (the kernel names the user: root,
// and the members of a group), on another one for the gateway, and over mutual TLS for the other node's
// engine. Thread: the loop; nothing
// here waits but the two listen functions, shortly, at the start.

#include "api/server/connection.h"
#include "api/server/engine_view.h"
#include "api/server/event_hub.h"
#include "api/server/relay.h"
#include "api/server/routes.h"
#include "api/server/tls_listener.h"
#include "base/result.h"

#include <QLocalServer>

namespace understudy::api {

inline constexpr const char* kGatewayUser = "understudy-gateway";

class ApiServer : public QObject {
public:
    struct Options {
        std::uint64_t engineStart =
            1; // Incarnation::starts: event ids of an earlier engine are recognised by it
        ConnectionTimes times;
        int maxLocal = 64; // connections; as many more are told why they are not served
        int maxPeer = 16;
        int maxGateway = 192; // requests that wait and streams of events, of all its clients
    };

    // The view outlives the server.
    ApiServer(EngineView& view, Options options, QObject* parent = nullptr);
    ~ApiServer() override;

    // Mode 0660, owned by the group if there is one of that name. Busy: another engine answers there. A
    // socket that a killed engine left behind is replaced. Its folder has to exist.
    Status listenLocal(const std::string& path, const std::string& group = "understudy");

    // For the gateway alone: mode 0600, of that user; NotFound: there is none. Whoever gets in there, and
    // whatever that user sends to the other socket, has the rights of the sessions that it shows, and no
    // other. The doorkeeper outlives the server.
    Status listenGateway(const std::string& path, Doorkeeper& doorkeeper,
                         const std::string& user = kGatewayUser);
    // For what programs of this computer ask of it, when there is no gateway.
    void setDoorkeeper(Doorkeeper& doorkeeper) { m_routes.setDoorkeeper(&doorkeeper); }

    // Busy: the port is taken. Replaces an earlier listener.
    Status listenPeer(const PeerAccess& access, const QHostAddress& address, quint16 port);
    void stopListeningToPeer();
    quint16 peerPort() const;                                                     // 0: does not listen
    std::uint64_t refusedPeers() const { return m_peer ? m_peer->refused() : 0; } // of this listener

    // Joining and prerequisites; without it their routes are refused. Lives as long as requests come.
    void setJoining(JoiningView* joining) { m_routes.setJoining(joining); }
    // A request to the other node's engine, over the control connection: relay.h.
    void askPeer(const HttpRequest& request, std::chrono::milliseconds limit, Relay::Done done) {
        m_relay.request(request, limit, std::move(done));
    }

    // Where the other node is; nullopt: there is none (yet).
    void setPeer(std::optional<PeerTarget> target);

private:
    Status openSocket(QLocalServer& server, const std::string& path, unsigned mode);
    void accept(QLocalServer& server);
    void acceptPeer(std::unique_ptr<QSslSocket> socket);
    Origin originOf(const QLocalServer& server, qintptr descriptor) const;
    int most(Access access) const;
    void serve(std::unique_ptr<QIODevice> socket, Origin origin);
    int connections(Access access) const;

    EngineView& m_view;
    const Options m_options;
    Relay m_relay;
    EventHub m_events;
    Routes m_routes;
    QLocalServer m_local;
    QLocalServer m_gateway;
    std::unique_ptr<TlsListener> m_peer;
    std::optional<std::uint32_t> m_group;
    std::optional<std::uint32_t> m_gatewayUser;
    std::vector<QPointer<Connection>> m_connections;
};

} // namespace understudy::api
