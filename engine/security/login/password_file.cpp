#include "security/login/password_file.h"

#include "base/descriptor.h"

#include <sys/stat.h>

#include <cerrno>

namespace understudy::security {

namespace {
constexpr std::size_t kLongest = 1024;
}

Result<PasswordHash> loadPassword(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) {
        if (errno == ENOENT)
            return fail(ErrorCode::NotFound, path, "no password is set");
        return fail(systemError(path, "cannot be looked at"));
    }
    if ((about.st_mode & 0077) != 0)
        return fail(ErrorCode::NotAllowed, path,
                    "can be read or changed by others; run 'chmod 600 " + path + "'");
    const auto bytes = readWholeFile(path, kLongest);
    if (!bytes)
        return fail(bytes.error());
    std::string text(bytes->begin(), bytes->end());
    if (!text.empty() && text.back() == '\n')
        text.pop_back();
    return PasswordHash::fromText(text);
}

Status savePassword(const std::string& path, const PasswordHash& hash) {
    const std::string text = hash.toText() + "\n";
    return replaceFileDurably(path, text.data(), text.size(), 0600);
}

} // namespace understudy::security
