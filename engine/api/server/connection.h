#pragma once
// One client of the engine: reads a request, hands it on, writes the answer, reads the next; or becomes a
// stream of events. Bounds: message sizes (codec.h), time for a request, idle time, bytes that wait to be
// sent. Thread: the loop. Owned by the server; deletes itself when its socket ends.

#include "api/http/codec.h"
#include "api/types/reports.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <memory>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace understudy::api {

// A program on this computer, the other node's engine, or the gateway: what comes through that has the rights
// of its session, request by request, and none of its own.
enum class Access : std::uint8_t { Local, Peer, Gateway };

struct Origin {
    Access access = Access::Local;
    Caller caller;
    // What the client hears instead of an answer: 403 (may not use the engine), 503 (too many connections).
    unsigned refusal = 0;
    Message refusalReason;
    bool leavesTheComputer = false; // answers tell browsers to be careful
};

struct ConnectionTimes {
    std::chrono::milliseconds request{10'000}; // for a whole request, from its first byte
    std::chrono::milliseconds idle{60'000};    // between requests
    std::chrono::milliseconds linger{2'000};   // for the client to read why it is sent away
};

class Connection : public QObject {
public:
    static constexpr qint64 kMaxWaiting =
        1024 * 1024; // a client that reads slower than events come is let go

    // Calls handle() for one request at a time; the answer comes by respond() or beginEvents(), at once or
    // later.
    using Handle = std::function<void(const HttpRequest&, QPointer<Connection>)>;

    Connection(std::unique_ptr<QIODevice> socket, Origin origin, ConnectionTimes times, Handle handle,
               QObject* parent);
    ~Connection() override;

    const Origin& origin() const { return m_origin; }
    // Nothing was asked that is not answered: it costs nobody an answer to let it go.
    bool isWaiting() const { return m_stage == Stage::Reading || m_stage == Stage::Leaving; }

    void respond(HttpResponse response);
    void beginEvents();
    void sendEvent(const QByteArray& frame); // after beginEvents

private:
    enum class Stage : std::uint8_t { Reading, Handling, Events, Leaving };

    void readMore();
    void takeRequest();
    void giveUp(unsigned status, const Message& reason);
    void leave(std::chrono::milliseconds linger);
    void timeOut();

    std::unique_ptr<QIODevice> m_socket;
    const Origin m_origin;
    const ConnectionTimes m_times;
    const Handle m_handle;
    RequestReader m_reader;
    QTimer m_timer;
    Stage m_stage = Stage::Reading;
    bool m_keepAlive = true;
};

// {"error": {...}} with that status.
HttpResponse errorResponse(unsigned status, const Message& reason);

} // namespace understudy::api
