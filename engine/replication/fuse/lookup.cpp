// Looking: no operation here changes anything, none makes a record.

#include "replication/fuse/operations.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

namespace understudy::replication {

namespace {
// Larger ones gain nothing measurable, and every worker keeps as much memory as the largest that it ever saw.
constexpr unsigned kLargestWrite = 256u << 10;
static_assert(kLargestWrite <= kMaxWrite);
} // namespace

void opInit(void*, fuse_conn_info* connection) {
    // A write reaches us when the application makes it (no write-back cache): the standby is never more than
    // the socket behind. Pages stay valid because the mount is the only way to them, so no invalidation by
    // time stamps. O_TRUNC comes as a truncate of its own. The bits set-user-ID and set-group-ID are cleared
    // by the kernel, by a change of attributes: our own write, as root, would leave them.
    connection->want &= ~static_cast<unsigned>(FUSE_CAP_WRITEBACK_CACHE | FUSE_CAP_AUTO_INVAL_DATA |
                                               FUSE_CAP_ATOMIC_O_TRUNC | FUSE_CAP_HANDLE_KILLPRIV);
    if ((connection->capable & FUSE_CAP_POSIX_ACL) != 0)
        connection->want |= FUSE_CAP_POSIX_ACL;
    if ((connection->capable & FUSE_CAP_CACHE_SYMLINKS) != 0)
        connection->want |= FUSE_CAP_CACHE_SYMLINKS;
    connection->max_write = kLargestWrite;
    connection->time_gran = 1;
}

void opLookup(fuse_req_t request, fuse_ino_t parentIno, const char* name) {
    FileSystem& fs = fileSystem(request);
    const InodePtr parent = fs.inode(parentIno);
    if (!parent) {
        fuse_reply_err(request, ESTALE);
        return;
    }
    fuse_entry_param entry{};
    int error = 0;
    {
        const std::shared_lock lock(fs.changes.names);
        const FileId* id = fs.changes.copy.tree().child(parent->id, name);
        if (id != nullptr)
            error = fillEntry(fs, *parent, name, *id, entry);
    }
    if (error != 0) {
        fuse_reply_err(request, error);
    } else {
        entry.entry_timeout = kCacheSeconds; // without an id: "there is no such name" is kept as well
        fuse_reply_entry(request, &entry);
    }
}

void opForget(fuse_req_t request, fuse_ino_t ino, std::uint64_t lookups) {
    fileSystem(request).changes.inodes.forget(FileId(ino), lookups);
    fuse_reply_none(request);
}

void opForgetMulti(fuse_req_t request, std::size_t count, fuse_forget_data* forgets) {
    FileSystem& fs = fileSystem(request);
    for (std::size_t i = 0; i < count; ++i)
        fs.changes.inodes.forget(FileId(forgets[i].ino), forgets[i].nlookup);
    fuse_reply_none(request);
}

void opGetattr(fuse_req_t request, fuse_ino_t ino, fuse_file_info*) {
    FileSystem& fs = fileSystem(request);
    const InodePtr inode = fs.inode(ino);
    struct stat status {};
    if (!inode) {
        fuse_reply_err(request, ESTALE);
    } else if (::fstatat(inode->path.get(), "", &status, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0) {
        fuse_reply_err(request, diskError(fs, "attributes cannot be read", errno));
    } else {
        fuse_reply_attr(request, &status, kCacheSeconds);
    }
}

void opReadlink(fuse_req_t request, fuse_ino_t ino) {
    const InodePtr inode = fileSystem(request).inode(ino);
    std::array<char, PATH_MAX + 1> target{};
    const ssize_t size = inode ? ::readlinkat(inode->path.get(), "", target.data(), PATH_MAX) : -1;
    if (size < 0) {
        fuse_reply_err(request, inode ? errno : ESTALE);
    } else {
        fuse_reply_readlink(request, target.data()); // the array was zeroed: the end is marked
    }
}

void opStatfs(fuse_req_t request, fuse_ino_t) {
    FileSystem& fs = fileSystem(request);
    struct statvfs status {};
    if (::fstatvfs(fs.root->path.get(), &status) != 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_statfs(request, &status);
    }
}

} // namespace understudy::replication
