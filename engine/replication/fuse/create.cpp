// New objects. Records: Create, and SetAttributes of the directory (its times). The other half is
// target/apply/namespace.cpp. Nothing is durable on return; fsync of the directory makes it so, on both
// copies. Thread: a FUSE worker. Locks: gate (shared), names (exclusive), then the directory's inode for its
// times.

#include "replication/fuse/operations.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <map>
#include <string>

namespace understudy::replication {

namespace {

struct NewObject {
    const char* name;
    ObjectType type;
    mode_t mode;
    dev_t device = 0;
    std::string target{};
};

// Owner as the caller, group as the caller or, in a set-group-id directory, as the directory (the kernel did
// that already).
int giveToCaller(fuse_req_t request, int directory, int parentPath, const NewObject& object) {
    struct stat parent {};
    if (::fstatat(parentPath, "", &parent, AT_EMPTY_PATH) != 0)
        return errno;
    const fuse_ctx* caller = fuse_req_ctx(request);
    const gid_t group = (parent.st_mode & S_ISGID) != 0 ? static_cast<gid_t>(-1) : caller->gid;
    if (::fchownat(directory, object.name, caller->uid, group, AT_SYMLINK_NOFOLLOW) != 0)
        return errno;
    const bool special = object.type != ObjectType::Symlink && object.type != ObjectType::Directory;
    if (special && (object.mode & (S_ISUID | S_ISGID)) != 0 &&
        ::fchmodat(directory, object.name, object.mode & 07777, 0) !=
            0) // a change of owner took these bits away
        return errno;
    return 0;
}

// `xattrs`: what the object inherited from the directory (ACLs).
int identify(int directory, const char* name, FileId id, NewObject& object, Create& record,
             std::map<std::string, std::string>& xattrs) {
    const Descriptor path(::openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!path.isOpen())
        return errno;
    if (auto written = writeId(path.get(), id); !written)
        return written.error().errnoValue != 0 ? written.error().errnoValue : EIO;
    auto inherited = readXattrs(path.get());
    if (!inherited)
        return inherited.error().errnoValue != 0 ? inherited.error().errnoValue : EIO;
    xattrs = std::move(*inherited);
    record.type = object.type;
    record.device = object.device;
    record.target = object.target;
    return attributesNow(path.get(), record.attributes);
}

// `make` creates the object locally and returns an errno. On success the entry is filled, and the record is
// in the stream.
int createObject(fuse_req_t request, Inode& parent, NewObject object,
                 const std::function<int(int directory)>& make, fuse_entry_param& entry, InodePtr* out) {
    FileSystem& fs = fileSystem(request);
    Changes& changes = fs.changes;
    const std::shared_lock gate(changes.gate);
    if (const int refused = changes.mayChange())
        return refused;
    const std::unique_lock names(changes.names);
    Tree& tree = changes.copy.tree();
    if (tree.find(parent.id) == nullptr)
        return ENOENT; // the directory itself was removed
    if (tree.child(parent.id, object.name) != nullptr)
        return EEXIST;

    const int directory = parent.path.get();
    if (const int error = make(directory))
        return error;
    Create record{parent.id, object.name, newId(), object.type, {}, 0, {}};
    std::map<std::string, std::string> xattrs;
    int error = giveToCaller(request, directory, directory, object);
    if (error == 0)
        error = identify(directory, object.name, record.id, object, record, xattrs);
    if (error != 0) {
        ::unlinkat(directory, object.name, object.type == ObjectType::Directory ? AT_REMOVEDIR : 0);
        return error;
    }
    UNDERSTUDY_ASSERT(tree.insert(parent.id, object.name, record.id, object.type));
    changes.outbox.names(record);
    for (const auto& [attribute, value] : xattrs)
        changes.outbox.names(SetXattr{record.id, attribute, value});
    {
        const std::lock_guard lock(parent.lock);
        appendAttributes(changes, parent);
    }
    return fillEntry(fs, parent, object.name, record.id, entry, out);
}

void createAndAnswer(fuse_req_t request, fuse_ino_t parentIno, const NewObject& object,
                     const std::function<int(int directory)>& make) {
    const InodePtr parent = fileSystem(request).inode(parentIno);
    fuse_entry_param entry{};
    const int error = parent ? createObject(request, *parent, object, make, entry, nullptr) : ESTALE;
    if (error != 0) {
        fuse_reply_err(request, error);
    } else {
        fuse_reply_entry(request, &entry);
    }
}

int failed(int result) {
    return result != 0 ? errno : 0;
}

// Somebody else created it between the kernel's look and this request: open what is there.
int openExisting(FileSystem& fs, Inode& parent, const char* name, int flags, fuse_entry_param& entry,
                 OpenFile& file) {
    if ((flags & O_EXCL) != 0)
        return EEXIST;
    const std::shared_lock names(fs.changes.names);
    const FileId* id = fs.changes.copy.tree().child(parent.id, name);
    if (id == nullptr)
        return ENOENT;
    if (const int error = fillEntry(fs, parent, name, *id, entry, &file.inode))
        return error;
    file.fd = Descriptor(::open(procPath(file.inode->path.get()).c_str(), O_RDWR | O_CLOEXEC));
    return file.fd.isOpen() ? 0 : errno;
}

} // namespace

void opCreate(fuse_req_t request, fuse_ino_t parentIno, const char* name, mode_t mode, fuse_file_info* info) {
    FileSystem& fs = fileSystem(request);
    const InodePtr parent = fs.inode(parentIno);
    if (!parent) {
        fuse_reply_err(request, ESTALE);
        return;
    }
    auto file = std::make_unique<OpenFile>();
    fuse_entry_param entry{};
    const auto make = [&](int directory) {
        file->fd = Descriptor(
            ::openat(directory, name, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, mode & 07777));
        return file->fd.isOpen() ? 0 : errno;
    };
    int error = createObject(request, *parent, {name, ObjectType::File, mode}, make, entry, &file->inode);
    if (error == EEXIST)
        error = openExisting(fs, *parent, name, info->flags, entry, *file);
    if (error != 0) {
        fuse_reply_err(request, diskError(fs, "a file cannot be created", error));
        return;
    }
    file->synchronous = (info->flags & O_DSYNC) != 0;
    info->fh = reinterpret_cast<std::uint64_t>(file.get());
    info->keep_cache = 1;
    if (fuse_reply_create(request, &entry, info) == 0)
        static_cast<void>(file.release());
}

void opMknod(fuse_req_t request, fuse_ino_t parent, const char* name, mode_t mode, dev_t device) {
    createAndAnswer(request, parent, {name, typeOf(mode), mode, device, {}},
                    [&](int directory) { return failed(::mknodat(directory, name, mode, device)); });
}

void opMkdir(fuse_req_t request, fuse_ino_t parent, const char* name, mode_t mode) {
    createAndAnswer(request, parent, {name, ObjectType::Directory, mode},
                    [&](int directory) { return failed(::mkdirat(directory, name, mode & 07777)); });
}

void opSymlink(fuse_req_t request, const char* target, fuse_ino_t parent, const char* name) {
    createAndAnswer(request, parent, {name, ObjectType::Symlink, 0777, 0, target},
                    [&](int directory) { return failed(::symlinkat(target, directory, name)); });
}

} // namespace understudy::replication
