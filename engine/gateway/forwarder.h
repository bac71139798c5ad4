#pragma once
// Passes a client's request on to the engine, and the answer back. What goes on is written anew from what was
// understood, on a connection of its own, and always with the client's address: the engine takes a request
// without one for the gateway's own. Bounded in requests at work, in streams of events, and in requests a
// second. Thread: main.

#include "api/server/connection.h"
#include "base/clock.h"
#include "gateway/rate.h"

#include <QObject>

#include <map>

namespace understudy::gateway {

struct ForwarderLimits {
    int atWork = 64;
    int streams = 64;
    int streamsPerAddress = 16;
    RateLimits rate = {};
    std::chrono::milliseconds patience{60'000}; // for questions; commands take as long as they take
};

// How the client is connected.
struct Client {
    std::string address; // numeric
    bool isSecure = false;
};

class Forwarder : public QObject {
public:
    Forwarder(std::string engineSocket, const Clock& clock, ForwarderLimits limits = {});

    void handle(const Client& client, const api::HttpRequest& request, QPointer<api::Connection> connection);

private:
    void exchange(api::HttpRequest request, const QPointer<api::Connection>& connection);
    void stream(const api::HttpRequest& request, const QPointer<api::Connection>& connection);

    const std::string m_engineSocket;
    const Clock& m_clock;
    const ForwarderLimits m_limits;
    Rate m_rate;
    // How many there are: each holds a share of these.
    std::shared_ptr<int> m_atWork = std::make_shared<int>(0);
    std::vector<std::pair<QPointer<QObject>, std::string>> m_streams; // with the client's address
};

} // namespace understudy::gateway
