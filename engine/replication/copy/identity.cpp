#include "base/cursor.h"
#include "base/random.h"
#include "replication/copy/copy.h"
#include "replication/copy/object_path.h"

#include <sys/xattr.h>

#include <cerrno>

namespace understudy::replication {

namespace {
constexpr char kIdXattr[] = "trusted.understudy.id";
constexpr std::size_t kIdSize = 8;
} // namespace

ssize_t ObjectPath::get(const char* xattr, void* value, std::size_t size) const {
    return m_isLink ? ::getxattr(m_text.c_str(), xattr, value, size)
                    : ::lgetxattr(m_text.c_str(), xattr, value, size);
}

ssize_t ObjectPath::list(char* names, std::size_t size) const {
    return m_isLink ? ::listxattr(m_text.c_str(), names, size) : ::llistxattr(m_text.c_str(), names, size);
}

int ObjectPath::set(const char* xattr, const void* value, std::size_t size) const {
    return m_isLink ? ::setxattr(m_text.c_str(), xattr, value, size, 0)
                    : ::lsetxattr(m_text.c_str(), xattr, value, size, 0);
}

Result<FileId> readIdAt(const ObjectPath& path) {
    std::uint8_t value[kIdSize];
    const ssize_t size = path.get(kIdXattr, value, sizeof value);
    if (size < 0 && errno != ENODATA && errno != ERANGE)
        return fail(systemError(path.text(), "its id cannot be read"));
    if (size != static_cast<ssize_t>(kIdSize))
        return fail(ErrorCode::NotFound, path.text(), "has no id");
    return FileId(ByteReader({value, sizeof value}).u64());
}

Status writeIdAt(const ObjectPath& path, FileId id) {
    std::vector<std::uint8_t> value;
    ByteWriter(value).u64(id.value);
    if (path.set(kIdXattr, value.data(), value.size()) != 0)
        return fail(systemError(path.text(), "its id cannot be written"));
    return {};
}

Result<FileId> readId(int pathFd) {
    return readIdAt(ObjectPath(pathFd));
}

Status writeId(int pathFd, FileId id) {
    return writeIdAt(ObjectPath(pathFd), id);
}

FileId newId() {
    for (;;) {
        const FileId id(randomNumber());
        if (!isRoot(id))
            return id;
    }
}

} // namespace understudy::replication
