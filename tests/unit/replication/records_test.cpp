// The records on the wire: every kind comes back as it was sent, and nothing else is taken for one.

#include "replication/stream/records.h"

#include <QTest>

#include <algorithm>
#include <cstring>

using namespace understudy;
using namespace understudy::replication;

namespace {

using Bytes = std::vector<std::uint8_t>;

Generation generation(std::uint8_t seed) {
    Generation g;
    g.bytes.fill(seed);
    return g;
}

const std::uint8_t kContent[] = {1, 2, 3, 4, 5};

// One of each kind with every field set, in the order of the variant.
std::vector<Record> everyKind() {
    const Attributes attributes{04755, 1000, 1001, -5, 999'999'999};
    const ListedObject listed{"n",      FileId(70000), ObjectType::Symlink, attributes, 12, 34,
                              "target", Digest{9}};
    return {
        Write{FileId(7), 8, kContent},
        Truncate{FileId(7), 1ull << 40},
        Allocate{FileId(7), 3, 4096, 8192},
        Create{FileId(1), "name", FileId(70000), ObjectType::CharDevice, attributes, 0x0501, "t"},
        Link{FileId(70000), FileId(1), "other"},
        Remove{FileId(1), "other"},
        Rename{FileId(1), "a", FileId(2), "b", 2},
        SetAttributes{FileId(7), attributes},
        SetXattr{FileId(7), "user.a", std::string("\0x", 2)},
        RemoveXattr{FileId(7), "user.a"},
        Adopt{FileId(1), "name", FileId(70001)},
        Sync{BarrierId(11), FileId(7)},
        SyncPoint{BarrierId(12)},
        Open{1, 2, 3, 4, "module", {"a", "b"}, generation(1)},
        AskDigests{},
        AskListing{FileId(1)},
        WillChange{},
        AskBlocks{FileId(7), 5},
        Finish{BarrierId(13), generation(2), {generation(3), generation(4)}, generation(5)},
        InSync{},
        Bye{"done"},
        Hello{1, generation(6), true, generation(7), generation(8), true},
        LogEntries{{{1, 2, 3}, {4, 5, 6}}, false},
        Digests{{{FileId(1), Digest{1}}, {FileId(2), Digest{2}}}, true},
        Listing{FileId(1), {listed, listed}, true},
        MayChange{},
        Blocks{FileId(7), 5, 6, {Digest{3}}},
        Synced{{BarrierId(11), BarrierId(12)}},
        Recorded{},
        Progress{99},
        Failed{"no room"},
    };
}

Bytes encoded(const Record& record, std::uint64_t seq = 1) {
    Bytes bytes;
    encode(record, Seq(seq), bytes);
    return bytes;
}

ErrorCode verdict(const Bytes& bytes) {
    Decoder decoder;
    decoder.feed(bytes);
    const auto record = decoder.next();
    return record ? ErrorCode::Cancelled : record.error().code;
}

} // namespace

class RecordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindComesBackAsItWasSent();
    void framesArriveInAnyPieces();
    void noPrefixOfAFrameIsARecord();
    void everyFlippedBitIsNoticed();
    void aGapInTheSequenceEndsIt();
    void aRepeatedFrameEndsIt();
    void aFrameThatIsTooLongIsNotWaitedFor();
};

void RecordsTest::everyKindComesBackAsItWasSent() {
    const auto records = everyKind();
    QCOMPARE(records.size(), std::variant_size_v<Record>);
    for (std::size_t i = 0; i < records.size(); ++i) {
        QCOMPARE(records[i].index(), i);
        const Bytes bytes = encoded(records[i]);
        Decoder decoder;
        decoder.feed(bytes);
        auto decoded = decoder.next();
        QVERIFY(decoded.has_value() && decoded->has_value());
        QCOMPARE((*decoded)->index(), i);
        QVERIFY(encoded(**decoded) == bytes); // the fields are the same if their bytes are
    }
}

void RecordsTest::framesArriveInAnyPieces() {
    Bytes stream;
    std::uint64_t seq = 0;
    for (const Record& record : everyKind())
        encode(record, Seq(++seq), stream);
    for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(64), stream.size()}) {
        Decoder decoder;
        std::size_t count = 0;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            decoder.feed(std::span(stream).subspan(at, std::min(piece, stream.size() - at)));
            for (;;) {
                const bool more = decoder.hasMore();
                auto record = decoder.next();
                QVERIFY(record.has_value());
                QCOMPARE(record->has_value(), more);
                if (!*record)
                    break;
                QCOMPARE((*record)->index(), count++);
            }
        }
        QCOMPARE(count, std::variant_size_v<Record>);
        QCOMPARE(decoder.lastSeq(), Seq(count));
    }
}

void RecordsTest::noPrefixOfAFrameIsARecord() {
    for (const Record& record : everyKind()) {
        const Bytes whole = encoded(record);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            Decoder decoder;
            decoder.feed(std::span(whole).first(size));
            const auto got = decoder.next();
            QVERIFY(got.has_value());
            QVERIFY(!got->has_value());
        }
    }
}

void RecordsTest::everyFlippedBitIsNoticed() {
    for (const Record& record : everyKind()) {
        const Bytes whole = encoded(record);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                Bytes flipped = whole;
                flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1u << bit));
                Decoder decoder;
                decoder.feed(flipped);
                const auto got = decoder.next();
                QVERIFY(!got || !got->has_value()); // an error, or a size that waits for more
            }
        }
    }
}

void RecordsTest::aGapInTheSequenceEndsIt() {
    Bytes stream = encoded(AskDigests{}, 1);
    encode(AskDigests{}, Seq(3), stream);
    Decoder decoder;
    decoder.feed(stream);
    QVERIFY(decoder.next().value().has_value());
    QCOMPARE(decoder.next().error().code, ErrorCode::Corrupt);
}

void RecordsTest::aRepeatedFrameEndsIt() {
    const Bytes frame = encoded(AskDigests{});
    Decoder decoder;
    decoder.feed(frame);
    decoder.feed(frame);
    QVERIFY(decoder.next().value().has_value());
    QCOMPARE(decoder.next().error().code, ErrorCode::Corrupt);
}

void RecordsTest::aFrameThatIsTooLongIsNotWaitedFor() {
    Bytes frame = encoded(AskDigests{});
    const std::uint32_t size = kMaxFrame + 1;
    std::memcpy(frame.data(), &size, sizeof size);
    QCOMPARE(verdict(frame), ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(RecordsTest)
#include "records_test.moc"
