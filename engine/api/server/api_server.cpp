#include "api/server/api_server.h"

#include "api/server/peer_credentials.h"
#include "api/types/messages.h"

#include <QLocalSocket>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace understudy::api {

namespace {

constexpr int kLookForAnother = 500; // milliseconds for another engine to answer at the socket
constexpr int kPending = 64;         // connections that Qt keeps for us until we look

} // namespace

ApiServer::ApiServer(EngineView& view, Options options, QObject* parent)
    : QObject(parent), m_view(view), m_options(options), m_relay(nullptr),
      m_events(
          options.engineStart, [this](auto done) { m_routes.collectState(std::move(done)); }, nullptr),
      m_routes(view, m_events, m_relay, nullptr) {
    for (QLocalServer* const server : {&m_local, &m_gateway}) {
        server->setSocketOptions(QLocalServer::UserAccessOption);
        server->setMaxPendingConnections(kPending);
        connect(server, &QLocalServer::newConnection, this, [this, server] { accept(*server); });
    }
    m_view.setListener(&m_events);
}

ApiServer::~ApiServer() {
    m_view.setListener(nullptr);
    for (const auto& connection : m_connections)
        delete connection.data();
}

Status ApiServer::openSocket(QLocalServer& server, const std::string& path, unsigned mode) {
    const QString name = QString::fromStdString(path);
    QLocalSocket probe;
    probe.connectToServer(name);
    if (probe.waitForConnected(kLookForAnother))
        return fail(ErrorCode::Busy, path, "another engine answers there");
    QLocalServer::removeServer(name);
    if (!server.listen(name))
        return fail(ErrorCode::System, path, server.errorString().toStdString());
    if (::chmod(path.c_str(), mode) != 0) // Qt makes it executable as well
        return fail(systemError(path, "cannot be opened to its users"));
    return {};
}

Status ApiServer::listenLocal(const std::string& path, const std::string& group) {
    if (auto open = openSocket(m_local, path, 0660); !open)
        return open;
    m_group = groupNumber(group);
    if (m_group && ::chown(path.c_str(), static_cast<uid_t>(-1), *m_group) != 0)
        return fail(systemError(path, "cannot be given to the group " + group));
    return {};
}

Status ApiServer::listenGateway(const std::string& path, Doorkeeper& doorkeeper, const std::string& user) {
    setDoorkeeper(doorkeeper);
    m_gatewayUser = userNumber(user);
    if (!m_gatewayUser)
        return fail(ErrorCode::NotFound, "the user " + user,
                    "does not exist: nobody comes in from the network");
    if (auto open = openSocket(m_gateway, path, 0600); !open)
        return open;
    if (::chown(path.c_str(), *m_gatewayUser, static_cast<gid_t>(-1)) != 0)
        return fail(systemError(path, "cannot be given to the user " + user));
    return {};
}

Status ApiServer::listenPeer(const PeerAccess& access, const QHostAddress& address, quint16 port) {
    m_peer = std::make_unique<TlsListener>(
        access, [this](std::unique_ptr<QSslSocket> socket) { acceptPeer(std::move(socket)); }, nullptr);
    if (m_peer->listen(address, port))
        return {};
    const bool taken = m_peer->serverError() == QAbstractSocket::AddressInUseError;
    const std::string why = m_peer->errorString().toStdString();
    m_peer.reset();
    return fail(taken ? ErrorCode::Busy : ErrorCode::System, "TCP port " + std::to_string(port), why);
}

void ApiServer::stopListeningToPeer() {
    m_peer.reset();
}

quint16 ApiServer::peerPort() const {
    return m_peer ? m_peer->serverPort() : 0;
}

void ApiServer::setPeer(std::optional<PeerTarget> target) {
    m_relay.setTarget(std::move(target));
}

void ApiServer::accept(QLocalServer& server) {
    while (server.hasPendingConnections()) {
        std::unique_ptr<QLocalSocket> socket(server.nextPendingConnection());
        socket->setParent(nullptr);
        Origin origin = originOf(server, socket->socketDescriptor());
        const int open = connections(origin.access);
        if (open >= 2 * most(origin.access))
            continue;
        if (open >= most(origin.access) && origin.refusal == 0) {
            origin.refusal = 503;
            origin.refusalReason = apiMessage("api-too-many-connections", {std::to_string(open)});
        }
        serve(std::move(socket), std::move(origin));
    }
}

// The gateway's user is the gateway wherever it comes in, also if somebody made it a member of the group.
Origin ApiServer::originOf(const QLocalServer& server, qintptr descriptor) const {
    Origin origin;
    const auto who = credentialsOf(static_cast<int>(descriptor));
    if (&server == &m_gateway || (who && m_gatewayUser && who->user == *m_gatewayUser)) {
        origin.access = Access::Gateway;
        origin.caller = {"the gateway", "this computer"};
        return origin;
    }
    origin.caller = {who ? userName(who->user) : "somebody", "this computer"};
    if (!who || !mayUseEngine(*who, m_group)) {
        origin.refusal = 403;
        origin.refusalReason = apiMessage("api-not-allowed", {origin.caller.who});
    }
    return origin;
}

void ApiServer::acceptPeer(std::unique_ptr<QSslSocket> socket) {
    if (connections(Access::Peer) >= m_options.maxPeer)
        return;
    const std::string peer = m_view.identity().peer;
    serve(std::move(socket), Origin{Access::Peer, {"the engine", peer}, 0, {}});
}

void ApiServer::serve(std::unique_ptr<QIODevice> socket, Origin origin) {
    auto* const connection = new Connection(
        std::move(socket), std::move(origin), m_options.times,
        [this](const HttpRequest& request, QPointer<Connection> from) {
            m_routes.handle(request, std::move(from));
        },
        this);
    m_connections.erase(std::remove_if(m_connections.begin(), m_connections.end(),
                                       [](const auto& gone) { return gone.isNull(); }),
                        m_connections.end());
    m_connections.emplace_back(connection);
}

int ApiServer::most(Access access) const {
    return access == Access::Local  ? m_options.maxLocal
           : access == Access::Peer ? m_options.maxPeer
                                    : m_options.maxGateway;
}

int ApiServer::connections(Access access) const {
    return static_cast<int>(
        std::count_if(m_connections.begin(), m_connections.end(), [access](const auto& open) {
            return !open.isNull() && open->origin().access == access;
        }));
}

} // namespace understudy::api
