#pragma once
// The live events of GET /api/v1/events (server-sent events). "state": the whole cluster, when something in
// it has changed; "log": a line of a log; "reset": events in between are lost, read again what you show. A
// bounded ring keeps the last ones, so that a client that comes back with its Last-Event-ID misses nothing.
// An id is <engine start>-<number>: an id of an earlier engine is recognised. Thread: the loop.

#include "api/server/connection.h"
#include "api/server/engine_view.h"

#include <QTimer>

#include <deque>

namespace understudy::api {

class EventHub : public QObject, public EngineListener {
public:
    static constexpr std::size_t kRing = 2000;
    static constexpr std::chrono::milliseconds kGather{50}; // changes that come together are told together
    static constexpr std::chrono::milliseconds kLook{1000}; // while somebody watches: progress, and the peer
    static constexpr int kLooksPerAlive = 15;               // a comment, so that a dead watcher is noticed

    // Asks for the state of both nodes; answers once, on the loop's thread.
    using Collect = std::function<void(std::function<void(ClusterReport)>)>;

    EventHub(std::uint64_t engineStart, Collect collect, QObject* parent);

    // The connection becomes a stream. It hears the present state first, then what comes.
    void subscribe(Connection& connection, const std::string& lastEventId);

    void stateChanged() override;
    void logLine(LogKind log, const LogEntry& entry) override;

private:
    struct Event {
        std::uint64_t number;
        QByteArray frame;
    };
    QByteArray frame(std::uint64_t number, const char* name, const QJsonObject& data) const;
    void publish(const char* name, const QJsonObject& data);
    bool replay(Connection& connection, const std::string& lastEventId) const;
    void collect();
    void collected(ClusterReport report);
    void look();
    void forgetTheGone();

    const std::uint64_t m_engineStart;
    const Collect m_collect;
    std::uint64_t m_last = 0;
    std::deque<Event> m_ring;
    std::vector<QPointer<Connection>> m_subscribers;
    std::vector<QPointer<Connection>> m_newcomers; // have not heard the state yet
    ClusterReport m_told;
    bool m_collecting = false;
    bool m_again = false;
    int m_looks = 0;
    QTimer m_gather;
    QTimer m_look;
};

} // namespace understudy::api
