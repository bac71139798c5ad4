#include "copies_equal.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::string xattrsOf(const std::string& path) {
    std::vector<char> names(65536);
    const ssize_t size = ::llistxattr(path.c_str(), names.data(), names.size());
    std::map<std::string, std::string> found;
    for (ssize_t at = 0; at < size;) {
        const std::string name(names.data() + at);
        at += static_cast<ssize_t>(name.size()) + 1;
        if (name == "trusted.understudy.folder")
            continue;
        std::vector<char> value(65536);
        const ssize_t length = ::lgetxattr(path.c_str(), name.c_str(), value.data(), value.size());
        found[name] = std::string(value.data(), static_cast<std::size_t>(std::max<ssize_t>(0, length)));
    }
    std::string text;
    for (const auto& [name, value] : found)
        text += name + "=" + value + ";";
    return text;
}

std::string contentOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
}

std::string describe(const std::string& path, const struct stat& s, bool root) {
    std::ostringstream text;
    text << std::oct << s.st_mode << std::dec << " uid " << s.st_uid << " gid " << s.st_gid;
    if (!S_ISDIR(s.st_mode))
        text << " links " << s.st_nlink << " size " << s.st_size;
    if (!root)
        text << " mtime " << s.st_mtim.tv_sec << "." << s.st_mtim.tv_nsec;
    if (S_ISLNK(s.st_mode))
        text << " -> " << fs::read_symlink(path).string();
    if (S_ISCHR(s.st_mode) || S_ISBLK(s.st_mode))
        text << " device " << major(s.st_rdev) << ":" << minor(s.st_rdev);
    text << " xattrs " << xattrsOf(path);
    return text.str();
}

std::set<std::string> namesBelow(const std::string& root) {
    std::set<std::string> names{""};
    for (const auto& entry : fs::recursive_directory_iterator(root))
        names.insert(entry.path().string().substr(root.size()));
    return names;
}

} // namespace

std::string differenceBetween(const std::string& a, const std::string& b) {
    const auto namesA = namesBelow(a);
    const auto namesB = namesBelow(b);
    for (const std::string& name : namesA)
        if (!namesB.contains(name))
            return name + " is only in " + a;
    for (const std::string& name : namesB)
        if (!namesA.contains(name))
            return name + " is only in " + b;
    std::map<ino_t, ino_t> links; // the same file on one side is the same file on the other
    for (const std::string& name : namesA) {
        struct stat sa {
        }, sb{};
        ::lstat((a + name).c_str(), &sa);
        ::lstat((b + name).c_str(), &sb);
        const std::string da = describe(a + name, sa, name.empty());
        const std::string db = describe(b + name, sb, name.empty());
        if (da != db)
            return name + ": " + da + " | " + db;
        const auto [known, fresh] = links.emplace(sa.st_ino, sb.st_ino);
        if (!fresh && known->second != sb.st_ino)
            return name + ": linked differently";
        if (S_ISREG(sa.st_mode) && contentOf(a + name) != contentOf(b + name))
            return name + ": content differs";
    }
    return {};
}
