#include "gateway/orders.h"

#include "api/http/exchange.h"

#include <QLocalSocket>

namespace understudy::gateway {

Orders::Orders(std::string engineSocket, Obey obey)
    : m_engineSocket(std::move(engineSocket)), m_obey(std::move(obey)) {
    m_again.setSingleShot(true);
    m_again.callOnTimeout(this, [this] { ask(); });
    m_again.start(0);
}

void Orders::ask() {
    m_again.start(kAgain);
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(QString::fromStdString(m_engineSocket));
    if (socket->state() == QLocalSocket::UnconnectedState)
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
            const auto object = api::parseJsonObject(QByteArray::fromStdString(response->body));
            const auto orders = object ? api::fromJson<api::GatewayOrders>(*object)
                                       : Result<api::GatewayOrders>(fail(object.error()));
            if (orders && *orders != m_obeyed && m_obey(*orders))
                m_obeyed = *orders;
        },
        this);
}

} // namespace understudy::gateway
