#include "joining/line.h"

#include <QHostAddress>

#include <utility>

namespace understudy::joining {

namespace {

constexpr qint64 kReadBuffer = 64 * 1024;
constexpr std::chrono::milliseconds kLinger{3000};

std::string textOf(const QHostAddress& address) {
    bool isIpv4 = false;
    const quint32 number = address.toIPv4Address(&isIpv4); // also of ::ffff:10.0.0.1
    return (isIpv4 ? QHostAddress(number) : address).toString().toStdString();
}

} // namespace

Line::Line(std::unique_ptr<QTcpSocket> socket, security::ProofRole role, QObject* parent)
    : QObject(parent), m_socket(std::move(socket)), m_tls(security::TlsPipe::make(role)) {
    m_socket->setReadBufferSize(kReadBuffer);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kPatience);
}

void Line::listen(Heard heard) {
    m_heard = std::move(heard);
    m_timer.callOnTimeout(this, [this] {
        fail({ErrorCode::Timeout, "the other node", "does not answer", 0});
    });
    m_timer.start();
    connect(m_socket.get(), &QTcpSocket::connected, this, [this] { start(); });
    connect(m_socket.get(), &QTcpSocket::readyRead, this, [this] { read(); });
    connect(
        m_socket.get(), &QTcpSocket::errorOccurred, this,
        [this] {
            const std::string why = m_socket ? m_socket->errorString().toStdString() : std::string();
            read(); // what came before the end
            fail({ErrorCode::Disconnected, "the other node", why, 0});
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_over)
                return;
            if (!m_tls)
                fail(m_tls.error());
            else if (m_socket->state() == QAbstractSocket::ConnectedState)
                read();
        },
        Qt::QueuedConnection);
}

void Line::start() {
    if (m_tls)
        flush();
}

void Line::read() {
    if (m_over || !m_tls)
        return;
    const QByteArray bytes = m_socket->readAll();
    if (bytes.isEmpty())
        return;
    Bytes plain;
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    if (auto done = m_tls->received({data, static_cast<std::size_t>(bytes.size())}, plain); !done)
        return fail(done.error());
    flush();
    if (m_over)
        return;
    if (m_tls->isReady() && !m_ready) {
        m_ready = true;
        if (m_heard.ready)
            m_heard.ready();
    }
    m_frames.feed(plain);
    takeMessages();
}

void Line::takeMessages() {
    while (!m_over) {
        auto message = m_frames.take();
        if (!message)
            return fail(message.error());
        if (!*message)
            return;
        m_timer.start();
        m_heard.message(std::move(**message));
    }
}

void Line::flush() {
    const auto bytes = m_tls->toSend();
    if (!bytes)
        return fail(bytes.error());
    m_socket->write(reinterpret_cast<const char*>(bytes->data()), static_cast<qint64>(bytes->size()));
}

void Line::send(const Message& message) {
    if (m_over || !m_ready)
        return;
    if (auto done = m_tls->write(encode(message)); !done)
        return fail(done.error());
    flush();
}

void Line::proven() {
    m_frames.proven();
    m_timer.setInterval(kLongPatience);
    m_timer.start();
}

// What was written still goes out: the socket lives on until it did, or for kLinger.
void Line::end() {
    if (std::exchange(m_over, true))
        return;
    m_timer.stop();
    m_socket->disconnect(this);
    QTcpSocket* const socket = m_socket.release();
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(kLinger, socket, &QObject::deleteLater);
    socket->disconnectFromHost();
}

void Line::fail(Error error) {
    if (m_over)
        return;
    end();
    if (m_heard.ended)
        m_heard.ended(std::move(error));
}

std::string Line::ownAddress() const {
    return m_socket ? textOf(m_socket->localAddress()) : std::string();
}

std::string Line::peerAddress() const {
    return m_socket ? textOf(m_socket->peerAddress()) : std::string();
}

} // namespace understudy::joining
