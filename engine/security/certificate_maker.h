#pragma once
// Makes the certificates that certificates.h promises, from OpenSSL's parts. Private to security.

#include "security/certificates.h"
#include "security/openssl_owner.h"

namespace understudy::security {

struct Issuer {
    const Certificate& certificate;
    const PrivateKey& key;
};

PrivateKey newKey(); // EC P-256; empty if OpenSSL cannot
Result<Certificate> makeCa(const PrivateKey& key, const ClusterNames& names);
// A new key and its certificate; the set's cluster key is left empty.
Result<KeySet> makeNode(NodeId node, const NodeNames& own, const std::vector<std::string>& virtualIps,
                        const Issuer& ca);

struct CertifiedKey {
    std::string certificate; // PEM
    std::string key;         // PEM
};
// For the door to the network: a server that is none of the nodes, with a key of its own (console_keys.h).
Result<CertifiedKey> makeConsole(const NodeNames& own, const std::vector<std::string>& virtualIps,
                                 const Issuer& ca);

} // namespace understudy::security
