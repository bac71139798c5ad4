// Barriers. The record Sync goes out first, in this thread, then the local sync runs while the standby syncs;
// the request is answered when both are done, by whichever finishes last: this thread, or the reader of the
// standby's confirmations. A standby that does not confirm keeps the request waiting until the core has
// dropped it, durably, and grants "alone" (safety rules 1 and 3). A local sync that fails is returned and
// sticks: the folder is a failed application from then on.

#include "replication/copy/durable.h"
#include "replication/fuse/operations.h"

#include <unistd.h>

#include <cerrno>

namespace understudy::replication {

namespace {

// A write's answer carries its size: kept beside the request.
struct WriteAnswer {
    fuse_req_t request;
    std::size_t size;
};

void answerSync(void* request, int error) {
    fuse_reply_err(static_cast<fuse_req_t>(request), error);
}

void answerSyncedWrite(void* held, int error) {
    const std::unique_ptr<WriteAnswer> answer(static_cast<WriteAnswer*>(held));
    if (error != 0) {
        fuse_reply_err(answer->request, error);
    } else {
        fuse_reply_write(answer->request, answer->size);
    }
}

int syncLocally(FileSystem& fs, int fd, bool dataOnly) {
    const OwnDiskCall call(fs.disk);
    return (dataOnly ? syncContent(fd) : syncWhole(fd)) == 0 ? 0 : errno;
}

} // namespace

void syncAndAnswer(fuse_req_t request, FileSystem& fs, OpenFile& file, bool dataOnly,
                   std::size_t answerBytes) {
    Changes& changes = fs.changes;
    Acknowledgements::Waiter waiter{request, answerSync};
    if (answerBytes > 0)
        waiter = {new WriteAnswer{request, answerBytes}, answerSyncedWrite};
    const auto needs = fs.settings.mode == Mode::Async ? Acknowledgements::Needs::LocalOnly
                                                       : Acknowledgements::Needs::Standby;
    Acknowledgements::Begun barrier;
    {
        const std::shared_lock gate(changes.gate);
        const std::lock_guard lock(file.inode->lock); // what was written before is in the stream before
        barrier = changes.acknowledgements.begin(
            waiter, file.inode->orphan ? Acknowledgements::Needs::LocalOnly : needs);
        if (barrier.ask)
            changes.outbox.content(Sync{barrier.id, file.inode->id});
    }
    if (barrier.ask)
        changes.outbox.flush();
    int error = syncLocally(fs, file.fd.get(), dataOnly);
    if (error != 0) {
        changes.diskFailed(Error{ErrorCode::System, fs.settings.path, "cannot be made durable", error});
        error = EIO;
    }
    changes.acknowledgements.localDone(barrier.id, error);
}

void opFsync(fuse_req_t request, fuse_ino_t, int dataOnly, fuse_file_info* info) {
    syncAndAnswer(request, fileSystem(request), *openFile(info), dataOnly != 0);
}

// PostgreSQL's durable rename rests on it: a directory is a barrier like a file.
void opFsyncdir(fuse_req_t request, fuse_ino_t, int, fuse_file_info* info) {
    syncAndAnswer(request, fileSystem(request), *openFile(info), false);
}

} // namespace understudy::replication
