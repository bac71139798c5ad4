// Licence files and records of the demo period. What can be read can be written and read back as the same,
// and no change of a signed licence's values keeps its signature.

#include "base/result.h"
#include "driver.h"
#include "security/licence/demo.h"
#include "security/licence/licence_standing.h"

using namespace understudy;
using namespace understudy::security;

namespace {

struct Signed {
    VendorKeys keys = makeVendorKeys().value();
    SignedLicence one = make(std::nullopt);
    SignedLicence ending = make(dateFromText("2030-01-01"));

private:
    SignedLicence make(std::optional<std::chrono::sys_days> ends) const {
        return signLicence({kLicensedProduct, {"alpha", "beta"}, *dateFromText("2026-01-01"), ends},
                           keys.privateKey)
            .value();
    }
};
const Signed& licences() {
    static const Signed made;
    return made;
}

void checkLicence(std::string_view text) {
    const auto read = SignedLicence::fromText(text);
    if (!read)
        return;
    UNDERSTUDY_ASSERT(SignedLicence::fromText(read->toText()) == *read);
    const LicenceQuestion question{licences().keys.publicKey, {"alpha"}, *dateFromText("2026-06-01")};
    const bool ours = *read == licences().one || *read == licences().ending;
    UNDERSTUDY_ASSERT(judgeLicence(text, question).granted() == ours);
}

void checkDemo(std::string_view text) {
    const auto read = DemoRecord::fromText(text);
    if (!read)
        return;
    UNDERSTUDY_ASSERT(DemoRecord::fromText(read->toText()) == *read);
    const auto later = demoSeen(*read, read->seen + std::chrono::hours(80));
    UNDERSTUDY_ASSERT(later.trusted >= read->trusted && DemoRecord::fromText(later.toText()) == later);
    UNDERSTUDY_ASSERT(demoStanding(later).over || later.seen < read->seen + std::chrono::hours(80));
}

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    const auto record =
        demoSeen(beginDemo(WallTime(std::chrono::hours(500000))), WallTime(std::chrono::hours(500100)));
    std::vector<std::vector<std::uint8_t>> seeds;
    for (const auto& text :
         {licences().one.toText(), licences().ending.toText(), record.toText(), demoStopped(record).toText()})
        seeds.emplace_back(text.begin(), text.end());
    return seeds;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    checkLicence(text);
    checkDemo(text);
    return 0;
}
