#include "api/client/event_stream.h"

#include "api/client/engine_socket.h"
#include "api/http/exchange.h"
#include "api/types/json.h"
#include "api/types/messages.h"

#include <QLocalSocket>

namespace understudy::api {

EventStream::EventStream(std::string socketPath, Listener listener, QObject* parent)
    : QObject(parent), m_socketPath(std::move(socketPath)), m_listener(std::move(listener)) {
    m_retry.setSingleShot(true);
    m_retry.callOnTimeout(this, [this] { open(); });
    m_retry.start(0); // not from here: the listener's owner may not be complete yet
}

EventStream::~EventStream() {
    if (m_socket)
        m_socket->disconnect(this);
}

void EventStream::open() {
    auto socket = openEngineSocket(m_socketPath);
    if (!socket)
        return ended(socket.error());
    m_socket = *std::move(socket);
    m_head = std::make_unique<StreamHeadReader>();
    m_events = SseReader();
    connect(m_socket.get(), &QIODevice::readyRead, this, [this] { readMore(); });
    whenClosed(m_socket.get(), this, [this] { ended(apiMessage("client-lost")); });
    HttpRequest request;
    request.target = "/api/v1/events";
    request.lastEventId = m_lastId;
    m_socket->write(QByteArray::fromStdString(writeRequest(request)));
}

void EventStream::readMore() {
    const QByteArray bytes = m_socket->readAll();
    std::string body(bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (m_head) {
        const std::string head = std::exchange(body, {});
        const auto status = m_head->feed(head, body);
        if (!status)
            return;
        if (!*status || **status != 200)
            return ended(apiMessage("client-bad-answer",
                                    {*status ? "HTTP " + std::to_string(**status) : status->error().detail}));
        m_head.reset();
    }
    const auto events = m_events.feed(body);
    if (!events)
        return ended(apiMessage("client-bad-answer", {"an event is too large"}));
    for (const SseEvent& event : *events)
        take(event);
}

void EventStream::ended(const Message& why) {
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket.release()->deleteLater(); // we may be inside one of its signals
    }
    m_retry.start(kRetry);
    m_listener.lost(why);
}

void EventStream::take(const SseEvent& event) {
    m_lastId = event.id;
    const auto object = parseJsonObject(QByteArray::fromStdString(event.data));
    if (event.name == "reset")
        m_listener.reset();
    if (!object)
        return;
    if (event.name == "state") {
        if (const auto report = fromJson<ClusterReport>(*object))
            m_listener.state(*report);
    } else if (event.name == "log") {
        const auto log = logFromName(object->value(QLatin1String("log")).toString().toStdString());
        const auto entry = fromJson<LogEntry>(*object);
        if (log && entry)
            m_listener.logLine(*log, *entry);
    }
}

} // namespace understudy::api
