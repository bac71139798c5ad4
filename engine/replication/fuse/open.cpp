// Opening and closing. No record, but the last word on a file's times when a writer closes it.

#include "replication/fuse/operations.h"

#include <fcntl.h>

#include <cerrno>
#include <memory>

namespace understudy::replication {

namespace {

// O_APPEND: the kernel has put the right offset into each write, and pwrite on such a descriptor would ignore
// it. O_DIRECT: our buffers are not aligned; what it promises is kept by the barrier. O_SYNC: kept by a
// barrier per write.
int backingFlags(int flags) {
    int kept = flags & ~(O_APPEND | O_DIRECT | O_SYNC | O_DSYNC | O_TRUNC | O_CREAT | O_EXCL | O_NOFOLLOW);
    if ((kept & O_ACCMODE) == O_WRONLY)
        kept = (kept & ~O_ACCMODE) | O_RDWR; // mmap's write-back may use any descriptor
    return kept | O_CLOEXEC;
}

} // namespace

void opOpen(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    auto file = std::make_unique<OpenFile>();
    file->inode = fs.inode(ino);
    if (!file->inode) {
        fuse_reply_err(request, ESTALE);
        return;
    }
    file->fd = Descriptor(::open(procPath(file->inode->path.get()).c_str(), backingFlags(info->flags)));
    if (!file->fd.isOpen()) {
        fuse_reply_err(request, diskError(fs, "a file cannot be opened", errno));
        return;
    }
    file->synchronous = (info->flags & O_DSYNC) != 0; // O_SYNC includes O_DSYNC
    info->fh = reinterpret_cast<std::uint64_t>(file.get());
    info->keep_cache = 1;
    if (fuse_reply_open(request, info) == 0)
        static_cast<void>(file.release());
}

void opRelease(fuse_req_t request, fuse_ino_t, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    const std::unique_ptr<OpenFile> file(openFile(info));
    if (file->inode->timesDirty.load(std::memory_order_relaxed)) {
        const std::shared_lock gate(fs.changes.gate);
        const std::lock_guard lock(file->inode->lock);
        appendAttributes(fs.changes, *file->inode);
    }
    fuse_reply_err(request, 0);
}

void opFlush(fuse_req_t request, fuse_ino_t, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    Inode& inode = *openFile(info)->inode;
    // close() returns after flush, not after release: times are in the stream when the application goes on.
    if (inode.timesDirty.load(std::memory_order_relaxed)) {
        const std::shared_lock gate(fs.changes.gate);
        const std::lock_guard lock(inode.lock);
        appendAttributes(fs.changes, inode);
    }
    fuse_reply_err(request, 0);
}

} // namespace understudy::replication
