// Changing the names of what exists. Records: Link, Remove, Rename, and SetAttributes of the directories
// (their times). Thread: a FUSE worker. Locks: gate (shared), names (exclusive), then the inode that may lose
// its last name: from then on it is an orphan, and not a byte of it is sent, because the standby has no such
// object any more.

#include "replication/fuse/operations.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>

namespace understudy::replication {

namespace {

void appendTimes(Changes& changes, Inode& directory) {
    const std::lock_guard lock(directory.lock);
    appendAttributes(changes, directory);
}

int removeName(FileSystem& fs, Inode& parent, const char* name, int flags) {
    Changes& changes = fs.changes;
    const std::shared_lock gate(changes.gate);
    if (const int refused = changes.mayChange())
        return refused;
    const std::unique_lock names(changes.names);
    Tree& tree = changes.copy.tree();
    const FileId* id = tree.child(parent.id, name);
    if (id == nullptr)
        return ENOENT;
    const InodePtr victim = changes.inodes.find(*id);
    {
        std::unique_lock<std::mutex> lock;
        if (victim)
            lock = std::unique_lock(victim->lock);
        if (::unlinkat(parent.path.get(), name, flags) != 0)
            return errno;
        bool gone = false;
        UNDERSTUDY_ASSERT(tree.remove(parent.id, name, &gone));
        if (victim && gone)
            victim->orphan = true;
        changes.outbox.names(Remove{parent.id, name});
    }
    appendTimes(changes, parent);
    return 0;
}

int renameName(FileSystem& fs, Inode& from, const char* name, Inode& to, const char* newName,
               unsigned flags) {
    if ((flags & ~static_cast<unsigned>(RENAME_NOREPLACE | RENAME_EXCHANGE)) != 0)
        return EINVAL;
    Changes& changes = fs.changes;
    const std::shared_lock gate(changes.gate);
    if (const int refused = changes.mayChange())
        return refused;
    const std::unique_lock names(changes.names);
    Tree& tree = changes.copy.tree();
    if (tree.child(from.id, name) == nullptr)
        return ENOENT;
    const FileId* target = tree.child(to.id, newName);
    const InodePtr victim = target != nullptr ? changes.inodes.find(*target) : nullptr;
    {
        std::unique_lock<std::mutex> lock;
        if (victim)
            lock = std::unique_lock(victim->lock);
        if (::renameat2(from.path.get(), name, to.path.get(), newName, flags) != 0)
            return errno;
        FileId replaced;
        UNDERSTUDY_ASSERT(tree.rename(from.id, name, to.id, newName, flags, &replaced));
        if (victim && replaced == victim->id)
            victim->orphan = true;
        changes.outbox.names(Rename{from.id, name, to.id, newName, flags});
    }
    appendTimes(changes, from);
    if (from.id != to.id)
        appendTimes(changes, to);
    return 0;
}

int linkName(FileSystem& fs, Inode& inode, Inode& parent, const char* name, fuse_entry_param& entry) {
    Changes& changes = fs.changes;
    const std::shared_lock gate(changes.gate);
    if (const int refused = changes.mayChange())
        return refused;
    const std::unique_lock names(changes.names);
    Tree& tree = changes.copy.tree();
    if (tree.find(inode.id) == nullptr || tree.find(parent.id) == nullptr)
        return ENOENT;
    if (tree.child(parent.id, name) != nullptr)
        return EEXIST;
    if (::linkat(AT_FDCWD, procPath(inode.path.get()).c_str(), parent.path.get(), name, AT_SYMLINK_FOLLOW) !=
        0)
        return errno;
    UNDERSTUDY_ASSERT(tree.link(parent.id, name, inode.id));
    changes.outbox.names(Link{inode.id, parent.id, name});
    appendTimes(changes, parent);
    return fillEntry(fs, parent, name, inode.id, entry);
}

} // namespace

void opUnlink(fuse_req_t request, fuse_ino_t parentIno, const char* name) {
    FileSystem& fs = fileSystem(request);
    const InodePtr parent = fs.inode(parentIno);
    fuse_reply_err(request, parent
                                ? diskError(fs, "a name cannot be removed", removeName(fs, *parent, name, 0))
                                : ESTALE);
}

void opRmdir(fuse_req_t request, fuse_ino_t parentIno, const char* name) {
    FileSystem& fs = fileSystem(request);
    const InodePtr parent = fs.inode(parentIno);
    fuse_reply_err(request, parent ? diskError(fs, "a directory cannot be removed",
                                               removeName(fs, *parent, name, AT_REMOVEDIR))
                                   : ESTALE);
}

void opRename(fuse_req_t request, fuse_ino_t parentIno, const char* name, fuse_ino_t newParentIno,
              const char* newName, unsigned flags) {
    FileSystem& fs = fileSystem(request);
    const InodePtr from = fs.inode(parentIno);
    const InodePtr to = fs.inode(newParentIno);
    if (!from || !to) {
        fuse_reply_err(request, ESTALE);
        return;
    }
    fuse_reply_err(
        request, diskError(fs, "a name cannot be changed", renameName(fs, *from, name, *to, newName, flags)));
}

void opLink(fuse_req_t request, fuse_ino_t ino, fuse_ino_t newParentIno, const char* newName) {
    FileSystem& fs = fileSystem(request);
    const InodePtr inode = fs.inode(ino);
    const InodePtr parent = fs.inode(newParentIno);
    fuse_entry_param entry{};
    const int error = inode && parent ? linkName(fs, *inode, *parent, newName, entry) : ESTALE;
    if (error != 0) {
        fuse_reply_err(request, diskError(fs, "a link cannot be made", error));
    } else {
        fuse_reply_entry(request, &entry);
    }
}

} // namespace understudy::replication
