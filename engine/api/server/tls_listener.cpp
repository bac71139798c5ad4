#include "api/server/tls_listener.h"

#include "base/descriptor.h"

#include <QTimer>

#include <algorithm>

namespace understudy::api {

TlsListener::TlsListener(PeerAccess access, Accepted accepted, QObject* parent)
    : QTcpServer(parent), m_access(std::move(access)), m_accepted(std::move(accepted)) {}

TlsListener::~TlsListener() {
    for (const auto& socket : m_handshakes)
        socket->disconnect(this);
}

void TlsListener::incomingConnection(qintptr descriptor) {
    Descriptor owned(static_cast<int>(descriptor));
    if (m_handshakes.size() >= kMaxHandshakes) {
        ++m_refused;
        return;
    }
    auto socket = std::make_unique<QSslSocket>();
    QSslSocket* const raw = socket.get();
    if (!raw->setSocketDescriptor(owned.get()))
        return;
    owned.release();
    raw->setSslConfiguration(m_access.tls);
    raw->setPeerVerifyMode(QSslSocket::VerifyPeer);
    connect(
        raw, &QSslSocket::encrypted, this,
        [this, raw] { takeOut(raw, m_access.isPeer(raw->peerCertificate())); }, Qt::QueuedConnection);
    connect(
        raw, &QSslSocket::errorOccurred, this, [this, raw] { takeOut(raw, false); }, Qt::QueuedConnection);
    auto* const patience = new QTimer(raw);
    connect(patience, &QTimer::timeout, this, [this, raw] { takeOut(raw, false); });
    patience->start(kHandshakeTime);
    m_handshakes.push_back(std::move(socket));
    raw->startServerEncryption();
}

void TlsListener::takeOut(QSslSocket* socket, bool good) {
    const auto found = std::find_if(m_handshakes.begin(), m_handshakes.end(),
                                    [socket](const auto& owned) { return owned.get() == socket; });
    if (found == m_handshakes.end())
        return; // handed out already: its later errors are its new owner's
    std::unique_ptr<QSslSocket> owned = std::move(*found);
    m_handshakes.erase(found);
    owned->disconnect(this);
    if (good)
        return m_accepted(std::move(owned));
    ++m_refused;
    owned.release()->deleteLater(); // we may be inside one of its own calls
}

} // namespace understudy::api
