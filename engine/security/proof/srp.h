#pragma once
// SRP-6a (RFC 5054, group of 3072 bits, SHA-256) of Botan, as bytes in and bytes out: the one place that
// knows Botan, whose exceptions end here. Each step takes some ms of a core. Private to proof.

#include "base/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace understudy::security {

constexpr std::size_t kSrpValueSize = 384;
using SrpSalt = std::array<std::uint8_t, 16>;
using SrpBytes = std::vector<std::uint8_t>;

class SrpHost {
public:
    SrpHost();
    SrpHost(SrpHost&&) noexcept;
    SrpHost& operator=(SrpHost&&) noexcept;
    ~SrpHost();

    Result<SrpBytes> publicValue(const std::string& secret, const SrpSalt& salt); // B, kSrpValueSize bytes
    Result<SrpBytes> agree(std::span<const std::uint8_t> guestValue); // what both know if the secrets are one

private:
    struct Session;
    std::unique_ptr<Session> m_session;
};

struct SrpAgreement {
    SrpBytes publicValue; // A, kSrpValueSize bytes
    SrpBytes shared;
};
Result<SrpAgreement> srpGuest(const std::string& secret, const SrpSalt& salt,
                              std::span<const std::uint8_t> hostValue);

} // namespace understudy::security
