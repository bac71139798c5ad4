// Changing content. Records: Write, Allocate. The other half is target/apply/write.cpp.

#include "replication/fuse/operations.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace understudy::replication {

namespace {

struct Written {
    std::size_t size = 0;
    int error = 0;
};

Written writeLocally(FileSystem& fs, int fd, const char* bytes, std::size_t size, off_t offset) {
    const OwnDiskCall call(fs.disk);
    Written done;
    while (done.size < size) {
        const ssize_t got =
            ::pwrite(fd, bytes + done.size, size - done.size, offset + static_cast<off_t>(done.size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            done.error = errno;
            break;
        }
        done.size += static_cast<std::size_t>(got);
    }
    return done;
}

// Some file systems (ext4) keep what they had allocated when the room ran out half-way, and the file's size
// with it.
int allocateLocally(FileSystem& fs, OpenFile& file, int mode, off_t offset, off_t length) {
    struct stat before {
    }, after{};
    const OwnDiskCall call(fs.disk);
    if (::fstat(file.fd.get(), &before) != 0)
        return errno;
    if (::fallocate(file.fd.get(), mode, offset, length) == 0)
        return 0;
    const int error = errno;
    if (!file.inode->orphan && ::fstat(file.fd.get(), &after) == 0 && after.st_size != before.st_size) {
        file.inode->timesDirty.store(true, std::memory_order_relaxed);
        fs.changes.outbox.content(Truncate{file.inode->id, static_cast<std::uint64_t>(after.st_size)});
    }
    return error;
}

// Punching and zeroing take several steps in a file system. What cannot have begun is told by these.
bool mayBeHalfDone(int mode, int error) {
    static constexpr std::array kRefusals = {EOPNOTSUPP, EINVAL, EPERM,  EBADF,
                                             EFBIG,      ENODEV, ESPIPE, ETXTBSY};
    return (mode & ~FALLOC_FL_KEEP_SIZE) != 0 && std::ranges::find(kRefusals, error) == kRefusals.end();
}

void answerWrite(fuse_req_t request, FileSystem& fs, std::size_t size) {
    // A stream that runs full puts the answer off instead of holding a thread (S17).
    if (fs.changes.outbox.putOff([request, size] { fuse_reply_write(request, size); }))
        return;
    fuse_reply_write(request, size);
}

} // namespace

// Durable on return: nothing, or on both copies for O_SYNC, O_DSYNC and folders in mode every-write.
// Thread: a FUSE worker. Locks: gate (shared), the inode's.
void opWrite(fuse_req_t request, fuse_ino_t, const char* bytes, std::size_t size, off_t offset,
             fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    Changes& changes = fs.changes;
    OpenFile& file = *openFile(info);
    Inode& inode = *file.inode;
    const auto start = static_cast<std::uint64_t>(offset);
    Written done;
    changes.outbox.waitForRoom();
    {
        const std::shared_lock gate(changes.gate);
        if (const int refused = changes.mayChange()) {
            fuse_reply_err(request, refused);
            return;
        }
        const std::lock_guard lock(inode.lock);
        if (!inode.orphan) {
            if (auto touched = changes.log.touch(inode.id, start, size); !touched) {
                changes.diskFailed(touched.error());
                fuse_reply_err(request, EIO);
                return;
            }
        }
        done = writeLocally(fs, file.fd.get(), bytes, size, offset);
        if (done.size > 0 && !inode.orphan) {
            inode.timesDirty.store(true, std::memory_order_relaxed);
            if (changes.outbox.isLive())
                changes.outbox.content(
                    Write{inode.id, start, {reinterpret_cast<const std::uint8_t*>(bytes), done.size}});
        }
    }
    changes.outbox.flushIfLong();
    if (done.size == 0 && done.error != 0) {
        fuse_reply_err(request, diskError(fs, "a file cannot be written", done.error));
    } else if (file.synchronous || fs.settings.mode == Mode::EveryWrite || (info->flags & O_DSYNC) != 0) {
        syncAndAnswer(request, fs, file, true, done.size);
    } else {
        answerWrite(request, fs, done.size);
    }
}

void opFallocate(fuse_req_t request, fuse_ino_t, int mode, off_t offset, off_t length, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    Changes& changes = fs.changes;
    OpenFile& file = *openFile(info);
    const auto start = static_cast<std::uint64_t>(offset);
    const auto size = static_cast<std::uint64_t>(length);
    int error = 0;
    {
        const std::shared_lock gate(changes.gate);
        error = changes.mayChange();
        const std::lock_guard lock(file.inode->lock);
        if (error == 0 && !file.inode->orphan && !changes.log.touch(file.inode->id, start, size))
            error = EIO;
        if (error == 0) {
            error = allocateLocally(fs, file, mode, offset, length);
            // Before the gate opens: a trim of the log must not forget the zone in between.
            if (error != 0 && !file.inode->orphan && mayBeHalfDone(mode, error))
                changes.copiesMayDiffer(Error{ErrorCode::System, fs.settings.path,
                                              "a hole in a file was made in part only", error});
        }
        if (error == 0 && !file.inode->orphan) {
            file.inode->timesDirty.store(true, std::memory_order_relaxed);
            changes.outbox.content(Allocate{file.inode->id, static_cast<std::uint32_t>(mode), start, size});
        }
    }
    fuse_reply_err(request, error == 0 ? 0 : diskError(fs, "space cannot be allocated", error));
}

} // namespace understudy::replication
