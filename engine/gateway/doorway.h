#pragma once
// Keeps the door as the engine orders it: none, HTTP or HTTPS, and with which key. Thread: main.

#include "api/types/login.h"
#include "gateway/door.h"

namespace understudy::gateway {

class Doorway {
public:
    explicit Doorway(Door::Handle handle) : m_handle(std::move(handle)) {}

    // False: it did not work, and why is said on standard error, once. A new key is for who comes from now
    // on; everything else that changes ends the connections.
    bool obey(const api::GatewayOrders& orders);

private:
    Status change(const api::GatewayOrders& orders);

    const Door::Handle m_handle;
    std::unique_ptr<Door> m_door;
    std::string m_protocol;
    std::string m_said;
};

} // namespace understudy::gateway
