#pragma once
// One line of the table of routes. Private to the server.

#include "api/server/routes.h"

namespace understudy::api {

enum class Afar : std::uint8_t {
    Nobody,
    GatewayItself, // for no client of it
    Anybody,       // without a session: to get one
    Admin
};

struct Route {
    const char* method;
    const char* pattern; // {} takes one piece of the path
    Access widest; // Peer: the other node's engine may use it, too; Gateway: only what comes through that
    Routes::Handler handler;
    Afar afar = Afar::Nobody; // what comes through the gateway
};

} // namespace understudy::api
