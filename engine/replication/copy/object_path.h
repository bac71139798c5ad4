#pragma once
// The system has no ...at() calls for extended attributes (before Linux 6.13) and refuses them on O_PATH
// descriptors. A path through /proc/self/fd does the same: it names the object itself, without a race, and
// works for every type of object. Inside this folder only.

#include "base/ids.h"
#include "base/result.h"

#include <string>

namespace understudy::replication {

class ObjectPath {
public:
    explicit ObjectPath(int fd) : m_text("/proc/self/fd/" + std::to_string(fd)), m_isLink(true) {}
    ObjectPath(int parentFd, const std::string& name)
        : m_text("/proc/self/fd/" + std::to_string(parentFd) + "/" + name) {}

    // The descriptor's own path is a link of /proc that must be followed, a name in a directory must not be.
    ssize_t get(const char* xattr, void* value, std::size_t size) const;
    ssize_t list(char* names, std::size_t size) const;
    int set(const char* xattr, const void* value, std::size_t size) const;
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    bool m_isLink = false;
};

Result<FileId> readIdAt(const ObjectPath& path);
Status writeIdAt(const ObjectPath& path, FileId id);

} // namespace understudy::replication
