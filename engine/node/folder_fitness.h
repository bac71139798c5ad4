#pragma once
// Whether the folders that a settings document names can be replicated on this node. Blocking (it looks at
// the file system, and changes nothing): only for a node whose modules are stopped, so that it never asks a
// folder that the engine itself has mounted.

#include "api/types/reports.h"
#include "replication/copy/folder_place.h"
#include "store/settings.h"

#include <vector>

namespace understudy::node {

// What would be refused when the module starts, with the place in the document. A folder that is in use is no
// mistake of the document: the application is stopped before it is moved. `missing`: a standby needs none.
std::vector<api::ConfigProblem> folderProblems(const store::Settings& settings, replication::Missing missing);

} // namespace understudy::node
