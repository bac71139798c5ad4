// The files of a key set.

#include "base/descriptor.h"
#include "security/key_set.h"

#include <sys/stat.h>

#include <cerrno>

namespace understudy::security {

namespace {

constexpr std::size_t kFileLimit = 64 * 1024;

int digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

std::string toHex(const SecretKey& key) {
    std::string text;
    for (const std::uint8_t b : key) {
        text += "0123456789abcdef"[b >> 4];
        text += "0123456789abcdef"[b & 15];
    }
    return text + "\n";
}

Result<SecretKey> fromHex(std::string text, const std::string& path) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.pop_back();
    SecretKey key{};
    bool good = text.size() == 2 * key.size();
    for (std::size_t i = 0; good && i < key.size(); ++i) {
        const int high = digit(text[2 * i]);
        const int low = digit(text[2 * i + 1]);
        good = high >= 0 && low >= 0;
        key[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    if (!good)
        return fail(ErrorCode::InvalidInput, path,
                    "is not 64 lower-case hexadecimal digits; copy the file from the other node");
    return key;
}

Result<std::string> readSecret(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) {
        if (errno == ENOENT)
            return fail(ErrorCode::NotFound, path,
                        "is missing; make the keys of both nodes with 'understudyd --make-keys'");
        return fail(systemError(path, "cannot be looked at"));
    }
    if (!S_ISREG(about.st_mode))
        return fail(ErrorCode::InvalidInput, path, "is not a file");
    if ((about.st_mode & 0077) != 0)
        return fail(ErrorCode::NotAllowed, path,
                    "can be read or changed by others; run 'chmod 600 " + path + "'");
    auto bytes = readWholeFile(path, kFileLimit);
    if (!bytes)
        return fail(bytes.error());
    return std::string(bytes->begin(), bytes->end());
}

} // namespace

Result<KeySet> loadKeySet(const std::string& folder, NodeId self) {
    KeySet keys;
    std::string clusterKey;
    const struct {
        const char* file;
        std::string& content;
    } parts[] = {{"/ca.crt", keys.caCertificate},
                 {"/node.crt", keys.nodeCertificate},
                 {"/node.key", keys.nodeKey},
                 {"/cluster.key", clusterKey}};
    for (const auto& part : parts) {
        auto content = readSecret(folder + part.file);
        if (!content)
            return fail(content.error());
        part.content = std::move(*content);
    }
    auto key = fromHex(std::move(clusterKey), folder + "/cluster.key");
    if (!key)
        return fail(key.error());
    keys.clusterKey = *key;
    if (auto good = checkKeySet(keys, self, folder); !good)
        return fail(good.error());
    return keys;
}

Status saveKeySet(const std::string& folder, const KeySet& keys) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(systemError(folder, "cannot be made"));
    const std::string clusterKey = toHex(keys.clusterKey);
    const struct {
        const char* file;
        const std::string& content;
    } parts[] = {{"/ca.crt", keys.caCertificate},
                 {"/node.crt", keys.nodeCertificate},
                 {"/node.key", keys.nodeKey},
                 {"/cluster.key", clusterKey}};
    for (const auto& part : parts)
        if (auto done =
                replaceFileDurably(folder + part.file, part.content.data(), part.content.size(), 0600);
            !done)
            return done;
    return {};
}

} // namespace understudy::security
