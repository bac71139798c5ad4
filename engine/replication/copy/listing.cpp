#include "replication/copy/copy.h"
#include "replication/copy/object_path.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>

namespace understudy::replication {

namespace {

Digest digestOfBytes(const std::vector<std::uint8_t>& bytes) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
    Digest digest{};
    std::memcpy(digest.data(), canonical.digest, digest.size());
    return digest;
}

// Calls `read(buffer, size)` with growing buffers until the answer fits. -1: errno says why.
template <typename Read> ssize_t readGrowing(std::string& buffer, Read read) {
    constexpr std::size_t largest = 65536; // XATTR_SIZE_MAX, XATTR_LIST_MAX
    buffer.resize(256);
    for (;;) {
        const ssize_t size = read(buffer.data(), buffer.size());
        if (size >= 0 || errno != ERANGE || buffer.size() >= largest)
            return size;
        buffer.resize(buffer.size() * 16);
    }
}

Result<std::map<std::string, std::string>> readXattrsAt(const ObjectPath& path) {
    std::map<std::string, std::string> xattrs;
    std::string names;
    const ssize_t size =
        readGrowing(names, [&](char* out, std::size_t room) { return path.list(out, room); });
    if (size < 0 && errno == EOPNOTSUPP)
        return xattrs;
    if (size < 0)
        return fail(systemError(path.text(), "its extended attributes cannot be listed"));
    std::string value;
    for (const char* name = names.data(); name < names.data() + size; name += std::strlen(name) + 1) {
        if (isHiddenXattr(name))
            continue;
        const ssize_t got =
            readGrowing(value, [&](char* out, std::size_t room) { return path.get(name, out, room); });
        if (got < 0 && errno == ENODATA)
            continue; // removed since it was listed
        if (got < 0)
            return fail(systemError(path.text(), std::string("its attribute ") + name + " cannot be read"));
        xattrs.emplace(name, value.substr(0, static_cast<std::size_t>(got)));
    }
    return xattrs;
}

// No attribute: all zeros. The order is that of the map, so it is the same on both nodes.
Digest digestOfXattrs(const std::map<std::string, std::string>& xattrs) {
    if (xattrs.empty())
        return {};
    std::vector<std::uint8_t> bytes;
    ByteWriter out(bytes);
    for (const auto& [name, value] : xattrs) {
        out.text(name);
        out.u32(static_cast<std::uint32_t>(value.size()));
        out.bytes(asBytes(value));
    }
    return digestOfBytes(bytes);
}

Result<std::string> readTarget(int parentFd, const std::string& name, std::size_t size) {
    std::string target(size + 1, '\0');
    const ssize_t got = ::readlinkat(parentFd, name.c_str(), target.data(), target.size());
    if (got < 0)
        return fail(systemError(name, "its target cannot be read"));
    target.resize(static_cast<std::size_t>(got));
    return target;
}

void writeListed(ByteWriter& out, const ListedObject& object) {
    out.text(object.name);
    out.u64(object.id.value);
    out.u8(static_cast<std::uint8_t>(object.type));
    out.u32(object.attributes.mode);
    out.u32(object.attributes.uid);
    out.u32(object.attributes.gid);
    out.u64(static_cast<std::uint64_t>(object.attributes.mtimeSeconds));
    out.u32(object.attributes.mtimeNanoseconds);
    out.u64(object.size);
    out.u64(object.device);
    out.text(object.target);
    out.bytes(object.xattrs);
}

} // namespace

Result<ListedObject> describe(int parentFd, const std::string& name, FileId id) {
    struct stat status {};
    if (::fstatat(parentFd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return fail(systemError(name, "cannot be looked at"));
    ListedObject object;
    object.name = name;
    object.id = id;
    object.type = typeOf(status.st_mode);
    object.attributes = attributesOf(status);
    if (object.type == ObjectType::File)
        object.size = static_cast<std::uint64_t>(status.st_size);
    if (object.type == ObjectType::CharDevice || object.type == ObjectType::BlockDevice)
        object.device = status.st_rdev;
    if (object.type == ObjectType::Symlink) {
        auto target = readTarget(parentFd, name, static_cast<std::size_t>(status.st_size));
        if (!target)
            return fail(target.error());
        object.target = std::move(*target);
    }
    auto xattrs = readXattrsAt(ObjectPath(parentFd, name));
    if (!xattrs)
        return fail(xattrs.error());
    object.xattrs = digestOfXattrs(*xattrs);
    return object;
}

Result<std::vector<ListedObject>> listDirectory(const Copy& copy, FileId directory) {
    auto opened = copy.openParent(directory);
    if (!opened)
        return fail(opened.error());
    const Tree::Object* object = copy.tree().find(directory);
    std::vector<ListedObject> listing;
    listing.reserve(object->children.size() + 1);
    const auto add = [&](const std::string& name, FileId id) -> Status {
        auto listed = describe(opened->get(), name, id);
        if (!listed)
            return fail(listed.error());
        listing.push_back(std::move(*listed));
        return {};
    };
    if (isRoot(directory))
        if (auto added = add(".", directory); !added)
            return fail(added.error());
    for (const auto& [name, id] : object->children)
        if (auto added = add(name, id); !added)
            return fail(added.error());
    return listing;
}

Digest digestOf(const std::vector<ListedObject>& listing) {
    std::vector<std::uint8_t> bytes;
    ByteWriter out(bytes);
    for (const ListedObject& object : listing)
        writeListed(out, object);
    return digestOfBytes(bytes);
}

Attributes attributesOf(const struct stat& status) {
    return {status.st_mode & 07777u, status.st_uid, status.st_gid, status.st_mtim.tv_sec,
            static_cast<std::uint32_t>(status.st_mtim.tv_nsec)};
}

ObjectType typeOf(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return ObjectType::Directory;
    case S_IFLNK:
        return ObjectType::Symlink;
    case S_IFIFO:
        return ObjectType::Fifo;
    case S_IFSOCK:
        return ObjectType::Socket;
    case S_IFCHR:
        return ObjectType::CharDevice;
    case S_IFBLK:
        return ObjectType::BlockDevice;
    default:
        return ObjectType::File;
    }
}

Result<std::map<std::string, std::string>> readXattrs(int pathFd) {
    return readXattrsAt(ObjectPath(pathFd));
}

bool isHiddenXattr(const std::string& name) {
    return name.starts_with("trusted.understudy.");
}

} // namespace understudy::replication
