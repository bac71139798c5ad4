#pragma once
// One mounted folder, as the FUSE operations see it.

#define FUSE_USE_VERSION 314
#include "replication/changes/changes.h"
#include "replication/settings.h"

#include <fuse3/fuse_lowlevel.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace understudy::replication {

// Requests to our own disk that have not returned: a disk that hangs without an error is seen by their age
// (S15).
class OwnDiskWatch {
public:
    explicit OwnDiskWatch(const Clock& clock) : m_clock(clock) {}
    std::size_t enter();
    void leave(std::size_t slot);
    Duration oldest() const; // 0: nothing under way
    // For one who asks twice a second: the age of the oldest, once, when it has been over `bound` for some
    // time. After a pause of this computer every request looks old until it has had the time to return.
    std::optional<Duration> becameStuck(Duration bound);

private:
    static constexpr std::size_t kSlots = 64; // more than there are threads
    static constexpr int kLooks = 4;
    const Clock& m_clock;
    std::array<std::atomic<std::int64_t>, kSlots> m_since{};
    int m_looks = 0; // in a row that found it stuck
};

class OwnDiskCall { // for the time of one system call on the backing
public:
    explicit OwnDiskCall(OwnDiskWatch& watch) : m_watch(watch), m_slot(watch.enter()) {}
    ~OwnDiskCall() { m_watch.leave(m_slot); }
    OwnDiskCall(const OwnDiskCall&) = delete;
    OwnDiskCall& operator=(const OwnDiskCall&) = delete;

private:
    OwnDiskWatch& m_watch;
    std::size_t m_slot;
};

struct FileSystem {
    FileSystem(Changes& c, OwnDiskWatch& w, FolderSettings s, std::size_t index)
        : changes(c), disk(w), settings(std::move(s)), folder(index) {}

    Changes& changes;
    OwnDiskWatch& disk;
    FolderSettings settings;
    std::size_t folder;
    InodePtr root;

    FileId idOf(fuse_ino_t ino) const { return ino == FUSE_ROOT_ID ? rootId(folder) : FileId(ino); }
    fuse_ino_t inoOf(FileId id) const { return isRoot(id) ? FUSE_ROOT_ID : id.value; }
    InodePtr inode(fuse_ino_t ino) const {
        return ino == FUSE_ROOT_ID ? root : changes.inodes.find(FileId(ino));
    }
};

// An open file or directory (fuse_file_info::fh).
struct OpenFile {
    Descriptor fd;
    InodePtr inode;
    bool synchronous = false; // O_SYNC or O_DSYNC: each write is a barrier (S11)
};

inline FileSystem& fileSystem(fuse_req_t request) {
    return *static_cast<FileSystem*>(fuse_req_userdata(request));
}
inline OpenFile* openFile(const fuse_file_info* info) {
    return reinterpret_cast<OpenFile*>(info->fh);
}

std::string procPath(int fd); // "/proc/self/fd/N": the object behind an O_PATH descriptor

// The kernel may keep names and attributes for this long: the mount is the only way to them.
inline constexpr double kCacheSeconds = 3600.0;

// Fills an entry for an object and counts the kernel's reference. The names lock is held. 0 or an errno.
int fillEntry(FileSystem& fs, Inode& parent, const char* name, FileId id, fuse_entry_param& entry,
              InodePtr* out = nullptr);

// EIO from our own disk is a failure of the application: the core is told. Returns the errno.
int diskError(FileSystem& fs, const char* what, int error);

// Begins a barrier on this object and answers the request, with 0 or an errno, when it is durable on both
// copies, from whichever thread finishes last. `answerBytes`: answered as a write of so many bytes instead.
void syncAndAnswer(fuse_req_t request, FileSystem& fs, OpenFile& file, bool dataOnly,
                   std::size_t answerBytes = 0);

} // namespace understudy::replication
