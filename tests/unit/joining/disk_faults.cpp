#include "disk_faults.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

namespace understudy::joining {

DiskFaults& diskFaults() {
    static DiskFaults faults;
    return faults;
}

namespace {

bool isOurs(const std::string& path) {
    const std::string& folder = diskFaults().folder;
    return !folder.empty() && (path == folder || path.starts_with(folder + "/"));
}

std::string pathOf(int descriptor) {
    std::array<char, PATH_MAX> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
    return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : std::string();
}

// Whether the call on that path fails; counts it.
bool fails(const std::string& path) {
    DiskFaults& faults = diskFaults();
    if (!isOurs(path))
        return false;
    if (!faults.hasFailed) {
        ++faults.calls;
        if (faults.callsLeft < 0)
            return false;
        if (faults.callsLeft > 0) {
            --faults.callsLeft;
            return false;
        }
        faults.hasFailed = true;
    }
    if (faults.failures == 0)
        return false;
    if (faults.failures > 0)
        --faults.failures;
    errno = EIO;
    return true;
}

} // namespace

} // namespace understudy::joining

using namespace understudy::joining;

extern "C" int rename(const char* from, const char* to) noexcept {
    if (fails(from))
        return -1;
    const long done = ::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    DiskFaults& faults = diskFaults();
    if (done == 0 && !faults.untilMade.empty() && std::string(to) == faults.folder + faults.untilMade)
        faults.hasFailed = true;
    return static_cast<int>(done);
}
extern "C" int unlink(const char* path) noexcept {
    return fails(path) ? -1 : static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
extern "C" int unlinkat(int folder, const char* path, int flags) noexcept {
    const bool absolute = path[0] == '/' || folder == AT_FDCWD;
    return fails(absolute ? path : pathOf(folder) + "/" + path)
               ? -1
               : static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags));
}
extern "C" int mkdir(const char* path, mode_t mode) noexcept {
    return fails(path) ? -1 : static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
extern "C" int fsync(int file) {
    return fails(pathOf(file)) ? -1 : 0; // no power is cut here
}
