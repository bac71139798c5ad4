// Extended attributes and ACLs (they are xattrs of the name system.posix_acl_*). Records: SetXattr,
// RemoveXattr, and SetAttributes, since an ACL changes the mode. trusted.understudy.* is ours and does not
// exist for the application. A folder may say that its application needs none: "not supported" spares a
// question of the kernel before each write.

#include "replication/fuse/operations.h"

#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <vector>

namespace understudy::replication {

namespace {

constexpr std::size_t kMaxValue = 65535;

// Looks up the inode and its path, or says why not.
int prepare(FileSystem& fs, fuse_ino_t ino, InodePtr& inode, std::string& path) {
    if (!fs.settings.xattrs)
        return ENOSYS;
    inode = fs.inode(ino);
    if (!inode)
        return ESTALE;
    path = procPath(inode->path.get());
    return 0;
}

template <typename Apply> int change(FileSystem& fs, Inode& inode, const Apply& apply, const Record& record) {
    const std::shared_lock gate(fs.changes.gate);
    if (const int refused = fs.changes.mayChange())
        return refused;
    const std::lock_guard lock(inode.lock);
    if (apply() != 0)
        return errno;
    if (inode.orphan)
        return 0;
    fs.changes.outbox.names(record);
    appendAttributes(fs.changes, inode);
    return 0;
}

} // namespace

void opSetxattr(fuse_req_t request, fuse_ino_t ino, const char* name, const char* value, std::size_t size,
                int flags) {
    FileSystem& fs = fileSystem(request);
    InodePtr inode;
    std::string path;
    int error = prepare(fs, ino, inode, path);
    if (error == 0 && isHiddenXattr(name))
        error = EPERM;
    if (error == 0 && size > kMaxValue)
        error = E2BIG;
    if (error == 0)
        error = change(
            fs, *inode, [&] { return ::setxattr(path.c_str(), name, value, size, flags); },
            SetXattr{inode->id, name, std::string(value, size)});
    fuse_reply_err(request, error);
}

void opRemovexattr(fuse_req_t request, fuse_ino_t ino, const char* name) {
    FileSystem& fs = fileSystem(request);
    InodePtr inode;
    std::string path;
    int error = prepare(fs, ino, inode, path);
    if (error == 0 && isHiddenXattr(name))
        error = ENODATA;
    if (error == 0)
        error = change(
            fs, *inode, [&] { return ::removexattr(path.c_str(), name); }, RemoveXattr{inode->id, name});
    fuse_reply_err(request, error);
}

void opGetxattr(fuse_req_t request, fuse_ino_t ino, const char* name, std::size_t size) {
    FileSystem& fs = fileSystem(request);
    InodePtr inode;
    std::string path;
    int error = prepare(fs, ino, inode, path);
    if (error == 0 && isHiddenXattr(name))
        error = ENODATA;
    std::vector<char> value(size);
    const ssize_t got = error == 0 ? ::getxattr(path.c_str(), name, value.data(), size) : -1;
    if (error == 0 && got < 0)
        error = errno;
    if (error != 0) {
        fuse_reply_err(request, error);
    } else if (size == 0) {
        fuse_reply_xattr(request, static_cast<std::size_t>(got));
    } else {
        fuse_reply_buf(request, value.data(), static_cast<std::size_t>(got));
    }
}

void opListxattr(fuse_req_t request, fuse_ino_t ino, std::size_t size) {
    FileSystem& fs = fileSystem(request);
    InodePtr inode;
    std::string path;
    if (const int error = prepare(fs, ino, inode, path)) {
        fuse_reply_err(request, error);
        return;
    }
    std::vector<char> all(kMaxValue);
    const ssize_t got = ::listxattr(path.c_str(), all.data(), all.size());
    if (got < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    std::vector<char> shown;
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
        const std::string_view name(all.data() + at);
        if (!isHiddenXattr(std::string(name)))
            shown.insert(shown.end(), name.data(), name.data() + name.size() + 1);
        at += name.size() + 1;
    }
    if (size == 0) {
        fuse_reply_xattr(request, shown.size());
    } else if (size < shown.size()) {
        fuse_reply_err(request, ERANGE);
    } else {
        fuse_reply_buf(request, shown.data(), shown.size());
    }
}

} // namespace understudy::replication
