#pragma once
// Where a replicated folder is. At D the application expects it; on a configured node the real one stands
// aside in <parent>/.understudy-<name>/data on the same file system, and at D is an empty, immutable folder
// (the mount point). The move is one renameat2(RENAME_EXCHANGE); the real folder is known by the attribute
// trusted.understudy.folder, never by its path (S10). Blocking; called from the opening thread, before any
// mount.

#include "base/result.h"
#include "replication/settings.h"

#include <string>
#include <vector>

namespace understudy::replication {

struct FolderPaths {
    std::string visible; // D
    std::string aside;   // <parent>/.understudy-<name>
    std::string real;    // aside + "/data"
};
FolderPaths pathsOf(const FolderSettings& folder);

enum class Missing : std::uint8_t { Refuse, MakeEmpty }; // MakeEmpty: a standby that has no folder yet

// The name in trusted.understudy.folder of an open folder (O_PATH is enough); "" without one. `path` is for
// errors.
Result<std::string> folderNameOf(int pathFd, const std::string& path);
Status markFolder(int pathFd, const std::string& path, const std::string& name);
Status unmarkFolder(int fd, const std::string& path); // of a readable descriptor; durable on return

// What moveAside would refuse, as far as it can be known without a change: asked of all folders of a module
// before the first of them is moved.
Status refuseUnfit(const FolderSettings& folder, Missing missing);

// Idempotent, and right after a crash at any instant of itself. Says before anything is moved: folder
// missing, a symbolic link, a mount point (so its parent is on another file system) or one below it, no
// trusted xattrs, no rights, tablespaces or a log of PostgreSQL that lead out of the folder by links,
// somebody has files open below it (named). Afterwards D is empty, immutable, and has owner and mode of the
// real folder. Durable on return. The links are looked for when a folder is moved for the first time only.
Status moveAside(const FolderSettings& folder, Missing missing);
// The reverse, when a configuration is removed: D is the real folder again, without its mark. Objects keep
// their ids, which mean nothing to anybody else. Durable on return; Busy while somebody uses the real folder.
Status putBack(const FolderSettings& folder);

struct FolderUser {
    int pid = 0;
    std::string command;
    std::string what;
}; // "cwd", "root", "fd 7", "mapping"
// Who has a file, mapping, cwd or root at or below `path` (by device and path, /proc of all processes but
// ourselves). Asks no file system, so `path` may be our own mount. A process that sees the folder under
// another path (a bind mount in its own mount namespace) is not found.
std::vector<FolderUser> usersOf(const std::string& path);

// Unmounts what an engine that was killed left at D: aborts its connection first, so that whoever waits in it
// wakes up. Mounts of others are left alone; none: fine. Never looks into D.
Status clearStaleMount(const FolderSettings& folder);

} // namespace understudy::replication
