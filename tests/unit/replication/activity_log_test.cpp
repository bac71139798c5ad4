#include "base/descriptor.h"
#include "base/random.h"
#include "replication/log/activity_log.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

using namespace understudy;
using namespace understudy::replication;

namespace {

constexpr FileId kA{0xaaaa0001}, kB{0xbbbb0002}, kC{0xcccc0003};

using Zone = std::pair<std::uint64_t, std::uint64_t>; // file, zone
using Zones = std::set<Zone>;

std::unique_ptr<ActivityLog> openLog(const std::string& path, ActivityLogOptions options = {}) {
    auto log = ActivityLog::open(path, std::move(options));
    if (!log)
        qFatal("%s", log.error().toString().c_str());
    return std::move(*log);
}

// An empty log with a base, as after the first synchronisation.
std::unique_ptr<ActivityLog> freshLog(const std::string& path, ActivityLogOptions options = {}) {
    auto log = openLog(path, std::move(options));
    UNDERSTUDY_ASSERT(log->reset(randomGeneration()));
    return log;
}

bool covers(const std::vector<ZoneRange>& entries, FileId id, std::uint64_t zone) {
    return std::any_of(entries.begin(), entries.end(), [&](const ZoneRange& r) {
        return r.id == id && r.first <= zone && (r.count == 0 || zone < r.first + r.count);
    });
}

std::string missingIn(const ActivityLog& log, const Zones& zones) {
    if (log.full())
        return "";
    const auto entries = log.entries();
    for (const auto& [file, zone] : zones)
        if (!covers(entries, FileId(file), zone))
            return "file " + std::to_string(file) + " zone " + std::to_string(zone);
    return "";
}

Status touchZone(ActivityLog& log, FileId id, std::uint64_t zone) {
    return log.touch(id, zone * kZoneSize + 17, 4096);
}

void copyLog(const std::string& from, const std::string& to) {
    for (const char* part : {"", ".a", ".b", ".new", ".a.new", ".b.new"}) {
        std::error_code ignored;
        std::filesystem::remove(to + part, ignored);
        std::filesystem::copy_file(from + part, to + part, ignored);
    }
}

void changeByte(const std::string& path, std::uint64_t offset) {
    auto file = File::open(path, O_RDWR);
    std::uint8_t byte = 0;
    UNDERSTUDY_ASSERT(file && ::pread(file->fd(), &byte, 1, static_cast<off_t>(offset)) == 1);
    byte ^= 0x5a;
    UNDERSTUDY_ASSERT(file->writeAllAt(&byte, 1, offset));
}

} // namespace

class ActivityLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        // Thousands of syncs; a file system in memory will do, since no power is cut here.
        directory = std::make_unique<QTemporaryDir>(QStringLiteral("/dev/shm/activity-log-XXXXXX"));
        if (!directory->isValid())
            directory = std::make_unique<QTemporaryDir>();
        path = directory->path().toStdString() + "/videoos.activity";
    }

    void aNewLogKnowsNothingAndSaysSo() {
        auto log = openLog(path);
        QVERIFY(log->full());
        QVERIFY(log->base().isNone());
        QVERIFY(log->entries().empty());
        log = openLog(path);
        QVERIFY(log->full());
    }

    void aTouchedZoneIsThereAfterReopening() {
        auto log = freshLog(path);
        QVERIFY(!log->full());
        QVERIFY(log->touch(kA, 5 * kZoneSize - 1, 2)); // two zones
        QVERIFY(log->touch(kB, 7, 0));                 // nothing
        QVERIFY(log->touchFrom(kC, 3 * kZoneSize));
        const std::vector<ZoneRange> expected{{kA, 4, 2}, {kC, 3, 0}};
        QCOMPARE(log->entries(), expected);
        QCOMPARE(log->entryCount(), std::size_t(2));
        log = openLog(path);
        QCOMPARE(log->entries(), expected);
        QVERIFY(log->touch(kA, UINT64_MAX - 5, 100)); // an end beyond all numbers
        QVERIFY(covers(log->entries(), kA, UINT64_MAX / kZoneSize));
    }

    void aHotZoneCostsNoWrite() {
        int writes = 0;
        auto log = freshLog(path, counting("entries", writes));
        QVERIFY(touchZone(*log, kA, 9));
        QCOMPARE(writes, 1);
        for (int i = 0; i < 100; ++i)
            QVERIFY(touchZone(*log, kA, 9));
        QCOMPARE(writes, 1);
        QVERIFY(log->touchFrom(kB, 0));
        QVERIFY(touchZone(*log, kB, 12345));
        QCOMPARE(writes, 2);
    }

    void aSequentialWriterIsKeptAFewZonesAhead() {
        int writes = 0;
        auto log = freshLog(path, counting("entries", writes));
        for (std::uint64_t zone = 0; zone < 41; ++zone)
            QVERIFY(touchZone(*log, kA, zone));
        QCOMPARE(writes, 11);
        QCOMPARE(log->entryCount(), std::size_t(1));
    }

    // A zone stays until the standby confirmed it: only a whole turn of an epoch lets it leave.
    void s4_zoneStaysUntilPeerConfirmed() {
        auto log = freshLog(path);
        QVERIFY(touchZone(*log, kA, 1));
        QVERIFY(log->dropOldEpoch()); // there is none: nothing leaves
        QVERIFY(covers(log->entries(), kA, 1));
        QVERIFY(log->beginEpoch());
        QVERIFY(log->hasOldEpoch());
        QVERIFY(touchZone(*log, kB, 2));
        QVERIFY(covers(log->entries(), kA, 1));
        QVERIFY(covers(openCopy()->entries(), kA, 1));
        QVERIFY(log->dropOldEpoch());
        QVERIFY(!log->hasOldEpoch());
        const std::vector<ZoneRange> expected{{kB, 2, 1}};
        QCOMPARE(log->entries(), expected);
        QCOMPARE(openLog(path)->entries(), expected);
    }

    void s4_aZoneOfTheOldEpochIsEnteredAgainWhenTouched() {
        int writes = 0;
        auto log = freshLog(path, counting("entries", writes));
        QVERIFY(touchZone(*log, kA, 1));
        QVERIFY(log->beginEpoch());
        QVERIFY(touchZone(*log, kA, 1));
        QCOMPARE(writes, 2);
        QVERIFY(log->dropOldEpoch());
        QVERIFY(covers(log->entries(), kA, 1));
        QVERIFY(covers(openLog(path)->entries(), kA, 1));
    }

    // The standby went away between beginEpoch and its confirmation, and a later session begins again.
    void s4_anOldEpochThatWasNeverDroppedIsCarriedAlong() {
        auto log = freshLog(path);
        QVERIFY(touchZone(*log, kA, 1));
        QVERIFY(log->beginEpoch());
        QVERIFY(touchZone(*log, kB, 2));
        QVERIFY(log->beginEpoch());
        QVERIFY(touchZone(*log, kC, 3));
        QCOMPARE(log->entryCount(), std::size_t(3));
        QCOMPARE(openCopy()->entryCount(), std::size_t(3));
        QVERIFY(log->dropOldEpoch());
        const std::vector<ZoneRange> expected{{kC, 3, 1}};
        QCOMPARE(log->entries(), expected);
        QCOMPARE(openLog(path)->entries(), expected);
    }

    void s7_rebaseForgetsTheOldEpochAndResetForgetsAll() {
        auto log = openLog(path);
        QVERIFY(touchZone(*log, kA, 1));
        QVERIFY(log->beginEpoch());
        QVERIFY(touchZone(*log, kB, 2));
        const Generation first = randomGeneration(), second = randomGeneration(), third = randomGeneration();
        QVERIFY(log->setNextBase(first));
        log = openLog(path);
        QCOMPARE(log->nextBase(), first);
        QVERIFY(log->full());
        QVERIFY(!log->hasOldEpoch()); // after a restart everything is in one epoch
        QVERIFY(log->beginEpoch());
        QVERIFY(touchZone(*log, kB, 2));
        QVERIFY(log->rebase(first));
        const std::vector<ZoneRange> expected{{kB, 2, 1}};
        for (int i = 0; i < 2; ++i, log = openLog(path)) {
            QCOMPARE(log->base(), first);
            QVERIFY(log->nextBase().isNone());
            QVERIFY(!log->full());
            QCOMPARE(log->entries(), expected);
        }
        QVERIFY(log->rebase(second)); // no old epoch: only the base changes
        QCOMPARE(log->entries(), expected);
        QVERIFY(log->setFull());
        QVERIFY(openCopy()->full());
        QVERIFY(log->reset(third));
        QVERIFY(touchZone(*log, kC, 4));
        log = openLog(path);
        QCOMPARE(log->base(), third);
        QVERIFY(!log->full());
        QCOMPARE(log->entries(), (std::vector<ZoneRange>{{kC, 4, 1}}));
    }

    void aTornTailIsCut() {
        auto log = freshLog(path);
        for (std::uint64_t zone = 0; zone < 5; ++zone)
            QVERIFY(touchZone(*log, kA, zone * 10));
        log.reset();
        changeByte(epochFile(), entryOffset(4) + 9); // the last one is half written
        log = openLog(path);
        QVERIFY(!log->full());
        QCOMPARE(log->entryCount(), std::size_t(4));
        QVERIFY(touchZone(*log, kA, 70));
        log = openLog(path);
        QVERIFY(!log->full());
        QCOMPARE(log->entryCount(), std::size_t(5));
    }

    void everyPrefixOfTheFileIsReadUpToItsLastWholeEntry() {
        auto log = freshLog(path);
        for (std::uint64_t zone = 0; zone < 4; ++zone)
            QVERIFY(touchZone(*log, kA, zone * 10));
        log.reset();
        for (std::uint64_t size = entryOffset(0); size <= entryOffset(4); ++size) {
            const std::string copy = copyOfLog();
            QCOMPARE(::truncate((copy + epochSuffix()).c_str(), static_cast<off_t>(size)), 0);
            auto cut = openLog(copy);
            QVERIFY(!cut->full());
            QCOMPARE(cut->entryCount(), (size - entryOffset(0)) / 32);
        }
    }

    // An entry that does not hold before one that does is no torn tail but damage: it may have been durable.
    void everyDamageMeansEverythingMayDiffer() {
        auto log = freshLog(path);
        for (std::uint64_t zone = 0; zone < 3; ++zone)
            QVERIFY(touchZone(*log, kA, zone * 10));
        log.reset();
        for (std::uint64_t offset = 0; offset < entryOffset(2); ++offset) {
            const std::string copy = copyOfLog();
            changeByte(copy + epochSuffix(), offset);
            QVERIFY2(openLog(copy)->full(), qPrintable(QString::number(offset)));
            auto again = openLog(copy);
            QVERIFY(again->full());
            QVERIFY(again->reset(randomGeneration()));
            QVERIFY(!openLog(copy)->full());
        }
        const auto headerSize = std::filesystem::file_size(path);
        for (std::uint64_t offset = 0; offset < headerSize; ++offset) {
            const std::string copy = copyOfLog();
            changeByte(copy, offset);
            auto damaged = ActivityLog::open(copy);
            QVERIFY2(damaged ? (*damaged)->full() : damaged.error().code == ErrorCode::VersionMismatch,
                     qPrintable(QString::number(offset)));
        }
        for (const char* part : {"", ".a", ".b"}) {
            const std::string copy = copyOfLog();
            std::filesystem::remove(copy + part);
            const auto opened = openLog(copy);
            QVERIFY(opened->full() || missingIn(*opened, {{kA.value, 0}, {kA.value, 10}}).empty());
        }
    }

    // Copies the files after each step on the disk, as a crash there would leave them, and opens the copy:
    // what was durable and not properly dropped must be there. Entries that were not synced yet may be cut or
    // not.
    void s4_noCrashBetweenAnyTwoStepsLosesAnEntry() {
        std::mt19937_64 random(20261125);
        int crashes = 0;
        for (int run = 0; run < 40; ++run) {
            init();
            Zones mustHave, mayStillHave;
            std::string problem;
            bool isNew = true;
            const auto crashHere = [&](std::string_view step) {
                ++crashes;
                const auto copy = openCopy();
                const std::string missing = missingIn(*copy, mustHave);
                if (!missing.empty() && problem.empty())
                    problem =
                        "after " + std::string(step) + " in run " + std::to_string(run) + ": " + missing;
                if (copy->full() && !isNew)
                    problem = "after " + std::string(step) + ": a crash is taken for damage";
                // And a log that went through this crash goes on being one.
                if (!touchZone(*copy, FileId(77777), 1) || !missingIn(*openLog(copyPath()), mustHave).empty())
                    problem = "the copy after " + std::string(step) + " does not go on";
            };
            auto log = freshLog(path, {1'000'000, crashHere});
            isNew = false;
            Zones old, current;
            bool isBegun = false;
            for (int action = 0; action < 60 && problem.empty(); ++action) {
                const auto dice = random() % 20;
                if (dice < 12) {
                    const Zone zone{70001 + random() % 5, random() % 50 * 2};
                    QVERIFY(touchZone(*log, FileId(zone.first), zone.second));
                    current.insert(zone);
                    mustHave.insert(zone);
                } else if (dice < 15) {
                    QVERIFY(log->beginEpoch());
                    old.merge(current);
                    current.clear();
                    isBegun = true;
                } else if (dice < 17) {
                    mustHave = current; // from the first step on they may be gone
                    if (!isBegun)
                        mustHave.insert(old.begin(), old.end());
                    QVERIFY(dice == 15 ? log->dropOldEpoch() : log->rebase(randomGeneration()));
                    old.clear();
                    isBegun = false;
                } else if (dice == 17) {
                    mustHave.clear();
                    QVERIFY(log->reset(randomGeneration()));
                    old.clear();
                    current.clear();
                    isBegun = false;
                } else if (dice == 18) {
                    QVERIFY(log->setNextBase(randomGeneration()));
                } else {
                    log.reset();
                    log = openLog(path, {1'000'000, crashHere});
                    current.merge(old);
                    old.clear();
                    isBegun = false;
                }
                QVERIFY2(missingIn(*log, mustHave).empty(), missingIn(*log, mustHave).c_str());
            }
            QVERIFY2(problem.empty(), problem.c_str());
        }
        qInfo("%d crashes", crashes);
        QVERIFY(crashes > 500);
    }

    void threadsThatWaitTogetherShareASync() {
        std::atomic<int> writes = 0;
        const QTemporaryDir onDisk; // where a sync takes its time
        path = onDisk.path().toStdString() + "/videoos.activity";
        auto log = freshLog(path, {1'000'000, [&](std::string_view step) { writes += step == "entries"; }});
        constexpr int threads = 8, zonesEach = 200;
        Zones expected;
        for (int t = 0; t < threads; ++t)
            for (int z = 0; z < zonesEach; ++z)
                expected.emplace(90000 + t, z * 2);
        const auto start = std::chrono::steady_clock::now();
        {
            std::vector<std::jthread> workers;
            for (int t = 0; t < threads; ++t)
                workers.emplace_back([&log, t] {
                    for (int z = 0; z < zonesEach; ++z)
                        UNDERSTUDY_ASSERT(touchZone(*log, FileId(90000u + static_cast<unsigned>(t)),
                                                    static_cast<std::uint64_t>(z) * 2));
                });
        }
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        qInfo("%d cold zones by %d threads: %d syncs, %.0f ms", threads * zonesEach, threads, writes.load(),
              took.count());
        QVERIFY(writes < threads * zonesEach);
        QVERIFY2(missingIn(*log, expected).empty(), missingIn(*log, expected).c_str());
        QVERIFY(missingIn(*openLog(path), expected).empty());
    }

    // Writers, epochs and readers at once; what the thread sanitizer looks at.
    void epochsTurnWhileThreadsTouch() {
        auto log = freshLog(path);
        std::atomic<bool> isOver = false;
        {
            std::vector<std::jthread> workers;
            for (unsigned t = 0; t < 4; ++t)
                workers.emplace_back([&, t] {
                    for (std::uint64_t z = 0; z < 150; ++z)
                        UNDERSTUDY_ASSERT(touchZone(*log, FileId(90000 + t), z * 2));
                });
            std::jthread turner([&] {
                while (!isOver) {
                    UNDERSTUDY_ASSERT(log->beginEpoch());
                    UNDERSTUDY_ASSERT(log->setNextBase(randomGeneration()));
                    UNDERSTUDY_ASSERT(!log->full());
                    static_cast<void>(log->entries());
                }
            });
            workers.clear();
            isOver = true;
        }
        for (unsigned t = 0; t < 4; ++t)
            for (std::uint64_t z = 0; z < 150; ++z)
                QVERIFY(covers(log->entries(), FileId(90000 + t), z * 2));
        QCOMPARE(openLog(path)->entries(), log->entries());
    }

    void whenThereAreTooManyRangesEverythingMayDifferUntilTheEpochLeaves() {
        auto log = freshLog(path, {100, {}});
        for (std::uint64_t zone = 0; zone < 120; ++zone)
            QVERIFY(touchZone(*log, kA, zone * 2));
        QVERIFY(log->full());
        QVERIFY(log->entryCount() <= 100);
        QVERIFY(openCopy()->full());
        QVERIFY(log->beginEpoch());
        QVERIFY(log->full());
        QVERIFY(touchZone(*log, kB, 1));
        QVERIFY(log->dropOldEpoch());
        QVERIFY(!log->full());
        QCOMPARE(log->entries(), (std::vector<ZoneRange>{{kB, 1, 1}}));
        QVERIFY(!openLog(path)->full());
    }

    void aFileWithVeryManyRangesBecomesOneRange() {
        auto log = freshLog(path);
        for (std::uint64_t i = 0; i < 16384; ++i)
            QVERIFY(touchZone(*log, kA, 10 + 2 * i));
        QCOMPARE(log->entryCount(), std::size_t(16384));
        QVERIFY(!covers(log->entries(), kA, 11));
        QVERIFY(touchZone(*log, kA, 5));
        const std::vector<ZoneRange> expected{{kA, 5, 0}};
        QCOMPARE(log->entries(), expected);
        QCOMPARE(openLog(path)->entries(), expected);
    }

    void rangesThatMeetBecomeOne() {
        auto log = freshLog(path);
        QVERIFY(touchZone(*log, kA, 10));
        QVERIFY(log->touchFrom(kA, 20 * kZoneSize));
        QCOMPARE(log->entries(), (std::vector<ZoneRange>{{kA, 10, 1}, {kA, 20, 0}}));
        QVERIFY(log->touch(kA, 11 * kZoneSize, 9 * kZoneSize));
        QCOMPARE(log->entries(), (std::vector<ZoneRange>{{kA, 10, 0}}));
    }

    void aFullDiskIsReportedAndTheZoneStaysCold() {
        auto log = freshLog(path);
        QVERIFY(touchZone(*log, kA, 1));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{40, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const Status first = touchZone(*log, kA, 5);
        const Status second = touchZone(*log, kA, 5);
        const Status hot = touchZone(*log, kA, 1);
        const Status drop = log->setFull();
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!first);
        QVERIFY(!second);
        QVERIFY(hot);
        QVERIFY(!drop);
        QVERIFY(!log->full());
        QVERIFY(!covers(log->entries(), kA, 5));
        QVERIFY(touchZone(*log, kA, 5));
        QVERIFY(covers(openLog(path)->entries(), kA, 5));
    }

    void touchingAHotZoneIsFast() {
        auto log = freshLog(path);
        QVERIFY(touchZone(*log, kA, 3));
        constexpr int rounds = 1'000'000;
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < rounds; ++i)
            UNDERSTUDY_ASSERT(touchZone(*log, kA, 3));
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
        qInfo("hot touch: %.0f ns", took.count() / rounds);
    }

private:
    static ActivityLogOptions counting(std::string_view wanted, int& count) {
        return {1'000'000, [wanted, &count](std::string_view step) { count += step == wanted; }};
    }
    std::string copyPath() const { return path + "-copy"; }
    std::string copyOfLog() const {
        copyLog(path, copyPath());
        return copyPath();
    }
    std::unique_ptr<ActivityLog> openCopy() const { return openLog(copyOfLog()); }
    // A log that was made and reset holds its entries in epoch 1.
    static std::string epochSuffix() { return ".b"; }
    std::string epochFile() const { return path + epochSuffix(); }
    static std::uint64_t entryOffset(std::uint64_t number) { return (number + 1) * 32; }

    std::unique_ptr<QTemporaryDir> directory;
    std::string path;
};

QTEST_APPLESS_MAIN(ActivityLogTest)
#include "activity_log_test.moc"
