// The decoder of the replication stream: whatever arrives, in whatever pieces, it delivers whole records or
// an error.

#include "driver.h"
#include "replication/stream/records.h"

#include <xxhash.h>

#include <cstring>

using namespace understudy;
using namespace understudy::replication;

namespace {

void check(bool promise) {
    if (!promise)
        assertionFailed("a promise of the decoder", __FILE__, __LINE__);
}

// What was decoded can be encoded, and is the same kind again.
void checkRoundTrip(const Record& record) {
    std::vector<std::uint8_t> bytes;
    encode(record, Seq(1), bytes);
    Decoder again;
    again.feed(bytes);
    const auto decoded = again.next();
    check(decoded.has_value() && decoded->has_value() && (*decoded)->index() == record.index());
}

// The sum is made right, so that mutations reach the parsers behind it; the sequence too.
void repair(std::vector<std::uint8_t>& bytes) {
    std::size_t at = 0;
    std::uint64_t seq = 0;
    while (bytes.size() - at >= 4) {
        std::uint32_t size = 0;
        std::memcpy(&size, bytes.data() + at, sizeof size);
        if (size < 9 || size > bytes.size() - at - 4 || bytes.size() - at - 4 - size < 8)
            return;
        ++seq;
        std::memcpy(bytes.data() + at + 5, &seq, sizeof seq);
        const std::uint64_t sum = XXH3_64bits(bytes.data() + at + 4, size);
        std::memcpy(bytes.data() + at + 4 + size, &sum, sizeof sum);
        at += 4 + std::size_t(size) + 8;
    }
}

void decodeAll(std::span<const std::uint8_t> bytes, std::size_t piece) {
    Decoder decoder;
    while (!bytes.empty()) {
        const std::size_t size = std::min(piece, bytes.size());
        decoder.feed(bytes.first(size));
        bytes = bytes.subspan(size);
        for (;;) {
            const auto record = decoder.next();
            if (!record)
                return; // the session would end here
            if (!*record)
                break;
            checkRoundTrip(**record);
        }
    }
}

template <std::size_t... I>
void addEveryKind(std::vector<std::vector<std::uint8_t>>& seeds, std::index_sequence<I...>) {
    (
        [&] {
            seeds.emplace_back();
            encode(Record(std::in_place_index<I>), Seq(1), seeds.back());
        }(),
        ...);
}

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    std::vector<std::vector<std::uint8_t>> seeds;
    addEveryKind(seeds, std::make_index_sequence<std::variant_size_v<Record>>());
    const std::uint8_t content[] = {1, 2, 3};
    const std::vector<Record> full = {
        Write{FileId(7), 8, content},
        Create{FileId(1), "name", FileId(99999), ObjectType::Symlink, {}, 0, "target"},
        Open{1, 2, 3, 4, "module", {"a", "b"}, {}},
        Finish{BarrierId(1), {}, {Generation{}, Generation{}}, {}},
        LogEntries{{{1, 2, 3}, {4, 5, 6}}, true},
        Digests{{{FileId(1), Digest{}}}, false},
        Listing{FileId(1), {ListedObject{"n", FileId(70000), ObjectType::File, {}, 1, 0, "", {}}}, true},
        Blocks{FileId(1), 2, 3, {Digest{}, Digest{}}},
        Synced{{BarrierId(1), BarrierId(2)}},
        Failed{"no room"},
    };
    std::vector<std::uint8_t> together;
    std::uint64_t seq = 0;
    for (const Record& record : full) {
        seeds.emplace_back();
        encode(record, Seq(1), seeds.back());
        encode(record, Seq(++seq), together);
    }
    seeds.push_back(together);
    return seeds;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const std::size_t piece = 1 + data[0] % 64;
    std::vector<std::uint8_t> bytes(data, data + size);
    decodeAll(bytes, piece);
    repair(bytes);
    decodeAll(bytes, piece);
    decodeAll(bytes, bytes.size());
    return 0;
}
