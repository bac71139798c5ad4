// Reading directories: no record. After libfuse's example passthrough_ll: one DIR per open directory, offsets
// are its own.

#include "replication/fuse/operations.h"

#include <dirent.h>
#include <fcntl.h>

#include <cerrno>
#include <memory>
#include <vector>

namespace understudy::replication {

namespace {

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

struct OpenDirectory : OpenFile { // fsyncdir sees an OpenFile
    std::unique_ptr<DIR, CloseDirectory> stream;
    off_t at = 0;
    const dirent* waiting = nullptr; // read, but did not fit into the last answer
};

OpenDirectory* openDirectory(const fuse_file_info* info) {
    return static_cast<OpenDirectory*>(openFile(info));
}

bool add(fuse_req_t request, std::vector<char>& buffer, std::size_t& used, const dirent& entry) {
    struct stat status {};
    status.st_ino = entry.d_ino;
    status.st_mode = static_cast<mode_t>(entry.d_type) << 12;
    const std::size_t need = fuse_add_direntry(request, buffer.data() + used, buffer.size() - used,
                                               entry.d_name, &status, entry.d_off);
    if (need > buffer.size() - used)
        return false;
    used += need;
    return true;
}

} // namespace

void opOpendir(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    auto directory = std::make_unique<OpenDirectory>();
    directory->inode = fs.inode(ino);
    if (!directory->inode) {
        fuse_reply_err(request, ESTALE);
        return;
    }
    const int path = directory->inode->path.get();
    directory->fd = Descriptor(::openat(path, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const int own = directory->fd.isOpen() ? ::openat(path, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (own >= 0)
        directory->stream.reset(::fdopendir(own));
    if (!directory->stream) {
        fuse_reply_err(request, diskError(fs, "a directory cannot be opened", errno));
        return;
    }
    OpenFile* file = directory.get();
    info->fh = reinterpret_cast<std::uint64_t>(file);
    info->cache_readdir = 1;
    info->keep_cache = 1;
    if (fuse_reply_open(request, info) == 0)
        static_cast<void>(directory.release());
}

void opReaddir(fuse_req_t request, fuse_ino_t, std::size_t size, off_t offset, fuse_file_info* info) {
    OpenDirectory& directory = *openDirectory(info);
    if (offset != directory.at) {
        ::seekdir(directory.stream.get(), offset);
        directory.waiting = nullptr;
        directory.at = offset;
    }
    std::vector<char> buffer(size);
    std::size_t used = 0;
    for (;;) {
        if (directory.waiting == nullptr) {
            errno = 0;
            directory.waiting = ::readdir(directory.stream.get());
            if (directory.waiting == nullptr)
                break;
        }
        if (!add(request, buffer, used, *directory.waiting))
            break;
        directory.at = directory.waiting->d_off;
        directory.waiting = nullptr;
    }
    if (used == 0 && directory.waiting == nullptr && errno != 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_buf(request, buffer.data(), used);
    }
}

void opReleasedir(fuse_req_t request, fuse_ino_t, fuse_file_info* info) {
    const std::unique_ptr<OpenDirectory> directory(openDirectory(info));
    fuse_reply_err(request, 0);
}

} // namespace understudy::replication
