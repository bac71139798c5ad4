#include "base/descriptor.h"
#include "replication/copy/folder_place.h"
#include "replication/copy/mounts.h"

#include <fcntl.h>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>

namespace understudy::replication {

namespace {

constexpr char kConnections[] = "/sys/fs/fuse/connections";
constexpr int kMaxStacked = 64; // mounts on top of each other at one place

bool isOurs(const Mount& mount) {
    return mount.source == "understudy" && (mount.type == "fuse" || mount.type.starts_with("fuse."));
}

// Wakes whoever waits in the dead file system. Without it (no control file system) MNT_FORCE does the same.
void abortConnection(const Mount& mount) {
    const std::string control =
        std::string(kConnections) + "/" + std::to_string(mount.deviceMinor) + "/abort";
    auto file = File::open(control, O_WRONLY);
    if (!file && ::mount("fusectl", kConnections, "fusectl", 0, nullptr) == 0)
        file = File::open(control, O_WRONLY);
    if (file)
        static_cast<void>(file->writeAll("1", 1));
}

} // namespace

Status clearStaleMount(const FolderSettings& folder) {
    const std::string visible = pathsOf(folder).visible;
    const auto slash = visible.rfind('/');
    // The parent is resolved, the folder itself is never looked at: it may not answer.
    const Descriptor parent(
        ::open(slash == 0 ? "/" : visible.substr(0, slash).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!parent.isOpen())
        return {}; // moveAside says it
    auto point = pathOfDescriptor(parent.get());
    if (!point)
        return fail(point.error());
    *point = (*point == "/" ? "" : *point) + visible.substr(slash);
    for (int round = 0; round < kMaxStacked; ++round) {
        const auto mounts = readMounts();
        if (!mounts)
            return fail(mounts.error());
        // The last one is on top.
        const auto top = std::find_if(mounts->rbegin(), mounts->rend(),
                                      [&](const Mount& mount) { return mount.point == *point; });
        if (top == mounts->rend() || !isOurs(*top))
            return {};
        abortConnection(*top);
        if (::umount2(point->c_str(), MNT_FORCE | MNT_DETACH | UMOUNT_NOFOLLOW) != 0)
            return fail(systemError(visible, "a mount that a killed engine left cannot be removed"));
    }
    return fail(ErrorCode::Busy, visible, "is mounted again and again by somebody else");
}

} // namespace understudy::replication
