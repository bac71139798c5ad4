#pragma once
// What a certificate says: whom it names and how long it is good, for API, metrics and findings. Pure; any
// thread.

#include "base/clock.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace understudy::security {

constexpr int kCertificateWarningDays = 60; // from here on it is shown
constexpr int kCertificateRenewalDays = 30; // from here on a node renews it by itself

enum class CertificateState { Valid, EndsSoon, Ended, NotYet };

struct CertificateFacts {
    std::string commonName;
    std::vector<std::string> hosts;
    std::vector<std::string> addresses; // numeric
    WallTime from{};
    WallTime until{};

    int daysLeft(WallTime now) const; // whole days; negative when ended
    CertificateState state(WallTime now) const;
    bool isRenewalDue(WallTime now) const { return daysLeft(now) <= kCertificateRenewalDays; }
};

// `pem`: a certificate, for instance KeySet::nodeCertificate. `subject`: whose, for the error.
Result<CertificateFacts> certificateFacts(const std::string& pem, const std::string& subject);

// Whether who connects by this name or numeric address will accept the certificate. The error is the sentence
// that people look for: "<name> not in server certificate", with what is in it and the cure.
Status checkNameInCertificate(const std::string& pem, const std::string& nameOrAddress);

} // namespace understudy::security
