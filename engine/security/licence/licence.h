#pragma once
// A licence: a small JSON file that the vendor signs with Ed25519 and that names both computers. Checked
// offline with the vendor's public key (vendor_key.h). Pure; any thread; a check takes less than a ms.
//
//   { "format": 1, "product": "understudy", "hosts": ["alpha.example", "beta.example"],
//     "issued": "2026-11-25", "ends": "2027-11-25", "signature": "<base64>" }
//
// "ends" is the last good day and may be missing. The signature is over the values, each with its length, not
// over the text: the file may be indented anew, and nothing in it is unsigned, as unknown keys are refused.

#include "base/result.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::security {

constexpr std::size_t kLicenceFileLimit = 16 * 1024;
constexpr char kLicensedProduct[] = "understudy";

struct Licence {
    std::string product;
    std::array<std::string, 2> hosts; // small letters, in the order of the alphabet
    std::chrono::sys_days issued;
    std::optional<std::chrono::sys_days> ends; // the last good day

    bool operator==(const Licence&) const = default;
};

struct SignedLicence {
    Licence licence;
    std::array<std::uint8_t, 64> signature{};

    bool operator==(const SignedLicence&) const = default;
    std::string toText() const; // the file
    // InvalidInput names the key that is missing, unknown or wrong. Does not look at the signature.
    static Result<SignedLicence> fromText(std::string_view text);
    // For comparing the nodes' licences: 64 hexadecimal digits, the same for the same licence however it is
    // indented.
    std::string fingerprint() const;
};

// For the vendor's tool and for tests. PEM; the private key is PKCS#8 without a passphrase.
struct VendorKeys {
    std::string privateKey;
    std::string publicKey;
};
Result<VendorKeys> makeVendorKeys();
// Puts the hosts in order. InvalidInput: a host that is none, the same host twice, an end before the issue
// date.
Result<SignedLicence> signLicence(Licence licence, const std::string& privateKeyPem);
Result<bool> hasGoodSignature(const SignedLicence& file, const std::string& publicKeyPem);

// "2026-11-25" and back. Empty: no date between the years 2000 and 9999.
std::optional<std::chrono::sys_days> dateFromText(std::string_view text);
std::string dateToText(std::chrono::sys_days date);

} // namespace understudy::security
