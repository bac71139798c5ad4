#include "security/certificates.h"

#include "base/random.h"
#include "security/certificate_maker.h"

namespace understudy::security {

Result<ClusterKeys> makeClusterKeys(const ClusterNames& names) {
    const PrivateKey caKey = newKey();
    if (!caKey)
        return fail(openSslError(ErrorCode::System, "the cluster's CA key", "cannot be made"));
    const auto ca = makeCa(caKey, names);
    if (!ca)
        return fail(ca.error());
    const Issuer issuer{*ca, caKey};
    auto node1 = makeNode(NodeId::Node1, names.node1, names.virtualIps, issuer);
    if (!node1)
        return fail(node1.error());
    auto node2 = makeNode(NodeId::Node2, names.node2, names.virtualIps, issuer);
    if (!node2)
        return fail(node2.error());
    fillRandom(node1->clusterKey.data(), node1->clusterKey.size());
    node2->clusterKey = node1->clusterKey;
    return ClusterKeys{std::move(*node1), std::move(*node2), toPem(caKey)};
}

Result<KeySet> renewNode(const KeySet& current, const std::string& caKey, NodeId self, const NodeNames& own,
                         const std::vector<std::string>& virtualIps) {
    const auto ca = readCertificate(current.caCertificate, "ca.crt");
    if (!ca)
        return fail(ca.error());
    const auto key = readPrivateKey(caKey, "ca.key");
    if (!key)
        return fail(key.error());
    if (X509_check_private_key(ca->get(), key->get()) != 1)
        return fail(openSslError(ErrorCode::InvalidInput, "ca.key",
                                 "does not belong to ca.crt beside it; copy ca.key from the other node"));
    if (X509_cmp_current_time(X509_get0_notAfter(ca->get())) <= 0)
        return fail(ErrorCode::InvalidInput, "ca.crt",
                    "has ended, and nothing can be renewed with it; remove the configuration and join the "
                    "nodes anew");
    auto renewed = makeNode(self, own, virtualIps, Issuer{*ca, *key});
    if (!renewed)
        return renewed;
    renewed->caCertificate = current.caCertificate;
    renewed->clusterKey = current.clusterKey;
    return renewed;
}

std::string certificateToTrust(const KeySet& keys) {
    return keys.caCertificate;
}

} // namespace understudy::security
