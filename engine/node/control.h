#pragma once
// The control connection follows the settings: engines relay API requests to each other on TCP 4800, mutual
// TLS.

#include "api/server/api_server.h"
#include "node/engine.h"

namespace understudy::node {

// What cannot be opened is said on standard error: the cluster works without it, each node then shows the
// other as "connection error".
void followSettings(api::ApiServer& server, const Engine& engine);

} // namespace understudy::node
