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

// Idempotent, and right after a crash at any instant of itself. Says before anything is moved: folder
// missing, a mount point, a parent on another file system, no trusted xattrs, no rights, tablespaces
// (PostgreSQL's pg_tblspc links that lead out of the folder), somebody has files open below it (named).
Status moveAside(const FolderSettings& folder, Missing missing);
Status putBack(const FolderSettings& folder); // the reverse, when a configuration is removed

struct FolderUser {
    int pid = 0;
    std::string command;
    std::string what;
}; // "cwd", "root", "fd 7", "mapping"
// Who has a file, mapping, cwd or root below `path` (by device and path, /proc of all processes but
// ourselves).
std::vector<FolderUser> usersOf(const std::string& path);

// Unmounts a left-over of ours from D (an engine that was killed): aborts its connection first.
Status clearStaleMount(const FolderSettings& folder);

} // namespace understudy::replication
