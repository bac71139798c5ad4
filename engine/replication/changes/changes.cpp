#include "replication/changes/changes.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace understudy::replication {

int attributesNow(int pathFd, Attributes& out) {
    struct stat status {};
    if (::fstatat(pathFd, "", &status, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
        return errno;
    out = attributesOf(status);
    return 0;
}

void appendAttributes(Changes& changes, Inode& inode) {
    if (inode.orphan || !changes.outbox.wantsNames())
        return;
    SetAttributes record{inode.id, {}};
    inode.timesDirty.store(false, std::memory_order_relaxed);
    if (attributesNow(inode.path.get(), record.attributes) == 0)
        changes.outbox.names(record);
}

} // namespace understudy::replication
