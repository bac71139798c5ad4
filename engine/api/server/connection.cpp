#include "api/server/connection.h"

#include "api/http/exchange.h"
#include "api/types/json.h"
#include "api/types/messages.h"

#include <QAbstractSocket>
#include <QLocalSocket>

namespace understudy::api {

namespace {

constexpr qint64 kReadBuffer = 64 * 1024; // what Qt takes from the kernel before we ask for it

std::string seconds(std::chrono::milliseconds time) {
    return std::to_string((time.count() + 999) / 1000);
}

} // namespace

HttpResponse errorResponse(unsigned status, const Message& reason) {
    HttpResponse response;
    response.status = status;
    response.body = jsonText({{QStringLiteral("error"), toJson(reason)}}).toStdString();
    return response;
}

Connection::Connection(std::unique_ptr<QIODevice> socket, Origin origin, ConnectionTimes times, Handle handle,
                       QObject* parent)
    : QObject(parent), m_socket(std::move(socket)), m_origin(std::move(origin)), m_times(times),
      m_handle(std::move(handle)) {
    if (auto* local = qobject_cast<QLocalSocket*>(m_socket.get()))
        local->setReadBufferSize(kReadBuffer);
    else if (auto* network = qobject_cast<QAbstractSocket*>(m_socket.get()))
        network->setReadBufferSize(kReadBuffer);
    connect(m_socket.get(), &QIODevice::readyRead, this, [this] { readMore(); });
    whenClosed(m_socket.get(), this, [this] { deleteLater(); });
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(this, [this] { timeOut(); });
    m_timer.start(m_times.request);
    QMetaObject::invokeMethod(
        this, [this] { readMore(); }, Qt::QueuedConnection); // what came before us
}

Connection::~Connection() {
    m_socket->disconnect(this);
}

void Connection::readMore() {
    if (m_stage == Stage::Handling)
        return; // one at a time: the rest waits in the socket
    const QByteArray bytes = m_socket->readAll();
    if (m_stage != Stage::Reading || bytes.isEmpty())
        return; // a stream of events and a client that is sent away have nothing more to say
    if (m_reader.isEmpty())
        m_timer.start(m_times.request);
    m_reader.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
    takeRequest();
}

void Connection::takeRequest() {
    const auto request = m_reader.take();
    if (!request)
        return;
    if (!*request) {
        const bool large = request->error().code == ErrorCode::Refused;
        giveUp(large ? 413 : 400, large ? apiMessage("api-too-large", {std::to_string(kRequestLimits.body)})
                                        : apiMessage("api-bad-request", {request->error().detail}));
        return;
    }
    m_timer.stop();
    m_keepAlive = (*request)->keepAlive;
    if (m_origin.refusal != 0)
        return giveUp(m_origin.refusal, m_origin.refusalReason);
    m_stage = Stage::Handling;
    m_handle(**request, QPointer(this));
}

void Connection::respond(HttpResponse response) {
    if (m_stage != Stage::Handling)
        return;
    response.keepAlive = m_keepAlive;
    response.leavesTheComputer = m_origin.leavesTheComputer;
    m_socket->write(QByteArray::fromStdString(writeResponse(response)));
    if (!m_keepAlive)
        return leave(std::chrono::milliseconds(0));
    m_stage = Stage::Reading;
    m_timer.start(m_reader.isEmpty() ? m_times.idle : m_times.request);
    // Not from here: the answers of a client that sends many requests at once would nest.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_stage == Stage::Reading)
                takeRequest();
            readMore();
        },
        Qt::QueuedConnection);
}

void Connection::beginEvents() {
    m_stage = Stage::Events;
    m_socket->write(QByteArray::fromStdString(writeEventStreamHead(m_origin.leavesTheComputer)));
}

void Connection::sendEvent(const QByteArray& frame) {
    if (m_stage != Stage::Events)
        return;
    if (waitingToBeSent(*m_socket) > kMaxWaiting)
        return deleteLater(); // it may come back with its last id
    m_socket->write(frame);
}

void Connection::giveUp(unsigned status, const Message& reason) {
    HttpResponse response = errorResponse(status, reason);
    response.keepAlive = false;
    response.leavesTheComputer = m_origin.leavesTheComputer;
    m_socket->write(QByteArray::fromStdString(writeResponse(response)));
    leave(m_times.linger);
}

// A socket closed with bytes unread is reset, and the client would not see why: so what still comes is read
// and thrown away for a while.
void Connection::leave(std::chrono::milliseconds linger) {
    m_stage = Stage::Leaving;
    m_timer.start(linger.count() > 0 ? linger : m_times.request);
    if (linger.count() == 0)
        closeSocket(m_socket.get()); // after what waits to be sent
}

void Connection::timeOut() {
    if (m_stage == Stage::Reading && !m_reader.isEmpty())
        return giveUp(408, apiMessage("api-too-slow", {seconds(m_times.request)}));
    deleteLater();
}

} // namespace understudy::api
