#include "security/licence/licence_standing.h"

#include <QString>

#include <algorithm>

namespace understudy::security {

namespace {

bool isOurs(const Licence& licence, const std::vector<std::string>& ownNames) {
    return std::any_of(ownNames.begin(), ownNames.end(), [&](const std::string& name) {
        const std::string small = QString::fromStdString(name).toLower().toStdString();
        return std::find(licence.hosts.begin(), licence.hosts.end(), small) != licence.hosts.end();
    });
}

LicenceStanding& settle(LicenceStanding& standing, LicenceState state, std::string detail) {
    standing.state = state;
    standing.detail = std::move(detail);
    return standing;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

std::string_view licenceStateName(LicenceState state) {
    switch (state) {
    case LicenceState::None:
        return "none";
    case LicenceState::Valid:
        return "valid";
    case LicenceState::EndsSoon:
        return "ends-soon";
    case LicenceState::Ended:
        return "ended";
    case LicenceState::WrongHost:
        return "wrong-host";
    case LicenceState::WrongProduct:
        return "wrong-product";
    case LicenceState::BrokenSignature:
        return "broken-signature";
    case LicenceState::Unreadable:
        return "unreadable";
    }
    return "?";
}

LicenceStanding judgeLicence(std::string_view file, const LicenceQuestion& question) {
    LicenceStanding standing;
    if (file.empty())
        return standing;
    const auto read = SignedLicence::fromText(file);
    if (!read)
        return settle(standing, LicenceState::Unreadable, "the licence " + read.error().detail);
    const Licence& licence = read->licence;
    standing.licence = licence;
    standing.fingerprint = read->fingerprint();
    if (licence.ends)
        standing.daysLeft = static_cast<int>((*licence.ends - question.today).count());

    const auto good = hasGoodSignature(*read, question.vendorKey);
    if (!good || !*good)
        return settle(
            standing, LicenceState::BrokenSignature,
            "the licence was changed, or is not signed by the vendor of this installation; apply the file "
            "as the vendor sent it");
    if (licence.product != kLicensedProduct)
        return settle(standing, LicenceState::WrongProduct,
                      "the licence is for " + licence.product + "; ask the vendor for one for " +
                          kLicensedProduct);
    if (!isOurs(licence, question.ownNames))
        return settle(standing, LicenceState::WrongHost,
                      "the licence is for " + licence.hosts[0] + " and " + licence.hosts[1] +
                          ", and this computer is " + joined(question.ownNames) +
                          "; ask the vendor for one with this name");
    if (standing.daysLeft.value_or(0) < 0)
        return settle(standing, LicenceState::Ended,
                      "the licence ended on " + dateToText(*licence.ends) + "; ask the vendor for a new one");
    const bool soon = standing.daysLeft && *standing.daysLeft <= kLicenceWarningDays;
    return settle(standing, soon ? LicenceState::EndsSoon : LicenceState::Valid, {});
}

LicenceMatch compareLicences(std::string_view here, std::string_view there) {
    if (here.empty() && there.empty())
        return LicenceMatch::NoneAtAll;
    if (here.empty() || there.empty())
        return here.empty() ? LicenceMatch::OnlyThere : LicenceMatch::OnlyHere;
    return here == there ? LicenceMatch::Same : LicenceMatch::Different;
}

} // namespace understudy::security
