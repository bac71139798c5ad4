#pragma once
// The engine's HTTP service: on a Unix socket for programs of this computer (the kernel names the user: root,
// and the members of a group), and over mutual TLS for the other node's engine. Thread: the loop; nothing
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

class ApiServer : public QObject {
public:
    struct Options {
        std::uint64_t engineStart =
            1; // Incarnation::starts: event ids of an earlier engine are recognised by it
        ConnectionTimes times;
        int maxLocal = 64; // connections; as many more are told why they are not served
        int maxPeer = 16;
    };

    // The view outlives the server.
    ApiServer(EngineView& view, Options options, QObject* parent = nullptr);
    ~ApiServer() override;

    // Mode 0660, owned by the group if there is one of that name. Busy: another engine answers there. A
    // socket that a killed engine left behind is replaced. Its folder has to exist.
    Status listenLocal(const std::string& path, const std::string& group = "understudy");

    // Busy: the port is taken. Replaces an earlier listener.
    Status listenPeer(const PeerAccess& access, const QHostAddress& address, quint16 port);
    void stopListeningToPeer();
    quint16 peerPort() const;                                                     // 0: does not listen
    std::uint64_t refusedPeers() const { return m_peer ? m_peer->refused() : 0; } // of this listener

    // Where the other node is; nullopt: there is none (yet).
    void setPeer(std::optional<PeerTarget> target);

private:
    void acceptLocal();
    void acceptPeer(std::unique_ptr<QSslSocket> socket);
    Origin localOrigin(qintptr descriptor) const;
    void serve(std::unique_ptr<QIODevice> socket, Origin origin);
    int connections(Access access) const;

    EngineView& m_view;
    const Options m_options;
    Relay m_relay;
    EventHub m_events;
    Routes m_routes;
    QLocalServer m_local;
    std::unique_ptr<TlsListener> m_peer;
    std::optional<std::uint32_t> m_group;
    std::vector<QPointer<Connection>> m_connections;
};

} // namespace understudy::api
