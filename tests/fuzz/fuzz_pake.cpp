// The messages of the mutual proof, at each place where a node takes one from a stranger. Whatever comes,
// nothing is proven unless it came from the other Prover.

#include "base/result.h"
#include "driver.h"
#include "security/proof/prover.h"

using namespace understudy;
using namespace understudy::security;

namespace {

constexpr ExporterValue kExporter = {1, 2, 3};
constexpr char kSecret[] = "secret";

struct Conversation {
    Prover host{ProofRole::Host, kSecret, kExporter};
    Prover guest{ProofRole::Guest, kSecret, kExporter};
    ProofMessage opening = host.start().value();
};

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    Conversation c;
    const auto answer = c.guest.receive(c.opening).value();
    const auto confirmation = c.host.receive(answer).value();
    return {c.opening, answer, confirmation, Prover::refusal()};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> input(data, size);
    const unsigned kind =
        size > 1 ? data[1] : 0; // most inputs go where they belong: a conversation costs some ms

    if (kind != 2 && kind != 3) {
        Prover guest(ProofRole::Guest, kSecret, kExporter);
        const auto answer = guest.receive(input);
        UNDERSTUDY_ASSERT(!answer || answer->size() <= Prover::kLongestMessage);
        UNDERSTUDY_ASSERT(!guest.isProven() && !guest.receive(input) && guest.isOver());
    }
    if (kind != 1 && kind != 3) {
        Conversation c;
        UNDERSTUDY_ASSERT(!c.host.receive(input) && c.host.isOver());
    }
    if (kind != 1 && kind != 2) {
        static const ProofMessage opening = Conversation().opening;
        Prover guest(ProofRole::Guest, kSecret, kExporter);
        UNDERSTUDY_ASSERT(guest.receive(opening).has_value());
        UNDERSTUDY_ASSERT(!guest.receive(input) && guest.isOver());
    }
    return 0;
}
