#pragma once
// Requests to the other node's engine, over mutual TLS. All its addresses are tried at once, the first that
// completes its handshake carries the request. Thread: the loop.

#include "api/http/message.h"
#include "base/result.h"

#include <QHostAddress>
#include <QObject>
#include <QPointer>
#include <QSslConfiguration>

#include <chrono>
#include <functional>
#include <vector>

namespace understudy::api {

struct PeerTarget {
    std::vector<QHostAddress> addresses;
    quint16 port = 4800;
    QString certificateName; // what its certificate has to say
    QSslConfiguration tls;
};

class Relay : public QObject {
public:
    using Done = std::function<void(Result<HttpResponse>)>;

    explicit Relay(QObject* parent) : QObject(parent) {}

    void setTarget(std::optional<PeerTarget> target) { m_target = std::move(target); }

    // `done` is called once, within `limit` of time; never from inside this call. NotFound: no target is set.
    void request(const HttpRequest& request, std::chrono::milliseconds limit, Done done);

private:
    std::optional<PeerTarget> m_target;
};

} // namespace understudy::api
