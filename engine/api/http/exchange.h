#pragma once
// One request and its answer over a socket of Qt's, with a time limit. Thread: one with an event loop.

#include "api/http/codec.h"
#include "base/result.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace understudy::api {

// Calls `closed` when a QLocalSocket or QAbstractSocket (QSslSocket) has ended or failed to connect; may be
// called more than once.
void whenClosed(QIODevice* socket, QObject* context, std::function<void()> closed);
// Whatever of the two the socket is.
void closeSocket(QIODevice* socket);
qint64 waitingToBeSent(const QIODevice& socket); // in bytes, also those that TLS holds

// Owns the socket. Deletes itself (later) after `done` was called once; destroyed before, it calls nothing.
class HttpExchange : public QObject {
public:
    using Done = std::function<void(Result<HttpResponse>)>;

    // The socket is connected, or about to be: what is written to it waits. `subject` names it in errors.
    // No limit: zero.
    HttpExchange(std::unique_ptr<QIODevice> socket, std::string subject, const HttpRequest& request,
                 std::chrono::milliseconds limit, Done done, QObject* parent);
    ~HttpExchange() override;

private:
    void readMore();
    void ended();
    void finish(Result<HttpResponse> result);

    std::unique_ptr<QIODevice> m_socket;
    const std::string m_subject;
    ResponseReader m_reader;
    QTimer m_timer;
    Done m_done;
};

} // namespace understudy::api
