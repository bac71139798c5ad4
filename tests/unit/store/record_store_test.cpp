// The durable record of a node: whole or not at all, and never trusted when damaged.

#include "base/descriptor.h"
#include "base/random.h"
#include "store/record_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace understudy;
using namespace understudy::store;

namespace {

cluster::Record fullRecord() {
    cluster::Record record;
    record.generation = randomGeneration();
    for (std::size_t i = 0; i < cluster::Record::kMaxAncestors; ++i)
        record.ancestors.push_back(randomGeneration());
    record.complete = true;
    record.lastRole = cluster::Role::Alone;
    record.tookOver = true;
    record.running = true;
    record.engineStarts = (1ULL << 62) + 3; // beyond what a double can hold
    record.peerLastSeen = WallTime(std::chrono::milliseconds(1'795'000'000'123));
    record.since = WallTime(std::chrono::milliseconds(1'795'000'000'456));
    return record;
}

void put(const std::string& path, const std::string& text) {
    QVERIFY(replaceFileDurably(path, text.data(), text.size()).has_value());
}

} // namespace

class RecordStoreTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string folder() const { return m_folder.path().toStdString(); }

private Q_SLOTS:
    void whatIsSavedComesBack() {
        RecordStore store(folder(), "roundtrip");
        const cluster::Record record = fullRecord();
        QVERIFY(store.save(record).has_value());
        const auto loaded = store.load();
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().toString().c_str());
        QVERIFY(*loaded == record);
        QVERIFY(store.save(cluster::Record{}).has_value());
        QVERIFY(*store.load() == cluster::Record{});
    }

    void aRecordThatWasNeverSavedIsMissingNotDamaged() {
        QVERIFY(RecordStore(folder(), "never").load().error().code == ErrorCode::NotFound);
    }

    void noPrefixOfARecordIsTaken() {
        const std::string text = recordText(fullRecord());
        for (std::size_t length = 0; length + 1 < text.size(); ++length) // the last byte is a line end
            QVERIFY(parseRecord(text.substr(0, length), "x").error().code == ErrorCode::Corrupt);
    }

    void noFlippedBitChangesWhatARecordSays() {
        const cluster::Record record = fullRecord();
        const std::string text = recordText(record);
        for (std::size_t at = 0; at < text.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string damaged = text;
                damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
                const auto parsed = parseRecord(damaged, "x");
                QVERIFY2(!parsed || *parsed == record, damaged.c_str()); // white space may differ
            }
        }
    }

    void aRecordOfALaterVersionIsNotGuessedAt() {
        std::string text = recordText(fullRecord());
        text.replace(text.find("\"format\": 1"), 11, "\"format\": 2");
        QVERIFY(parseRecord(text, "x").error().code == ErrorCode::VersionMismatch);
    }

    // A crash while a record is replaced leaves a part of the new one beside the old one.
    void s3_aCrashAtAnyByteOfASaveLeavesTheOldRecord() {
        RecordStore store(folder(), "crash");
        cluster::Record old = fullRecord();
        QVERIFY(store.save(old).has_value());
        const std::string next = recordText(fullRecord());
        for (std::size_t length = 0; length <= next.size(); length += 97) {
            put(store.path() + ".new", next.substr(0, length));
            QVERIFY(*store.load() == old);
        }
        QVERIFY(store.save(old).has_value()); // and the left-over does not stop the next save
        QVERIFY(*store.load() == old);
    }

    void s3_aSaveThatCannotBeDurableFailsAndKeepsTheOldRecord() {
        const std::string place = folder() + "/full";
        QVERIFY(::mkdir(place.c_str(), 0700) == 0);
        RecordStore store(place, "m");
        const cluster::Record old = fullRecord();
        QVERIFY(store.save(old).has_value());
        QVERIFY(::mkdir((store.path() + ".new").c_str(), 0700) == 0); // nothing can be written there
        QVERIFY(!store.save(fullRecord()).has_value());
        QVERIFY(*store.load() == old);
    }

    void eachStartCountsOneMore() {
        const auto first = countStart(folder(), 0);
        const auto second = countStart(folder(), 0);
        QCOMPARE(first->starts, std::uint64_t(1));
        QCOMPARE(second->starts, std::uint64_t(2));
        QCOMPARE(first->boot, second->boot);
        QVERIFY(first->boot != 0);
    }

    void aLostCounterGoesOnFromTheRecord() {
        QCOMPARE(countStart(folder(), 41)->starts, std::uint64_t(42));
        QCOMPARE(countStart(folder(), 0)->starts, std::uint64_t(43));
    }

    void aDamagedCounterIsSaidNotReset() {
        const std::string place = folder() + "/damaged";
        QVERIFY(::mkdir(place.c_str(), 0700) == 0);
        for (const char* text : {"", "12", "x\n", "12 \n", "-1\n", "99999999999999999999999\n"}) {
            put(place + "/engine-starts", text);
            QVERIFY2(!countStart(place, 5).has_value(), text);
        }
        QVERIFY(!countStart(folder() + "/not-there", 0).has_value());
    }
};

QTEST_GUILESS_MAIN(RecordStoreTest)
#include "record_store_test.moc"
