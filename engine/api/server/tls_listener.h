#pragma once
// The port of the control connection: hands out sockets only after the handshake, and only those whose
// certificate is the other node's. Bounded in sockets that are in their handshake, and in time for it.
// Thread: the loop.

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>

#include <chrono>
#include <functional>
#include <memory>

namespace understudy::api {

struct PeerAccess {
    QSslConfiguration tls; // own certificate and key, the cluster's CA, peer certificate required
    std::function<bool(const QSslCertificate&)> isPeer;
};

class TlsListener : public QTcpServer {
public:
    static constexpr int kMaxHandshakes = 8;
    static constexpr std::chrono::milliseconds kHandshakeTime{5000};

    using Accepted = std::function<void(std::unique_ptr<QSslSocket>)>;
    TlsListener(PeerAccess access, Accepted accepted, QObject* parent);
    ~TlsListener() override;

    std::uint64_t refused() const { return m_refused; } // connections that were none of the peer's

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void takeOut(QSslSocket* socket, bool good);

    const PeerAccess m_access;
    const Accepted m_accepted;
    std::vector<std::unique_ptr<QSslSocket>> m_handshakes;
    std::uint64_t m_refused = 0;
};

} // namespace understudy::api
