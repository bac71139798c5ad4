#pragma once
// From the settings document to what each part of a module wants to know. Pure.

#include "address/settings.h"
#include "checkers/settings.h"
#include "cluster/settings.h"
#include "link/heartbeat.h"
#include "replication/settings.h"
#include "security/key_set.h"
#include "services/settings.h"
#include "store/settings.h"

#include <vector>

namespace understudy::node {

cluster::CoreSettings coreSettings(const store::Settings& all, const store::ModuleSettings& module);
link::HeartbeatSettings heartbeatSettings(const store::Settings& all, const store::ModuleSettings& module,
                                          const security::KeySet& keys, Incarnation self);
replication::ReplicationSettings replicationSettings(const store::Settings& all,
                                                     const store::ModuleSettings& module,
                                                     const std::string& stateDirectory);
address::AddressSettings addressSettings(const store::Settings& all, const store::ModuleSettings& module);
std::vector<services::ServiceSettings> serviceSettings(const store::ModuleSettings& module);
std::vector<checkers::CheckerSettings> checkerSettings(const store::ModuleSettings& module);

} // namespace understudy::node
