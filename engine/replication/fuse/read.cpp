// Reading: no record, no lock.

#include "replication/fuse/operations.h"

#include <unistd.h>

#include <cerrno>
#include <vector>

namespace understudy::replication {

void opRead(fuse_req_t request, fuse_ino_t, std::size_t size, off_t offset, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    static thread_local std::vector<char> buffer;
    if (buffer.size() < size)
        buffer.resize(size);
    ssize_t got = 0;
    int error = 0;
    {
        const OwnDiskCall call(fs.disk);
        got = ::pread(openFile(info)->fd.get(), buffer.data(), size, offset);
        error = errno;
    }
    if (got < 0) {
        fuse_reply_err(request, diskError(fs, "a file cannot be read", error));
    } else {
        fuse_reply_buf(request, buffer.data(), static_cast<std::size_t>(got));
    }
}

void opLseek(fuse_req_t request, fuse_ino_t, off_t offset, int whence, fuse_file_info* info) {
    const off_t at = ::lseek(openFile(info)->fd.get(), offset, whence);
    if (at < 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_lseek(request, at);
    }
}

} // namespace understudy::replication
