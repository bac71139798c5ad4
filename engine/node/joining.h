#pragma once
// What joining needs of the engine and of its API server. Thread: main.

#include "api/server/api_server.h"
#include "joining/joining.h"
#include "node/engine.h"

namespace understudy::node {

// All of them outlive the Joining that is made of it.
joining::Joining::Means joiningMeans(const Places& places, const Clock& clock, Engine& engine,
                                     api::ApiServer& server, const std::string& version);

} // namespace understudy::node
