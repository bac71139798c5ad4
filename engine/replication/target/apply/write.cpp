// Content: Write, Truncate, Allocate.

#include "replication/target/apply/applier.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace understudy::replication {

Status Applier::apply(const Write& change) {
    auto file = openFile(change.id);
    if (!file)
        return fail(std::move(file.error()));
    std::span<const std::uint8_t> left = change.bytes;
    auto offset = static_cast<off_t>(change.offset);
    while (!left.empty()) {
        const ssize_t done = ::pwrite((*file)->fd.get(), left.data(), left.size(), offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return fail(broken(change.id, "cannot be written"));
        left = left.subspan(static_cast<std::size_t>(done));
        offset += done;
    }
    (*file)->unsyncedBytes += change.bytes.size();
    return {};
}

Status Applier::apply(const Truncate& change) {
    auto file = openFile(change.id);
    if (!file)
        return fail(std::move(file.error()));
    if (::ftruncate((*file)->fd.get(), static_cast<off_t>(change.size)) != 0)
        return fail(broken(change.id, "cannot be truncated"));
    return {};
}

Status Applier::apply(const Allocate& change) {
    auto file = openFile(change.id);
    if (!file)
        return fail(std::move(file.error()));
    int done = 0;
    do {
        done = ::fallocate((*file)->fd.get(), static_cast<int>(change.mode),
                           static_cast<off_t>(change.offset), static_cast<off_t>(change.length));
    } while (done != 0 && errno == EINTR);
    if (done != 0)
        return fail(broken(change.id, "cannot be allocated"));
    return {};
}

} // namespace understudy::replication
