#include "security/proof/srp.h"

#include <botan/bigint.h>
#include <botan/srp6.h>
#include <botan/symkey.h>
#include <botan/system_rng.h>

#include <exception>

namespace understudy::security {

namespace {

constexpr char kGroup[] = "modp/srp/3072";
constexpr char kHash[] = "SHA-256";
constexpr char kName[] = "understudy"; // both nodes are known: SRP's user name distinguishes nobody here

SrpBytes fixedSize(const Botan::BigInt& value) {
    const auto bytes = Botan::BigInt::encode_1363(value, kSrpValueSize);
    return {bytes.begin(), bytes.end()};
}

Botan::BigInt number(std::span<const std::uint8_t> bytes) {
    return Botan::BigInt::decode(bytes.data(), bytes.size());
}

SrpBytes content(const Botan::SymmetricKey& key) {
    return {key.begin(), key.end()};
}

// Botan throws for values that SRP forbids (zero, or beyond the group) and when the kernel has no random
// bytes.
template <typename Function> auto guarded(Function function) -> Result<decltype(function())> {
    try {
        return function();
    } catch (const std::exception& e) {
        return fail(ErrorCode::InvalidInput, "the proof of the shared secret", e.what());
    }
}

} // namespace

struct SrpHost::Session {
    Botan::SRP6_Server_Session srp;
};

SrpHost::SrpHost() : m_session(std::make_unique<Session>()) {}
SrpHost::SrpHost(SrpHost&&) noexcept = default;
SrpHost& SrpHost::operator=(SrpHost&&) noexcept = default;
SrpHost::~SrpHost() = default;

Result<SrpBytes> SrpHost::publicValue(const std::string& secret, const SrpSalt& salt) {
    return guarded([&] {
        const auto verifier =
            Botan::generate_srp6_verifier(kName, secret, {salt.begin(), salt.end()}, kGroup, kHash);
        return fixedSize(m_session->srp.step1(verifier, kGroup, kHash, Botan::system_rng()));
    });
}

Result<SrpBytes> SrpHost::agree(std::span<const std::uint8_t> guestValue) {
    return guarded([&] { return content(m_session->srp.step2(number(guestValue))); });
}

Result<SrpAgreement> srpGuest(const std::string& secret, const SrpSalt& salt,
                              std::span<const std::uint8_t> hostValue) {
    return guarded([&] {
        const auto [value, key] = Botan::srp6_client_agree(
            kName, secret, kGroup, kHash, {salt.begin(), salt.end()}, number(hostValue), Botan::system_rng());
        return SrpAgreement{fixedSize(value), content(key)};
    });
}

} // namespace understudy::security
