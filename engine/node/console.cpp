#include "node/console.h"

#include "security/console_keys.h"

#include <cstdio>

namespace understudy::node {

namespace {

constexpr auto kCheck = std::chrono::hours(1); // whether the certificate's end is near

Status makeHttps(api::GatewayOrders& orders, const Engine& engine, const std::string& folder, WallTime now) {
    const store::Settings& settings = *engine.settings();
    if (!engine.keys())
        return fail(ErrorCode::NotFound, folder, "the node's keys are not loaded");
    const store::NodeSettings& node = settings.node(*settings.self);
    std::vector<std::string> virtualIps;
    for (const store::ModuleSettings& module : settings.modules)
        virtualIps.push_back(module.virtualIp);
    const auto pair =
        security::consoleKeys(folder, *engine.keys(), {{node.host}, node.addresses}, virtualIps, now);
    if (!pair)
        return fail(pair.error());
    orders.certificate = pair->certificate;
    orders.key = pair->key;
    return {};
}

} // namespace

void Console::follow(const Engine& engine) {
    m_orders = {};
    m_checked = m_clock.now();
    if (!engine.settings())
        return;
    const store::ConsoleSettings& console = engine.settings()->console;
    api::GatewayOrders orders;
    orders.port = console.portInUse();
    switch (console.protocol) {
    case store::ConsoleProtocol::None:
        return;
    case store::ConsoleProtocol::Http:
        orders.protocol = "http";
        break;
    case store::ConsoleProtocol::Https:
        orders.protocol = "https";
        if (auto made = makeHttps(orders, engine, m_places.keyFolder(), m_clock.wall()); !made) {
            std::fprintf(stderr, "<4>understudyd: no console over HTTPS: %s\n",
                         made.error().toString().c_str());
            return;
        }
        break;
    }
    m_orders = std::move(orders);
}

api::GatewayOrders Console::orders(const Engine& engine) {
    if (m_clock.now() - m_checked >= kCheck)
        follow(engine);
    return m_orders;
}

} // namespace understudy::node
