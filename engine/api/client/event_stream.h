#pragma once
// The live events of the engine. When the connection ends it is made again, from the last event that was
// seen, so that nothing is missed; what could not be kept for us is said (Reset). Thread: one with an event
// loop.

#include "api/client/answer.h"
#include "api/client/sse_reader.h"
#include "api/http/codec.h"
#include "api/types/reports.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

QT_BEGIN_NAMESPACE
class QLocalSocket;
QT_END_NAMESPACE

namespace understudy::api {

class EventStream : public QObject {
public:
    static constexpr std::chrono::milliseconds kRetry{500};

    struct Listener {
        std::function<void(const ClusterReport&)> state;
        std::function<void(LogKind, const LogEntry&)> logLine;
        std::function<void()> reset = [] {}; // events in between are lost: read again
        std::function<void(const Message&)> lost = [](const Message&) {}; // it is tried again
    };

    EventStream(std::string socketPath, Listener listener, QObject* parent = nullptr);
    ~EventStream() override;

private:
    void open();
    void readMore();
    void ended(const Message& why);
    void take(const SseEvent& event);

    const std::string m_socketPath;
    const Listener m_listener;
    std::unique_ptr<QLocalSocket> m_socket;
    std::unique_ptr<StreamHeadReader> m_head; // until the body begins
    SseReader m_events;
    std::string m_lastId;
    QTimer m_retry;
};

} // namespace understudy::api
