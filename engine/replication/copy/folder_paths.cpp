#include "replication/copy/folder_place.h"
#include "replication/copy/object_path.h"

#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>

namespace understudy::replication {

namespace {
constexpr char kFolderXattr[] = "trusted.understudy.folder";
constexpr std::size_t kMaxFolderName = 255;
} // namespace

FolderPaths pathsOf(const FolderSettings& folder) {
    FolderPaths paths;
    paths.visible = folder.path;
    while (paths.visible.size() > 1 && paths.visible.back() == '/')
        paths.visible.pop_back();
    const auto slash = paths.visible.rfind('/');
    const std::string parent = slash == std::string::npos ? "." : paths.visible.substr(0, slash);
    paths.aside = parent + "/.understudy-" + folder.name;
    paths.real = paths.aside + "/data";
    return paths;
}

Result<std::string> folderNameOf(int pathFd, const std::string& path) {
    char name[kMaxFolderName + 1];
    const ssize_t size = ObjectPath(pathFd).get(kFolderXattr, name, sizeof name);
    if (size < 0 && (errno == ENODATA || errno == EOPNOTSUPP))
        return std::string();
    if (size < 0)
        return fail(systemError(path, "its mark trusted.understudy.folder cannot be read"));
    return std::string(name, static_cast<std::size_t>(size));
}

Status markFolder(int pathFd, const std::string& path, const std::string& name) {
    UNDERSTUDY_ASSERT(!name.empty() && name.size() <= kMaxFolderName);
    if (ObjectPath(pathFd).set(kFolderXattr, name.data(), name.size()) == 0)
        return {};
    if (errno == EOPNOTSUPP)
        return fail(ErrorCode::Refused, path, "is on a file system without trusted extended attributes");
    if (errno == EPERM)
        return fail(ErrorCode::NotAllowed, path,
                    "cannot be marked with trusted.understudy.folder: this needs root");
    return fail(systemError(path, "cannot be marked with trusted.understudy.folder"));
}

Status unmarkFolder(int fd, const std::string& path) {
    if (::fremovexattr(fd, kFolderXattr) != 0 && errno != ENODATA)
        return fail(systemError(path, "its mark trusted.understudy.folder cannot be removed"));
    if (::fsync(fd) != 0)
        return fail(systemError(path, "cannot be made durable"));
    return {};
}

} // namespace understudy::replication
