#include "gateway/doorway.h"

#include <cstdio>

namespace understudy::gateway {

bool Doorway::obey(const api::GatewayOrders& orders) {
    const Status done = change(orders);
    const std::string why = done ? "" : done.error().toString();
    if (!done && why != m_said)
        std::fprintf(stderr, "<3>understudy-gateway: %s\n", why.c_str());
    m_said = why;
    return done.has_value();
}

Status Doorway::change(const api::GatewayOrders& orders) {
    std::optional<QSslConfiguration> tls;
    if (orders.protocol == "https") {
        auto made = doorTls(orders.certificate, orders.key);
        if (!made)
            return fail(made.error());
        tls = std::move(*made);
    }
    if (m_door && tls && m_protocol == orders.protocol && m_door->serverPort() == orders.port) {
        m_door->renew(std::move(*tls));
        return {};
    }
    m_door.reset(); // the port may be the same
    m_protocol = orders.protocol;
    if (orders.protocol == "none")
        return {};
    auto door = std::make_unique<Door>(std::move(tls), DoorLimits{}, m_handle);
    if (auto open = door->open(orders.port); !open)
        return open;
    m_door = std::move(door);
    std::fprintf(stderr, "<5>understudy-gateway: serves %s on port %d\n", orders.protocol.c_str(),
                 static_cast<int>(orders.port));
    return {};
}

} // namespace understudy::gateway
