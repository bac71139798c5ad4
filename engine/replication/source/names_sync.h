#pragma once
// The first half of a synchronisation: who knows what, and names.

#include "replication/source/dirty.h"
#include "replication/source/standby_session.h"

namespace understudy::replication {

// The union of both logs, if they count from one base; else everything.
Result<Dirty> collectDirty(StandbySession& session, const Hello& hello);

// Makes the standby's names equal to ours and takes the stream live; adds to `dirty` what the comparison
// found.
Status synchroniseNames(StandbySession& session, Dirty& dirty);

} // namespace understudy::replication
