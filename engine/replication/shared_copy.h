#pragma once
// The copy and its activity log belong to the module, not to a role: a takeover or a swap goes on with the
// index that is in memory, without a scan. Whichever of Source and Target is open uses them; never both.
// Closed only when the module stops.

#include "replication/copy/copy.h"
#include "replication/log/activity_log.h"

#include <memory>

namespace understudy::replication {

struct SharedCopy {
    std::unique_ptr<Copy> copy; // none: to be opened by the role that begins
    std::unique_ptr<ActivityLog> log;
};

} // namespace understudy::replication
