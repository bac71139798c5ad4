#pragma once
// What has to be true before a folder is moved: each refusal names what and why. Inside this folder only.
// Blocking; nothing is changed.

#include "base/result.h"

#include <string>

namespace understudy::replication {

// Refused: something is mounted exactly at `point` (absolute, links resolved); `shown` is how the
// administrator wrote it.
Status refuseMountAt(const std::string& point, const std::string& shown);

// PostgreSQL keeps tablespaces, and on request its log, behind symbolic links. What lies outside the folder
// would not be replicated. Refused: the first such link, named with its target.
Status refuseLinksOut(int directory, const std::string& shown);

// Busy: a process has something open below the folder, named.
Status refuseUsers(const std::string& resolved, const std::string& shown);

} // namespace understudy::replication
