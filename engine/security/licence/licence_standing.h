#pragma once
// What a node's licence file is worth today, with the facts that the API and the logs show. Pure; any thread.

#include "security/licence/licence.h"

namespace understudy::security {

enum class LicenceState {
    None, // no file: the demo period decides (demo.h)
    Valid,
    EndsSoon, // valid, and ends within kLicenceWarningDays
    Ended,
    WrongHost,    // names other computers
    WrongProduct, // for another product
    BrokenSignature,
    Unreadable,
};
std::string_view licenceStateName(LicenceState state); // in the API: "ends-soon"

constexpr int kLicenceWarningDays = 60;

struct LicenceStanding {
    LicenceState state = LicenceState::None;
    std::optional<Licence> licence; // whenever the file could be read; to be believed only if granted()
    std::optional<int> daysLeft;    // with an end: 0 on its last day, negative afterwards
    std::string fingerprint;        // whenever the file could be read
    std::string detail;             // what is wrong and what to do; empty when granted

    bool granted() const { return state == LicenceState::Valid || state == LicenceState::EndsSoon; }
};

struct LicenceQuestion {
    std::string vendorKey;             // PEM: vendorPublicKey()
    std::vector<std::string> ownNames; // this computer's host name and full name; upper case does not matter
    std::chrono::sys_days today;       // trustedDay() of demo.h, so that no clock set back prolongs a licence
};

// `file`: what was applied on this node; empty if nothing was.
LicenceStanding judgeLicence(std::string_view file, const LicenceQuestion& question);

enum class LicenceMatch { NoneAtAll, Same, Different, OnlyHere, OnlyThere };
// By the standings' fingerprints, which the nodes tell each other.
LicenceMatch compareLicences(std::string_view here, std::string_view there);

} // namespace understudy::security
