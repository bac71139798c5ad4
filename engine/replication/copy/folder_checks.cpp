#include "replication/copy/folder_checks.h"

#include "base/descriptor.h"
#include "replication/copy/folder_place.h"
#include "replication/copy/mounts.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <memory>

namespace understudy::replication {

namespace {

constexpr int kSearchDepth = 4; // of a data folder below the replicated one: "15/main" is 2
constexpr std::size_t kNamedUsers = 3;

struct Below {
    std::string path;  // as shown
    std::string inner; // resolved folder: a link to something below it is fine
};

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

Directory openDirectory(int parent, const char* name) {
    Descriptor fd(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    DIR* directory = fd.isOpen() ? ::fdopendir(fd.get()) : nullptr;
    if (directory != nullptr)
        static_cast<void>(fd.release());
    return {directory, ::closedir};
}

Status refuseIfOut(int directory, const char* name, const Below& where) {
    char target[PATH_MAX];
    const ssize_t size = ::readlinkat(directory, name, target, sizeof target);
    if (size < 0)
        return {}; // not a link
    const std::string to(target, static_cast<std::size_t>(size));
    if (isBelow(to, where.inner) && to.find("/../") == std::string::npos)
        return {};
    return fail(ErrorCode::Refused, where.path + "/" + name,
                "leads out of the folder, to " + to + ", which would not be replicated");
}

bool exists(int directory, const char* name) {
    struct stat status {};
    return ::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

Status refuseInDataFolder(int directory, const Below& where) {
    for (const char* log : {"pg_wal", "pg_xlog"})
        if (auto inside = refuseIfOut(directory, log, where); !inside)
            return inside;
    const Directory spaces = openDirectory(directory, "pg_tblspc");
    if (!spaces)
        return {};
    while (const dirent* entry = ::readdir(spaces.get()))
        if (auto inside =
                refuseIfOut(::dirfd(spaces.get()), entry->d_name, {where.path + "/pg_tblspc", where.inner});
            !inside)
            return inside;
    return {};
}

Status search(int parent, const char* name, const Below& where, int depth) {
    const Directory directory = openDirectory(parent, name);
    if (!directory)
        return {};
    const int fd = ::dirfd(directory.get());
    if (exists(fd, "PG_VERSION"))
        return refuseInDataFolder(fd, where);
    if (depth == 0)
        return {};
    while (const dirent* entry = ::readdir(directory.get())) {
        const std::string child = entry->d_name;
        if (child == "." || child == ".." || (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
            continue;
        if (auto fine = search(fd, entry->d_name, {where.path + "/" + child, where.inner}, depth - 1); !fine)
            return fine;
    }
    return {};
}

} // namespace

Status refuseMountAt(const std::string& point, const std::string& shown) {
    auto mounts = readMounts();
    if (!mounts)
        return fail(mounts.error());
    const auto mount = std::find_if(mounts->begin(), mounts->end(),
                                    [&](const Mount& candidate) { return candidate.point == point; });
    if (mount == mounts->end())
        return {};
    return fail(ErrorCode::Refused, shown,
                "is a mount point itself (" + mount->type + " from " + mount->source +
                    "); a replicated folder has to be on the same file system as its parent");
}

Status refuseLinksOut(int directory, const std::string& shown) {
    auto resolved = pathOfDescriptor(directory);
    if (!resolved)
        return fail(resolved.error());
    return search(directory, ".", {shown, *resolved}, kSearchDepth);
}

Status refuseUsers(const std::string& resolved, const std::string& shown) {
    const std::vector<FolderUser> users = usersOf(resolved);
    if (users.empty())
        return {};
    std::string text = "is in use by";
    for (std::size_t i = 0; i < std::min(users.size(), kNamedUsers); ++i)
        text += (i == 0 ? " process " : ", process ") + std::to_string(users[i].pid) + " (" +
                users[i].command + ": " + users[i].what + ")";
    if (users.size() > kNamedUsers)
        text += " and " + std::to_string(users.size() - kNamedUsers) + " more";
    return fail(ErrorCode::Busy, shown, text);
}

} // namespace understudy::replication
