#pragma once
// What every changing operation on the serving node goes through, whoever asks for it: the FUSE operations
// and the synchronisation share one of these. Locks, outermost first:
//
//   gate     shared: one change from touch() of the log to its record in the stream. Exclusive: begin an
//   epoch, refuse changes. names    the index of the copy: shared to look up, exclusive to change.
//   Inode::lock   content and attributes of one object: apply + append are one step.
//   the outbox's own lock, innermost.
//
// No lock is held while waiting for the standby.

#include "replication/changes/acknowledgements.h"
#include "replication/changes/inode_table.h"
#include "replication/changes/outbox.h"
#include "replication/changes/write_preferring_lock.h"
#include "replication/copy/copy.h"
#include "replication/log/activity_log.h"

#include <atomic>
#include <cerrno>
#include <functional>
#include <shared_mutex>

namespace understudy::replication {

struct Changes {
    Changes(Copy& c, ActivityLog& l, Outbox& o, Acknowledgements& a)
        : copy(c), log(l), outbox(o), acknowledgements(a) {}

    Copy& copy;
    ActivityLog& log;
    Outbox& outbox;
    Acknowledgements& acknowledgements;

    WritePreferringLock gate;
    std::shared_mutex names;
    InodeTable inodes;
    std::atomic<bool> refusing{false}; // written under gate exclusively: every change is answered EROFS
    std::function<void(const Error&)> diskFailed; // our own disk: an application failure (any thread)
    // A change that failed may have been made in part here: the standby is to be compared anew (any thread).
    std::function<void(const Error&)> copiesMayDiffer;

    // 0, or the errno that a change must be answered with. The gate is held (shared).
    int mayChange() const { return refusing.load(std::memory_order_acquire) ? EROFS : 0; }
};

// The attributes of an object as the stream carries them; 0 or an errno.
int attributesNow(int pathFd, Attributes& out);

// Puts the object's present attributes into the stream. Inode::lock is held.
void appendAttributes(Changes& changes, Inode& inode);

} // namespace understudy::replication
