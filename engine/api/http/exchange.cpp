#include "api/http/exchange.h"

#include <QLocalSocket>
#include <QSslSocket>

namespace understudy::api {

void whenClosed(QIODevice* socket, QObject* context, std::function<void()> closed) {
    if (auto* local = qobject_cast<QLocalSocket*>(socket)) {
        QObject::connect(local, &QLocalSocket::disconnected, context, closed);
        QObject::connect(local, &QLocalSocket::errorOccurred, context, closed);
    } else if (auto* network = qobject_cast<QAbstractSocket*>(socket)) {
        QObject::connect(network, &QAbstractSocket::disconnected, context, closed);
        QObject::connect(network, &QAbstractSocket::errorOccurred, context, closed);
    }
}

void closeSocket(QIODevice* socket) {
    if (auto* local = qobject_cast<QLocalSocket*>(socket))
        local->disconnectFromServer();
    else if (auto* network = qobject_cast<QAbstractSocket*>(socket))
        network->disconnectFromHost();
}

qint64 waitingToBeSent(const QIODevice& socket) {
    const auto* tls = qobject_cast<const QSslSocket*>(&socket);
    return socket.bytesToWrite() + (tls != nullptr ? tls->encryptedBytesToWrite() : 0);
}

HttpExchange::HttpExchange(std::unique_ptr<QIODevice> socket, std::string subject, const HttpRequest& request,
                           std::chrono::milliseconds limit, Done done, QObject* parent)
    : QObject(parent), m_socket(std::move(socket)), m_subject(std::move(subject)), m_done(std::move(done)) {
    connect(m_socket.get(), &QIODevice::readyRead, this, [this] { readMore(); });
    whenClosed(m_socket.get(), this, [this] { ended(); });
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(this, [this] { finish(fail(ErrorCode::Timeout, m_subject, "no answer")); });
    if (limit.count() > 0)
        m_timer.start(limit);
    m_socket->write(QByteArray::fromStdString(writeRequest(request)));
}

HttpExchange::~HttpExchange() {
    m_socket->disconnect(this);
}

void HttpExchange::readMore() {
    const QByteArray bytes = m_socket->readAll();
    m_reader.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
    if (auto response = m_reader.take())
        finish(std::move(*response));
}

void HttpExchange::ended() {
    readMore();
    if (!m_done)
        return;
    if (auto response = m_reader.takeAtEnd())
        finish(std::move(*response));
    else
        finish(fail(ErrorCode::Disconnected, m_subject, m_socket->errorString().toStdString()));
}

void HttpExchange::finish(Result<HttpResponse> result) {
    if (!m_done)
        return;
    const Done done = std::exchange(m_done, {});
    m_timer.stop();
    m_socket->disconnect(this);
    deleteLater();
    done(std::move(result));
}

} // namespace understudy::api
