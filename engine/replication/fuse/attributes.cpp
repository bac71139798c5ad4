// Owners, modes, times, size. Records: Truncate, SetAttributes. The other half is
// target/apply/attributes.cpp. Thread: a FUSE worker. Locks: gate (shared), the inode's.

#include "replication/fuse/operations.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace understudy::replication {

namespace {

int truncateFile(FileSystem& fs, Inode& inode, std::uint64_t size, const fuse_file_info* info) {
    struct stat before {};
    if (::fstatat(inode.path.get(), "", &before, AT_EMPTY_PATH) != 0)
        return errno;
    const std::uint64_t changedFrom = std::min(size, static_cast<std::uint64_t>(before.st_size));
    if (!inode.orphan && !fs.changes.log.touchFrom(inode.id, changedFrom))
        return EIO;
    const auto length = static_cast<off_t>(size);
    const OwnDiskCall call(fs.disk);
    const int result = info != nullptr ? ::ftruncate(openFile(info)->fd.get(), length)
                                       : ::truncate(procPath(inode.path.get()).c_str(), length);
    if (result != 0)
        return errno;
    if (!inode.orphan)
        fs.changes.outbox.content(Truncate{inode.id, size});
    return 0;
}

timespec timeToSet(int which, int bit, int nowBit, const timespec& value) {
    if ((which & nowBit) != 0)
        return {0, UTIME_NOW};
    if ((which & bit) != 0)
        return value;
    return {0, UTIME_OMIT};
}

int applyAttributes(FileSystem& fs, Inode& inode, const struct stat& wanted, int which,
                    const fuse_file_info* info) {
    const int path = inode.path.get();
    if ((which & FUSE_SET_ATTR_SIZE) != 0) {
        if (const int error = truncateFile(fs, inode, static_cast<std::uint64_t>(wanted.st_size), info))
            return error;
    }
    if ((which & (FUSE_SET_ATTR_UID | FUSE_SET_ATTR_GID)) != 0) {
        const uid_t uid = (which & FUSE_SET_ATTR_UID) != 0 ? wanted.st_uid : static_cast<uid_t>(-1);
        const gid_t gid = (which & FUSE_SET_ATTR_GID) != 0 ? wanted.st_gid : static_cast<gid_t>(-1);
        if (::fchownat(path, "", uid, gid, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
            return errno;
    }
    if ((which & FUSE_SET_ATTR_MODE) != 0 && ::chmod(procPath(path).c_str(), wanted.st_mode & 07777) != 0)
        return errno;
    if ((which & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_MTIME | FUSE_SET_ATTR_ATIME_NOW |
                  FUSE_SET_ATTR_MTIME_NOW)) != 0) {
        const timespec times[2] = {
            timeToSet(which, FUSE_SET_ATTR_ATIME, FUSE_SET_ATTR_ATIME_NOW, wanted.st_atim),
            timeToSet(which, FUSE_SET_ATTR_MTIME, FUSE_SET_ATTR_MTIME_NOW, wanted.st_mtim)};
        if (::utimensat(path, "", times, AT_EMPTY_PATH) != 0)
            return errno;
    }
    return 0;
}

} // namespace

void opSetattr(fuse_req_t request, fuse_ino_t ino, struct stat* wanted, int which, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    const InodePtr inode = fs.inode(ino);
    if (!inode) {
        fuse_reply_err(request, ESTALE);
        return;
    }
    int error = 0;
    struct stat now {};
    {
        const std::shared_lock gate(fs.changes.gate);
        error = fs.changes.mayChange();
        const std::lock_guard lock(inode->lock);
        if (error == 0) {
            error = applyAttributes(fs, *inode, *wanted, which, info);
            appendAttributes(fs.changes, *inode); // also after half a success: what happened, happened
        }
        if (error == 0 && ::fstatat(inode->path.get(), "", &now, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
            error = errno;
    }
    if (error != 0) {
        fuse_reply_err(request, diskError(fs, "attributes cannot be changed", error));
    } else {
        fuse_reply_attr(request, &now, kCacheSeconds);
    }
}

} // namespace understudy::replication
