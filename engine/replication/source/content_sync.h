#pragma once
// The second half: content, attributes and xattrs of what may differ, beside the live stream (S7). A zone is
// compared by block digests that the standby took at some earlier point of the stream; what differs is read
// and appended under the inode's lock in one step. A block that is equal needs nothing: whatever the stream
// carried since then made the same change on both sides.

#include "replication/source/dirty.h"
#include "replication/source/standby_session.h"

namespace understudy::replication {

Status synchroniseContent(StandbySession& session, Dirty& dirty);

} // namespace understudy::replication
