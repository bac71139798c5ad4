#include "prerequisites/mounts.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace understudy::prerequisites {

namespace {

// The kernel writes space, tab, newline and backslash as \ooo.
std::string unescaped(const std::string& text) {
    constexpr std::size_t kLength = 4;
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto isDigit = [](char c) { return c >= '0' && c <= '7'; };
        const bool escape = text[i] == '\\' && i + kLength <= text.size() &&
                            std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                        text.begin() + static_cast<std::ptrdiff_t>(i + kLength), isDigit);
        plain += escape ? static_cast<char>(std::stoi(text.substr(i + 1, kLength - 1), nullptr, 8)) : text[i];
        i += escape ? kLength - 1 : 0;
    }
    return plain;
}

bool isOnTheWay(const std::string& mountPoint, const std::string& path) {
    return mountPoint == "/" || path == mountPoint || path.starts_with(mountPoint + "/");
}

} // namespace

std::string mountTable() {
    std::ostringstream text;
    text << std::ifstream("/proc/self/mountinfo").rdbuf();
    return text.str();
}

// 36 35 98:0 /root /mount/point options [fields]... - type source options: proc(5). A later line covers an
// earlier one, unless it is further up.
std::string fileSystemOf(const std::string& path, const std::string& mountTable) {
    std::string type;
    std::size_t longest = 0;
    std::istringstream lines(mountTable);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string skipped, point, word;
        fields >> skipped >> skipped >> skipped >> skipped >> point;
        while (fields >> word && word != "-") {
        }
        const std::string place = unescaped(point);
        if (fields >> word && isOnTheWay(place, path) && place.size() >= longest) {
            longest = place.size();
            type = word;
        }
    }
    return type;
}

bool mayHang(const std::string& fileSystem) {
    constexpr const char* kKinds[] = {"fuse", "nfs", "cifs", "smb", "9p", "ceph", "afs", "autofs"};
    return std::ranges::any_of(kKinds, [&](const char* kind) { return fileSystem.starts_with(kind); });
}

std::optional<std::string> realPath(const std::string& path) {
    char resolved[PATH_MAX];
    if (::realpath(path.c_str(), resolved) == nullptr)
        return std::nullopt;
    return resolved;
}

} // namespace understudy::prerequisites
