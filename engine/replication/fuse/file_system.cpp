#include "replication/fuse/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace understudy::replication {

std::size_t OwnDiskWatch::enter() {
    const auto now = m_clock.now().time_since_epoch().count();
    static thread_local std::size_t hint = 0;
    for (std::size_t i = 0; i < kSlots; ++i) {
        const std::size_t slot = (hint + i) % kSlots;
        std::int64_t idle = 0;
        if (m_since[slot].compare_exchange_strong(idle, now, std::memory_order_relaxed))
            return hint = slot;
    }
    return kSlots; // not watched; the others are
}

void OwnDiskWatch::leave(std::size_t slot) {
    if (slot < kSlots)
        m_since[slot].store(0, std::memory_order_relaxed);
}

Duration OwnDiskWatch::oldest() const {
    const auto now = m_clock.now().time_since_epoch().count();
    std::int64_t oldest = now;
    for (const auto& since : m_since) {
        const auto value = since.load(std::memory_order_relaxed);
        if (value != 0 && value < oldest)
            oldest = value;
    }
    return Duration(now - oldest);
}

std::optional<Duration> OwnDiskWatch::becameStuck(Duration bound) {
    const Duration age = oldest();
    m_looks = age > bound ? std::min(m_looks + 1, kLooks + 1) : 0;
    return m_looks == kLooks ? std::optional(age) : std::nullopt;
}

std::string procPath(int fd) {
    return "/proc/self/fd/" + std::to_string(fd);
}

int fillEntry(FileSystem& fs, Inode& parent, const char* name, FileId id, fuse_entry_param& entry,
              InodePtr* out) {
    Descriptor path(::openat(parent.path.get(), name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!path.isOpen())
        return errno;
    entry = fuse_entry_param{};
    if (::fstatat(path.get(), "", &entry.attr, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
        return errno;
    entry.ino = fs.inoOf(id);
    entry.attr_timeout = kCacheSeconds;
    entry.entry_timeout = kCacheSeconds;
    const ObjectType type = typeOf(entry.attr.st_mode);
    InodePtr inode = fs.changes.inodes.remember(id, type, std::move(path));
    if (out != nullptr)
        *out = std::move(inode);
    return 0;
}

int diskError(FileSystem& fs, const char* what, int error) {
    if (error == EIO || error == EUCLEAN || error == ENODEV || error == ESHUTDOWN)
        fs.changes.diskFailed(Error{ErrorCode::System, fs.settings.path, what, error});
    return error;
}

} // namespace understudy::replication
