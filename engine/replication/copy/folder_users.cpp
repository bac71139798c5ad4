#include "base/descriptor.h"
#include "replication/copy/folder_place.h"
#include "replication/copy/mounts.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>
#include <sstream>

namespace understudy::replication {

namespace {

constexpr std::size_t kMaxMaps = 64u << 20;

struct Device {
    std::uint32_t high = 0, low = 0;
    bool operator==(const Device&) const = default;
};

// Without asking the file system: what is looked at may be our own FUSE mount, or a dead one.
std::optional<Device> deviceOf(const std::string& path) {
    struct statx status {};
    if (::statx(AT_FDCWD, path.c_str(), AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_TYPE, &status) != 0)
        return std::nullopt;
    return Device{status.stx_dev_major, status.stx_dev_minor};
}

std::vector<std::string> namesIn(const std::string& path) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), ::closedir);
    if (directory)
        while (const dirent* entry = ::readdir(directory.get()))
            if (entry->d_name[0] != '.')
                names.emplace_back(entry->d_name);
    return names;
}

class UserSearch {
public:
    explicit UserSearch(std::string path) : m_path(std::move(path)), m_device(deviceOf(m_path)) {}

    void process(const std::string& pid) {
        const std::string base = "/proc/" + pid;
        const auto found = [&](std::string what) {
            users.push_back({std::atoi(pid.c_str()), commandOf(base), std::move(what)});
        };
        for (const char* link : {"cwd", "root"})
            if (isUsing(base + "/" + link))
                found(link);
        for (const std::string& fd : namesIn(base + "/fd"))
            if (isUsing(base + "/fd/" + fd))
                found("fd " + fd);
        if (maps(base))
            found("mapping");
    }

    std::vector<FolderUser> users;

private:
    // The path says where, the device that it is not another folder of that name in another mount namespace.
    bool isUsing(const std::string& link) const {
        char target[PATH_MAX];
        const ssize_t size = ::readlink(link.c_str(), target, sizeof target);
        if (size <= 0)
            return false;
        const std::string to(target, static_cast<std::size_t>(size));
        if (!covers(to))
            return false;
        const auto device = deviceOf(link);
        return !device || !m_device || device == m_device;
    }

    // A removed folder or file is shown with " (deleted)" behind its name and is in use all the same.
    bool covers(const std::string& path) const {
        return path == m_path || isBelow(path, m_path) || path == m_path + " (deleted)";
    }

    bool maps(const std::string& base) const {
        const auto content = readWholeFile(base + "/maps", kMaxMaps);
        if (!content)
            return false;
        std::istringstream lines(std::string(content->begin(), content->end()));
        for (std::string line; std::getline(lines, line);) {
            const auto slash = line.find('/');
            if (slash != std::string::npos && covers(line.substr(slash)) &&
                isUsing(base + "/map_files/" + line.substr(0, line.find(' '))))
                return true;
        }
        return false;
    }

    static std::string commandOf(const std::string& base) {
        const auto name = readWholeFile(base + "/comm", 4096);
        if (!name || name->empty())
            return "?";
        return std::string(name->begin(), name->end() - 1);
    }

    std::string m_path;
    std::optional<Device> m_device;
};

} // namespace

std::vector<FolderUser> usersOf(const std::string& path) {
    const Descriptor folder(::open(path.c_str(), O_PATH | O_CLOEXEC));
    const auto resolved = folder.isOpen() ? pathOfDescriptor(folder.get()) : Result<std::string>(path);
    UserSearch search(resolved ? *resolved : path);
    const std::string self = std::to_string(::getpid());
    for (const std::string& name : namesIn("/proc"))
        if (std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
            name != self)
            search.process(name);
    return search.users;
}

} // namespace understudy::replication
