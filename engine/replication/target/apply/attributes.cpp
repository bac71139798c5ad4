// Owner, mode and times: SetAttributes.

#include "replication/target/apply/applier.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace understudy::replication {

// Owner first: a change of owner takes suid and sgid away. A symlink has no mode of its own.
bool setAttributes(int fd, ObjectType type, const Attributes& attributes) {
    if (::fchownat(fd, "", attributes.uid, attributes.gid, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (type != ObjectType::Symlink && ::chmod(pathOfOpen(fd).c_str(), attributes.mode & 07777) != 0)
        return false;
    timespec times[2] = {};
    times[0].tv_nsec = UTIME_OMIT; // atime is each node's own
    times[1].tv_sec = static_cast<time_t>(attributes.mtimeSeconds);
    times[1].tv_nsec = static_cast<long>(attributes.mtimeNanoseconds);
    return ::utimensat(fd, "", times, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) == 0;
}

Status Applier::apply(const SetAttributes& change) {
    auto object = openAny(change.id);
    if (!object)
        return fail(std::move(object.error()));
    if (!setAttributes(object->fd(), m_copy.tree().find(change.id)->type, change.attributes))
        return fail(broken(change.id, "owner, mode or times cannot be set"));
    m_open.metadataChanged(change.id);
    return {};
}

} // namespace understudy::replication
