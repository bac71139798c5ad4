#pragma once
// A mounted folder: the FUSE session, its worker threads, and the ways to end it (S9, S12).
// Owner: the Source. open() and the closing functions block; no call here goes through the mount itself
// (S17).

#include "base/descriptor.h"
#include "replication/fuse/file_system.h"

#include <memory>
#include <string>
#include <thread>

struct fuse_session;

namespace understudy::replication {

// Asked before anything is moved: NotFound or NotAllowed when this computer has no FUSE or this process may
// not mount, in words.
Status refuseWithoutFuse();

// What the fence needs: `abort`, open for writing, aborts the connection by "1". A duplicate, so that it
// means this connection even if the folder is unmounted meanwhile. Not open when the control file system is
// not there.
struct Abortable {
    std::string path;
    Descriptor abort;
};

class MountedFolder {
public:
    // Mounts over the folder's visible path and serves. `ended` is called once if the session ends by itself
    // (aborted or unmounted from outside), from its thread.
    static Result<std::unique_ptr<MountedFolder>> open(FileSystem& fileSystem, std::function<void()> ended);
    ~MountedFolder(); // abort + detach if still mounted

    Abortable abortable() const;

    Status unmount(); // plain: writes dirty pages back first; Busy when somebody is inside (they are named)
    void abort();     // every request under way fails now, whoever waits in it
    void end();       // abort, detach what is left of the mount, join the threads

private:
    MountedFolder(FileSystem& fileSystem, std::function<void()> ended)
        : m_fileSystem(fileSystem), m_ended(std::move(ended)) {}
    void findAbort();

    FileSystem& m_fileSystem;
    std::function<void()> m_ended;
    fuse_session* m_session = nullptr;
    std::string m_path;
    Descriptor m_abort;
    std::thread m_loop;
    std::atomic<bool> m_ending{false};
    bool m_mounted = false;
};

} // namespace understudy::replication
