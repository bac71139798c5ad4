#pragma once
// The keys of one node, and where they lie: ca.crt, node.crt, node.key, cluster.key in one folder, each with
// mode 0600; beside them ca.key, which is read only to renew (certificates.h says why it lies there). Value
// types and free functions; any thread; the functions that touch files block for the disk.

#include "base/ids.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace understudy::security {

using SecretKey = std::array<std::uint8_t, 32>;

constexpr char kKeyFolder[] = "/etc/understudy/keys";

struct KeySet {
    std::string caCertificate;   // PEM
    std::string nodeCertificate; // PEM
    std::string nodeKey;         // PEM, PKCS#8, not encrypted
    SecretKey clusterKey{};      // shared by both nodes; only keys derived from it are used

    bool operator==(const KeySet&) const = default;
};

// Reads and checks everything that later use rests on: owner and modes, that the files parse, that the
// certificate is `self`'s, of this CA, in its time and with the key beside it. Each error names the file,
// what is wrong and its cure. Finishes a renewal that a crash interrupted (renewal.h).
Result<KeySet> loadKeySet(const std::string& folder, NodeId self);

// The part of loadKeySet that needs no files. `folder` is for the errors only.
Status checkKeySet(const KeySet& keys, NodeId self, const std::string& folder);

// Makes the folder (0700) if need be and writes the four files (0600); durable on return. An existing set is
// replaced file by file.
Status saveKeySet(const std::string& folder, const KeySet& keys);

// The CA's private key (PEM). NotFound: this set was made by an older version, or belongs to no renewable
// cluster.
Result<std::string> loadCaKey(const std::string& folder);
Status saveCaKey(const std::string& folder, const std::string& caKey); // the folder exists; durable on return

// A key for one purpose only (HKDF-SHA256, RFC 5869): knowing it tells nothing about the cluster key or the
// key of another purpose. Both nodes derive the same.
SecretKey deriveKey(const SecretKey& clusterKey, std::string_view purpose);

SecretKey heartbeatKey(const KeySet& keys);
std::uint64_t clusterTag(const KeySet& keys); // tells packets of two clusters apart; no secret

} // namespace understudy::security
