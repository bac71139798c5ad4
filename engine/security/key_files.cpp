// The files of a key set.

#include "security/key_files.h"

#include "base/descriptor.h"
#include "base/hex.h"
#include "security/openssl_owner.h"

#include <openssl/err.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>

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

// Whether a renewal stopped between its two renames: the key that belongs to node.crt is still node.key.next.
bool wasInterrupted(const KeySet& keys, const std::string& nextKey) {
    const auto certificate = readCertificate(keys.nodeCertificate, "node.crt");
    const auto key = readPrivateKey(keys.nodeKey, "node.key");
    const auto next = readPrivateKey(nextKey, "node.key.next");
    const auto belongs = [&](const Result<PrivateKey>& k) {
        return k && X509_check_private_key(certificate->get(), k->get()) == 1;
    };
    const bool interrupted = certificate && !belongs(key) && belongs(next);
    ERR_clear_error();
    return interrupted;
}

Status finishRenewal(const std::string& folder, KeySet& keys) {
    auto next = readSecret(folder + kNextKeyFile);
    if (!next || !wasInterrupted(keys, *next))
        return {};
    keys.nodeKey = std::move(*next);
    return takeNextKey(folder);
}

} // namespace

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

Result<SecretKey> readClusterKey(const std::string& folder) {
    const std::string path = folder + "/cluster.key";
    auto content = readSecret(path);
    if (!content)
        return fail(content.error());
    return fromHex(std::move(*content), path);
}

Status takeNextKey(const std::string& folder) {
    const std::string path = folder + "/node.key";
    if (std::rename((folder + kNextKeyFile).c_str(), path.c_str()) != 0)
        return fail(systemError(path, "cannot be replaced"));
    return syncDirectory(folder);
}

Result<std::string> loadCaKey(const std::string& folder) {
    const std::string path = folder + "/ca.key";
    auto key = readSecret(path);
    if (!key && key.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound, path,
                    "is missing, and without it no certificate can be renewed; copy it from the other node, "
                    "or remove "
                    "the configuration and join the nodes anew");
    return key;
}

Status saveCaKey(const std::string& folder, const std::string& caKey) {
    return replaceFileDurably(folder + "/ca.key", caKey.data(), caKey.size(), 0600);
}

Result<KeySet> loadKeySet(const std::string& folder, NodeId self) {
    KeySet keys;
    const struct {
        const char* file;
        std::string& content;
    } parts[] = {
        {"/ca.crt", keys.caCertificate}, {"/node.crt", keys.nodeCertificate}, {"/node.key", keys.nodeKey}};
    for (const auto& part : parts) {
        auto content = readSecret(folder + part.file);
        if (!content)
            return fail(content.error());
        part.content = std::move(*content);
    }
    const auto key = readClusterKey(folder);
    if (!key)
        return fail(key.error());
    keys.clusterKey = *key;
    if (auto done = finishRenewal(folder, keys); !done)
        return fail(done.error());
    if (auto good = checkKeySet(keys, self, folder); !good)
        return fail(good.error());
    return keys;
}

Status saveKeySet(const std::string& folder, const KeySet& keys) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(systemError(folder, "cannot be made"));
    const std::string clusterKey = toHex(keys.clusterKey) + "\n";
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
