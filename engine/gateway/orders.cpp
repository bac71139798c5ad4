#include "gateway/orders.h"

#include "api/http/exchange.h"
#include "gateway/engine_socket.h"

namespace understudy::gateway {

Orders::Orders(std::string engineSocket, Obey obey)
    : m_engineSocket(std::move(engineSocket)), m_obey(std::move(obey)) {
    m_again.setSingleShot(true);
    m_again.callOnTimeout(this, [this] { ask(); });
    m_again.start(0);
}

void Orders::ask() {
    m_again.start(kAgain);
    auto socket = engineSocket(m_engineSocket);
    if (!socket)
        return;
    m_again.stop();
    api::HttpRequest request; // without an address: it is our own
    request.target = "/api/v1/gateway";
    request.keepAlive = false;
    new api::HttpExchange(
        std::move(socket), m_engineSocket, request, kPatience,
        [this](const Result<api::HttpResponse>& response) {
            m_again.start(kAgain);
            if (!response || response->status != 200)
                return;
            const auto orders = api::fromJsonText<api::GatewayOrders>(response->body);
            if (orders && *orders != m_obeyed && m_obey(*orders))
                m_obeyed = *orders;
        },
        this);
}

} // namespace understudy::gateway
