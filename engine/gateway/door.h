#pragma once
// The port on the network: accepts, shakes hands when it is HTTPS, and serves each client by a Connection.
// Bounded: connections in all and of one address (an IPv6 network of 64 bits counts as one), handshakes at
// once and their time. When all places are taken, who waits longest without having asked anything makes room,
// so that a crowd of idle connections keeps nobody out. Thread: main.

#include "api/server/connection.h"
#include "base/result.h"
#include "gateway/forwarder.h"

#include <QSslConfiguration>
#include <QTcpServer>

#include <functional>
#include <list>
#include <map>
#include <optional>

QT_BEGIN_NAMESPACE
class QSslSocket;
QT_END_NAMESPACE

namespace understudy::gateway {

struct DoorLimits {
    int connections = 1500;
    int perAddress = 100;
    int handshakes = 200;
    std::chrono::milliseconds handshakeTime{5'000};
    api::ConnectionTimes times = {};
};

class Door : public QTcpServer {
public:
    using Handle = std::function<void(const Client&, const api::HttpRequest&, QPointer<api::Connection>)>;

    // Without `tls`: HTTP.
    Door(std::optional<QSslConfiguration> tls, DoorLimits limits, Handle handle);
    ~Door() override;

    Status open(std::uint16_t port);                              // all addresses of this computer
    void renew(QSslConfiguration tls) { m_tls = std::move(tls); } // for who comes from now on

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    struct Place; // of one client

    void shakeHands(const std::shared_ptr<Place>& place, std::unique_ptr<QSslSocket> socket);
    void takeOut(QSslSocket* socket, bool good);
    void serve(const std::shared_ptr<Place>& place, std::unique_ptr<QTcpSocket> socket);
    bool hasRoomFor(const QByteArray& key);

    struct Handshake {
        std::unique_ptr<QSslSocket> socket;
        std::shared_ptr<Place> place;
    };

    std::optional<QSslConfiguration> m_tls;
    const DoorLimits m_limits;
    const Handle m_handle;
    std::shared_ptr<std::map<QByteArray, int>> m_places = std::make_shared<std::map<QByteArray, int>>();
    std::list<Handshake> m_handshakes;
    std::list<QPointer<api::Connection>> m_connections; // in the order in which they came
};

// TLS 1.2 and later, and of 1.2 only what gives forward secrecy and authenticates what it encrypts.
Result<QSslConfiguration> doorTls(const std::string& certificate, const std::string& key);

} // namespace understudy::gateway
