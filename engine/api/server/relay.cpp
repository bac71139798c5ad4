#include "api/server/relay.h"

#include "api/http/exchange.h"

#include <QSslSocket>

namespace understudy::api {

namespace {

// One request: races the addresses, then exchanges. Deletes itself.
class RelayCall : public QObject {
public:
    RelayCall(const PeerTarget& target, HttpRequest request, std::chrono::milliseconds limit,
              Relay::Done done, QObject* parent)
        : QObject(parent), m_subject(target.certificateName.toStdString()), m_request(std::move(request)),
          m_limit(limit), m_done(std::move(done)) {
        m_timer.setSingleShot(true);
        m_timer.callOnTimeout(this, [this] { finish(fail(ErrorCode::Timeout, m_subject, "no answer")); });
        m_timer.start(m_limit);
        for (const QHostAddress& address : target.addresses)
            m_sockets.push_back(connectTo(address, target));
        if (m_sockets.empty())
            QMetaObject::invokeMethod(
                this, [this] { finish(fail(ErrorCode::NotFound, m_subject, "no address is known")); },
                Qt::QueuedConnection);
    }

private:
    std::unique_ptr<QSslSocket> connectTo(const QHostAddress& address, const PeerTarget& target) {
        auto socket = std::make_unique<QSslSocket>();
        QSslSocket* const raw = socket.get();
        raw->setSslConfiguration(target.tls);
        // Its names alone are not enough: the console's certificate may have the host's name, too.
        connect(raw, &QSslSocket::encrypted, this, [this, raw, name = target.certificateName] {
            if (raw->peerCertificate().subjectInfo(QSslCertificate::CommonName) == QStringList(name))
                use(raw);
            else
                refuse(raw);
        });
        // Queued: a socket must not be deleted while it reports.
        connect(
            raw, &QSslSocket::errorOccurred, this,
            [this, raw] { drop(raw, raw->errorString().toStdString()); }, Qt::QueuedConnection);
        raw->connectToHostEncrypted(address.toString(), target.port, target.certificateName);
        return socket;
    }

    void use(QSslSocket* winner) {
        if (m_exchanging)
            return;
        m_exchanging = true;
        winner->disconnect(this);
        std::unique_ptr<QIODevice> socket;
        for (auto& candidate : m_sockets)
            if (candidate.get() == winner)
                socket = std::move(candidate);
        new HttpExchange(
            std::move(socket), m_subject, m_request, std::chrono::milliseconds(0),
            [this](Result<HttpResponse> response) { finish(std::move(response)); }, this);
    }

    void refuse(QSslSocket* stranger) {
        QMetaObject::invokeMethod(
            this, [this, stranger] { drop(stranger, "its certificate is not the other node's"); },
            Qt::QueuedConnection);
    }

    void drop(QSslSocket* loser, const std::string& why) {
        m_lastError = why;
        for (auto at = m_sockets.begin(); at != m_sockets.end(); ++at)
            if (at->get() == loser) {
                m_sockets.erase(at);
                break;
            }
        if (m_sockets.empty() && !m_exchanging)
            finish(fail(ErrorCode::Disconnected, m_subject, m_lastError));
    }

    void finish(Result<HttpResponse> result) {
        if (!m_done)
            return;
        m_timer.stop();
        deleteLater();
        std::exchange(m_done, {})(std::move(result));
    }

    const std::string m_subject;
    const HttpRequest m_request;
    const std::chrono::milliseconds m_limit;
    Relay::Done m_done;
    std::vector<std::unique_ptr<QSslSocket>> m_sockets;
    std::string m_lastError;
    bool m_exchanging = false;
    QTimer m_timer;
};

} // namespace

void Relay::request(const HttpRequest& request, std::chrono::milliseconds limit, Done done) {
    if (m_target) {
        new RelayCall(*m_target, request, limit, std::move(done), this);
        return;
    }
    QMetaObject::invokeMethod(
        this, [done = std::move(done)] { done(fail(ErrorCode::NotFound, "peer", "no peer is set up")); },
        Qt::QueuedConnection);
}

} // namespace understudy::api
