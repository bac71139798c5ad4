// The messages of a joining, as they come from a stranger who found port 9001 open: any bytes, in any pieces.
// What is taken for a message means the same when it is written and read again. The facts inside are JSON of
// the same strangers.

#include "base/result.h"
#include "driver.h"
#include "joining/messages.h"
#include "prerequisites/facts.h"

#include <QJsonDocument>

using namespace understudy;
using namespace understudy::joining;

namespace {

Told prepared() {
    Told told{Word::Prepared, {1, 2}, {}, security::KeySet{"ca", "certificate", "key", {7}}, "ca key"};
    return told;
}

void readFacts(const std::string& json) {
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    const auto facts = prerequisites::factsFrom(object);
    UNDERSTUDY_ASSERT(prerequisites::factsFrom(prerequisites::factsJson(facts)) == facts);
}

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    return {encode(Begin{Secret::Record, {1, 2, 3}}),
            encode(ProofStep{{1, 2, 3, 4}}),
            encode(Reason{"pre-same-time", {"7", "5"}}),
            encode(Facts{R"({"version":"1","addresses":[{"address":"10.0.0.1","prefix_length":24}]})"}),
            encode(Told{Word::Proposal, {9}, "{}", std::nullopt, {}}),
            encode(Told{Word::Commit, {9}, {}, std::nullopt, {}}),
            encode(prepared())};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> input(data, size);
    FrameReader reader;
    if (size % 2 == 0)
        reader.proven();
    const std::size_t half = size / 2; // in two pieces, wherever they part
    for (const auto& piece : {input.first(half), input.subspan(half)}) {
        reader.feed(piece);
        for (;;) {
            const auto message = reader.take();
            if (!message || !*message)
                break;
            const Bytes again = encode(**message);
            const auto same = decode(std::span(again).subspan(4));
            UNDERSTUDY_ASSERT(same && *same == **message);
            if (const auto* facts = std::get_if<Facts>(&**message))
                readFacts(facts->json);
        }
    }
    return 0;
}
