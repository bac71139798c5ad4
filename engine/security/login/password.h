#pragma once
// The cluster's password as it is kept: a scrypt hash (RFC 7914) in the self-describing form of PHC strings,
//   $scrypt$ln=15,r=8,p=1$SALT$HASH      (N = 2^ln; salt and hash in base64 without padding)
// so that the cost can grow later and old hashes stay good. Free functions, any thread; hashing and verifying
// each take about 0.1 s of a core and 32 MiB: not on the engine's loop, and only behind the LoginThrottle.
// The rules for a new password are in base/password_rules.h.

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::security {

struct ScryptCost {
    std::uint8_t logN = 15;
    std::uint8_t r = 8;
    std::uint8_t p = 1;

    bool operator==(const ScryptCost&) const = default;
};

struct PasswordHash {
    ScryptCost cost;
    std::vector<std::uint8_t> salt; // 16 bytes when new
    std::vector<std::uint8_t> hash; // 32 bytes when new

    bool operator==(const PasswordHash&) const = default;
    std::string toText() const;
    // Corrupt: no such text, or a cost that no engine of ours would write (memory stays below 256 MiB).
    static Result<PasswordHash> fromText(std::string_view text);
};

// With a new random salt. Does not ask for the rules. System: no memory for scrypt.
Result<PasswordHash> hashPassword(std::string_view password, ScryptCost cost = {});

// `known`: the user's hash, or nullptr for a user that does not exist: the same work is done and the answer
// is no, so that the time does not tell which users exist. The comparison takes constant time.
Result<bool> verifyPassword(const PasswordHash* known, std::string_view password);

} // namespace understudy::security
