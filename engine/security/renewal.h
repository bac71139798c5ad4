#pragma once
// A node's certificate renewed where it lies, while the engine runs. Blocks for the disk; any thread, one at
// a time.

#include "security/certificates.h"

namespace understudy::security {

// Reads ca.crt, ca.key and cluster.key of `folder`, makes a new key and certificate for `self` and puts them
// in the place of the old ones, even of ended or broken ones; durable on return. After a crash at any instant
// the folder holds the old pair or the new one (loadKeySet sees to that). Open connections go on; new ones
// shall use what is returned. Only one node's files are touched: the other node trusts the CA, not the
// certificate.
Result<KeySet> renewInFolder(const std::string& folder, NodeId self, const NodeNames& own,
                             const std::vector<std::string>& virtualIps);

// The same for a pair that was made elsewhere: only node.crt and node.key are replaced.
Status replaceNodePair(const std::string& folder, const KeySet& renewed);

} // namespace understudy::security
