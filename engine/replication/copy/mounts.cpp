#include "replication/copy/mounts.h"

#include "base/descriptor.h"

#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <optional>
#include <sstream>

namespace understudy::replication {

namespace {

constexpr std::size_t kMaxMountinfo = 64u << 20;

// The kernel writes space, tab, newline and backslash as \ooo.
std::string unescape(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto isOctal = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '7'; };
        if (text[i] == '\\' && i + 3 < text.size() && isOctal(i + 1) && isOctal(i + 2) && isOctal(i + 3)) {
            out += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + text[i + 3] - '0');
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

// "36 35 98:0 /root /mnt options [optional fields] - type source super-options"
std::optional<Mount> parseLine(const std::string& line) {
    std::istringstream words(line);
    std::string id, parent, device, root, point, word;
    Mount mount;
    if (!(words >> id >> parent >> device >> root >> point) ||
        std::sscanf(device.c_str(), "%u:%u", &mount.deviceMajor, &mount.deviceMinor) != 2)
        return std::nullopt;
    while (words >> word && word != "-") {
    }
    if (!(words >> mount.type))
        return std::nullopt;
    words >> mount.source; // may be empty
    mount.point = unescape(point);
    mount.source = unescape(mount.source);
    return mount;
}

} // namespace

std::vector<Mount> parseMounts(const std::string& mountinfo) {
    std::vector<Mount> mounts;
    std::istringstream lines(mountinfo);
    for (std::string line; std::getline(lines, line);)
        if (auto mount = parseLine(line))
            mounts.push_back(std::move(*mount));
    return mounts;
}

Result<std::vector<Mount>> readMounts() {
    auto content = readWholeFile("/proc/self/mountinfo", kMaxMountinfo);
    if (!content)
        return fail(content.error());
    return parseMounts(std::string(content->begin(), content->end()));
}

bool isBelow(const std::string& path, const std::string& directory) {
    if (directory == "/")
        return path.size() > 1;
    return path.size() > directory.size() && path.starts_with(directory) && path[directory.size()] == '/';
}

Status refuseMountsBelow(int directory) {
    auto path = pathOfDescriptor(directory);
    if (!path)
        return fail(path.error());
    auto mounts = readMounts();
    if (!mounts)
        return fail(mounts.error());
    const auto below = std::find_if(mounts->begin(), mounts->end(),
                                    [&](const Mount& mount) { return isBelow(mount.point, *path); });
    if (below == mounts->end())
        return {};
    return fail(ErrorCode::Refused, below->point,
                "is a mount point below " + *path + "; a replicated folder has to be on one file system");
}

Result<std::string> pathOfDescriptor(int fd) {
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    std::string path(PATH_MAX, '\0');
    const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
    if (size < 0)
        return fail(systemError(link, "cannot be read"));
    path.resize(static_cast<std::size_t>(size));
    return path;
}

} // namespace understudy::replication
