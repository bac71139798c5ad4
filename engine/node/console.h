#pragma once
// What the gateway shall do: it follows the settings. Thread: main.

#include "api/types/login.h"
#include "base/clock.h"
#include "node/engine.h"

namespace understudy::node {

class Console {
public:
    Console(const Places& places, const Clock& clock) : m_places(places), m_clock(clock) {}

    // Makes the console's keys when they are needed and not there. What does not work is said on standard
    // error: nobody comes in from the network then, and everything else goes on.
    void follow(const Engine& engine);

    // For the gateway, which asks every few seconds. A key whose end is near is replaced here.
    api::GatewayOrders orders(const Engine& engine);

private:
    const Places& m_places;
    const Clock& m_clock;
    api::GatewayOrders m_orders;
    Instant m_checked{};
};

} // namespace understudy::node
