// The order on disk: the new key lies durably in node.key.next before node.crt is replaced by one rename,
// which is the instant of renewal; then the key takes its place. A crash between the two leaves the new
// certificate beside the old key, and the next loadKeySet finds the right key in node.key.next and finishes.

#include "security/renewal.h"

#include "base/descriptor.h"
#include "security/key_files.h"

namespace understudy::security {

Result<KeySet> renewInFolder(const std::string& folder, NodeId self, const NodeNames& own,
                             const std::vector<std::string>& virtualIps) {
    KeySet current;
    auto ca = readSecret(folder + "/ca.crt");
    if (!ca)
        return fail(ca.error());
    current.caCertificate = std::move(*ca);
    const auto clusterKey = readClusterKey(folder);
    if (!clusterKey)
        return fail(clusterKey.error());
    current.clusterKey = *clusterKey;
    const auto caKey = loadCaKey(folder);
    if (!caKey)
        return fail(caKey.error());
    auto renewed = renewNode(current, *caKey, self, own, virtualIps);
    if (!renewed)
        return renewed;
    if (auto good = checkKeySet(*renewed, self, folder); !good)
        return fail(good.error());
    if (auto done = replaceNodePair(folder, *renewed); !done)
        return fail(done.error());
    return renewed;
}

Status replaceNodePair(const std::string& folder, const KeySet& renewed) {
    const auto replace = [&](const char* file, const std::string& content) {
        return replaceFileDurably(folder + file, content.data(), content.size(), 0600);
    };
    if (auto done = replace(kNextKeyFile, renewed.nodeKey); !done)
        return done;
    if (auto done = replace("/node.crt", renewed.nodeCertificate); !done)
        return done;
    return takeNextKey(folder);
}

} // namespace understudy::security
