#pragma once
// What the standby answers when the serving node compares the copies. Each reads the copy as it is after
// everything before the question. Thread: the session's, in the order of the stream. Blocks for the disk.
// Long answers come in parts.

#include "replication/log/activity_log.h"
#include "replication/target/apply/applier.h"
#include "replication/target/replies.h"

namespace understudy::replication {

Status sendLogEntries(const ActivityLog& log, Replies& replies);
Status answerDigests(const Copy& copy, Replies& replies);
Status answerListing(const Copy& copy, FileId directory, Replies& replies);
// A file that has been removed meanwhile is answered as empty: it was asked about before.
Status answerBlocks(Applier& applier, const AskBlocks& question, Replies& replies);

} // namespace understudy::replication
