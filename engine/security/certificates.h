#pragma once
// The cluster's own certificate authority: one CA per cluster (20 years), one certificate per node (five
// years), EC P-256, X.509 v3. Pure computation (some ms), any thread.
//
// Where the CA's private key lives: in ca.key beside the other keys, mode 0600, on both nodes. So each node
// renews its own certificate alone, also when the other one is gone for good. It gives a thief nothing among
// the nodes: who is root on a node has that node's key, the cluster key and the data already. Against misuse
// towards others stands the CA's list of names (critical name constraints): it can certify nothing but this
// cluster's hosts and the networks of its addresses, so that a browser that trusts it trusts it for nothing
// else. The engine reads it only to renew.

#include "security/key_set.h"

#include <string>
#include <vector>

namespace understudy::security {

// How a node is called by those who connect to it: becomes the certificate's alternative names, beside the
// node's own name (node1, node2), which is also its common name.
struct NodeNames {
    std::vector<std::string> hosts;
    std::vector<std::string> addresses; // numeric
};

struct ClusterNames {
    NodeNames node1;
    NodeNames node2;
    std::vector<std::string> virtualIps; // in both certificates: whoever serves answers there
};

struct ClusterKeys {
    KeySet node1;
    KeySet node2;
    std::string caKey; // PEM; to be saved on both nodes: saveCaKey()
};

// A new CA, both certificates and a new cluster key. Errors: a name or address that is none.
Result<ClusterKeys> makeClusterKeys(const ClusterNames& names);

// A new key and a new certificate for `self`, from today, by the same CA and with the same cluster key: the
// other node and who trusts the CA accept it at once. Errors: the CA's key is not this CA's, the CA has
// ended, a name that the CA may not certify. On disk: renewal.h.
Result<KeySet> renewNode(const KeySet& current, const std::string& caKey, NodeId self, const NodeNames& own,
                         const std::vector<std::string>& virtualIps);

// What a browser's owner installs as trusted, to be offered as kTrustFileName: the CA's certificate (PEM),
// which stays the same when the nodes' certificates are renewed.
constexpr char kTrustFileName[] = "serverCert.crt";
std::string certificateToTrust(const KeySet& keys);

} // namespace understudy::security
