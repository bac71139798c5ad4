#pragma once
// The cluster's own certificate authority: one CA per cluster, one certificate per node, EC P-256, X.509 v3,
// five years. The CA's private key signs the two and is forgotten: nobody can make a third member later; new
// members get a new CA. Pure computation (some ms), any thread.

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
};

// A new CA, both certificates and a new cluster key. Errors: a name or address that is none.
Result<ClusterKeys> makeClusterKeys(const ClusterNames& names);

} // namespace understudy::security
