// What a confirmation means. This program has its own fsync, fdatasync and syncfs: they can be held, made to
// fail, and they tell what they were asked for.

#include "target_rig.h"

#include <QTest>

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <set>

using namespace understudy;
using namespace understudy::replication;
using namespace understudy::replication::testing;

namespace {

class Disk {
public:
    void reset() {
        const std::lock_guard hold(m_mutex);
        m_held.clear();
        m_failing.clear();
        m_failingOnce.clear();
        m_mayTell = true;
        m_done.clear();
        m_changed.notify_all();
    }
    void hold(ino_t inode) {
        const std::lock_guard hold(m_mutex);
        m_held.insert(inode);
    }
    void release(ino_t inode) {
        const std::lock_guard hold(m_mutex);
        m_held.erase(inode);
        m_changed.notify_all();
    }
    void breakDown(ino_t inode) {
        const std::lock_guard hold(m_mutex);
        m_failing.insert(inode);
    }
    // As the kernel does it: the first caller hears of it (once he may), whoever syncs beside him hears
    // nothing.
    void breakDownOnce(ino_t inode) {
        const std::lock_guard hold(m_mutex);
        m_failingOnce.insert(inode);
        m_mayTell = false;
    }
    void tell() {
        const std::lock_guard hold(m_mutex);
        m_mayTell = true;
        m_changed.notify_all();
    }
    std::vector<std::string> done() const {
        const std::lock_guard hold(m_mutex);
        return m_done;
    }
    std::function<void()> onSyncfs; // set while nothing runs

    int sync(const char* name, int fd, long call) {
        struct stat status {};
        ::fstat(fd, &status);
        if (call == SYS_syncfs && onSyncfs)
            onSyncfs();
        std::unique_lock hold(m_mutex);
        m_changed.wait(hold, [&] { return !m_held.contains(status.st_ino); });
        m_done.push_back(std::string(name) + " " + std::to_string(status.st_ino));
        if (m_failingOnce.erase(status.st_ino) > 0) {
            m_changed.wait(hold, [&] { return m_mayTell; });
            errno = EIO;
            return -1;
        }
        if (m_failing.contains(status.st_ino)) {
            errno = EIO;
            return -1;
        }
        hold.unlock();
        return static_cast<int>(::syscall(call, fd));
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<ino_t> m_held, m_failing, m_failingOnce;
    bool m_mayTell = true;
    std::vector<std::string> m_done;
};

Disk& disk() {
    static Disk instance;
    return instance;
}

} // namespace

extern "C" {
int fsync(int fd) {
    return disk().sync("fsync", fd, SYS_fsync);
}
int fdatasync(int fd) {
    return disk().sync("fdatasync", fd, SYS_fdatasync);
}
int syncfs(int fd) noexcept {
    return disk().sync("syncfs", fd, SYS_syncfs);
}
}

class TargetSyncTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_rig = std::make_unique<TargetRig>();
        if (!m_rig->unusable.empty())
            QSKIP(m_rig->unusable.c_str());
        QVERIFY(m_rig->open());
        m_source = m_rig->beginChanging();
        QVERIFY(m_source && m_source->sendTogether({createFile(kFile, "f"), writeText(kFile, "f"),
                                                    createFile(kOther, "g"), writeText(kOther, "g"),
                                                    createDirectory(kDirectory, "dir")}));
        QVERIFY(m_source->barrier());
        disk().reset();
    }
    void cleanup() {
        disk().onSyncfs = nullptr;
        disk().reset();
        m_source.reset();
        m_rig.reset();
    }

    void aSyncThatNothingFollowsIsAnsweredAtOnce();
    void fdatasyncIsEnoughUntilOwnerOrNamesChange();
    void aDirectoryIsSynced();
    void s6_aSlowSyncIsNotConfirmedByAQuickOneBehindIt();
    void s6_aPointOfTheStreamWaitsForEveryEarlierSync();
    void theStreamGoesOnWhileASyncIsSlow();
    void aMuchWrittenFileIsSyncedBesideTheStream();
    void nothingIsConfirmedBehindAFailedSync();
    void s6_aFailedSyncIsNotHiddenByAnotherOneOfTheSameFile();
    void aFailedSyncInPlaceEndsTheSession();
    void s7_theRecordMayNameTheGenerationOnlyWhenEverythingIsDurable();
    void s7_theLogIsClearedOnlyWhenBothHaveRecorded();
    void aFailedSyncAtTheEndIsNoSynchronisation();
    void aSecondFinishIsRefused();
    void closingEndsTheSyncsThatWait();

private:
    ino_t inode(const std::string& name) const {
        struct stat status {};
        ::stat(m_rig->path(name).c_str(), &status);
        return status.st_ino;
    }
    std::string call(const char* what, const std::string& name) const {
        return std::string(what) + " " + std::to_string(inode(name));
    }
    Finish finishRecord() const {
        return {BarrierId(9), testGeneration(21), {testGeneration(20)}, testGeneration(22)};
    }

    std::unique_ptr<TargetRig> m_rig;
    std::unique_ptr<ScriptedSource> m_source;
};

void TargetSyncTest::aSyncThatNothingFollowsIsAnsweredAtOnce() {
    QVERIFY(m_source->sync(kFile));
    QCOMPARE(disk().done(), std::vector{call("fsync", "f")});
}

void TargetSyncTest::fdatasyncIsEnoughUntilOwnerOrNamesChange() {
    QVERIFY(m_source->sync(kFile));
    QVERIFY(m_source->send(writeText(kFile, "more", 1)) && m_source->sync(kFile));
    QVERIFY(m_source->send(SetAttributes{kFile, {0600, 1, 1, 1, 1}}) && m_source->sync(kFile));
    QVERIFY(m_source->sync(kFile));
    QVERIFY(m_source->send(Link{kFile, kRoot, "h"}) && m_source->sync(kFile));
    QVERIFY(m_source->send(Rename{kRoot, "h", kRoot, "i", 0}) && m_source->sync(kFile));
    QVERIFY(m_source->send(SetXattr{kFile, "user.a", "1"}) && m_source->sync(kFile));
    QVERIFY(m_source->sync(kFile));
    const std::string whole = call("fsync", "f"), data = call("fdatasync", "f");
    QCOMPARE(disk().done(), (std::vector{whole, data, whole, data, whole, whole, whole, data}));
}

void TargetSyncTest::aDirectoryIsSynced() {
    QVERIFY(m_source->sync(kDirectory) && m_source->sync(kDirectory) && m_source->sync(kRoot));
    QCOMPARE(disk().done(), (std::vector{call("fsync", "dir"), call("fsync", "dir"), call("fsync", ".")}));
}

void TargetSyncTest::s6_aSlowSyncIsNotConfirmedByAQuickOneBehindIt() {
    disk().hold(inode("g"));
    QVERIFY(m_source->sendTogether({Sync{BarrierId(7), kOther}, Sync{BarrierId(8), kOther},
                                    Sync{BarrierId(9), kFile}, AskBlocks{kFile, 0}}));
    std::optional<Synced> synced;
    for (int i = 0; i < 2; ++i) { // the answer to the question comes beside it
        auto answer = m_source->next();
        QVERIFY(answer.has_value());
        if (const auto* named = std::get_if<Synced>(&*answer))
            synced = *named;
    }
    QVERIFY(synced && synced->barriers == std::vector{BarrierId(9)});
    QCOMPARE(m_source->next(std::chrono::milliseconds(100)).error().code, ErrorCode::Timeout);
    disk().release(inode("g"));
    std::set<BarrierId> rest;
    for (int i = 0; i < 2; ++i)
        for (const BarrierId id : m_source->expect<Synced>().value_or(Synced{}).barriers)
            rest.insert(id);
    QVERIFY((rest == std::set{BarrierId(7), BarrierId(8)}));
}

void TargetSyncTest::s6_aPointOfTheStreamWaitsForEveryEarlierSync() {
    disk().hold(inode("g"));
    QVERIFY(m_source->sendTogether(
        {Sync{BarrierId(7), kOther}, SyncPoint{BarrierId(8)}, Sync{BarrierId(9), kFile}, AskListing{kRoot}}));
    std::vector<BarrierId> named;
    for (int i = 0; i < 2; ++i) {
        const auto answer = m_source->next();
        QVERIFY(answer.has_value());
        if (const auto* synced = std::get_if<Synced>(&*answer))
            named.insert(named.end(), synced->barriers.begin(), synced->barriers.end());
    }
    QCOMPARE(named, std::vector{BarrierId(9)}); // a later one need not wait for the point
    QCOMPARE(m_source->next(std::chrono::milliseconds(100)).error().code, ErrorCode::Timeout);
    disk().release(inode("g"));
    QCOMPARE(m_source->expect<Synced>().value_or(Synced{}).barriers, std::vector{BarrierId(7)});
    QCOMPARE(m_source->expect<Synced>().value_or(Synced{}).barriers, std::vector{BarrierId(8)});
}

void TargetSyncTest::theStreamGoesOnWhileASyncIsSlow() {
    disk().hold(inode("g"));
    QVERIFY(m_source->sendTogether({Sync{BarrierId(7), kOther}, writeText(kFile, "further")}));
    QVERIFY(m_source->sync(kFile));
    QCOMPARE(m_rig->content("f"), std::string("further"));
    disk().release(inode("g"));
    QVERIFY(m_source->expect<Synced>());
}

void TargetSyncTest::aMuchWrittenFileIsSyncedBesideTheStream() {
    disk().hold(inode("g"));
    const std::vector<std::uint8_t> much(1u << 20, 1);
    QVERIFY(m_source->sendTogether({Write{kOther, 0, much}, Write{kOther, 1u << 20, much}}));
    QVERIFY(m_source->send(AskListing{kRoot}) && m_source->expect<Listing>()); // applied, nothing pending
    QVERIFY(m_source->send(Sync{BarrierId(7), kOther}));
    QVERIFY(m_source->sync(kFile));
    disk().release(inode("g"));
    QCOMPARE(m_source->expect<Synced>().value_or(Synced{}).barriers, std::vector{BarrierId(7)});
}

void TargetSyncTest::nothingIsConfirmedBehindAFailedSync() {
    disk().hold(inode("g"));
    disk().breakDown(inode("g"));
    QVERIFY(m_source->sendTogether({Sync{BarrierId(7), kOther}, SyncPoint{BarrierId(8)}, finishRecord()}));
    disk().release(inode("g"));
    const auto answer = m_source->next();
    QVERIFY(answer && std::holds_alternative<Failed>(*answer));
    QVERIFY(!m_source->next());
    const auto ended = m_rig->events.next<cluster::SessionEnded>();
    QVERIFY(ended.has_value());
    QCOMPARE(ended->error.errnoValue, EIO);
    QCOMPARE(ended->error.subject, m_rig->path("g"));
    QCOMPARE(m_rig->events.count<cluster::SessionSynchronised>(), 0);
    QVERIFY(m_rig->shared.log->nextBase().isNone());
}

void TargetSyncTest::s6_aFailedSyncIsNotHiddenByAnotherOneOfTheSameFile() {
    disk().breakDownOnce(inode("g"));
    QVERIFY(m_source->sendTogether({Sync{BarrierId(7), kOther}, Sync{BarrierId(8), kOther}}));
    QVERIFY(!m_source->next(std::chrono::milliseconds(300)));
    disk().tell();
    const auto answer = m_source->next();
    QVERIFY(answer && std::holds_alternative<Failed>(*answer));
    QVERIFY(m_rig->events.next<cluster::SessionEnded>());
}

void TargetSyncTest::aFailedSyncInPlaceEndsTheSession() {
    disk().breakDown(inode("f"));
    QVERIFY(m_source->send(Sync{BarrierId(7), kFile}));
    const auto answer = m_source->next();
    QVERIFY(answer && std::holds_alternative<Failed>(*answer));
    const auto ended = m_rig->events.next<cluster::SessionEnded>();
    QVERIFY(ended.has_value());
    QCOMPARE(ended->error.subject, m_rig->path("f"));
}

void TargetSyncTest::s7_theRecordMayNameTheGenerationOnlyWhenEverythingIsDurable() {
    disk().hold(inode("g"));
    std::atomic<bool> early{false};
    disk().onSyncfs = [&] {
        early = early || !m_rig->shared.log->nextBase().isNone() ||
                m_rig->events.count<cluster::SessionSynchronised>() > 0 || m_rig->content("f") != "last";
    };
    QVERIFY(m_source->sendTogether({Sync{BarrierId(7), kOther}, writeText(kFile, "last"), finishRecord()}));
    QCOMPARE(m_source->next(std::chrono::milliseconds(100)).error().code, ErrorCode::Timeout);
    QCOMPARE(m_rig->events.count<cluster::SessionSynchronised>(), 0);
    disk().release(inode("g"));
    const auto synchronised = m_rig->events.next<cluster::SessionSynchronised>();
    QVERIFY(synchronised.has_value());
    QCOMPARE(synchronised->generation, testGeneration(21));
    QVERIFY(synchronised->ancestors == std::vector{testGeneration(20)});
    QVERIFY(!early.load());
    QVERIFY(disk().done().back() != call("fsync", "g")); // the syncfs, or the log's own, came behind it
    QCOMPARE(m_rig->shared.log->nextBase(), testGeneration(22));
    QVERIFY(m_source->expect<Synced>());
    // Not confirmed: Recorded is not said, while the stream goes on.
    QVERIFY(m_source->sync(kFile));
    QCOMPARE(m_source->next(std::chrono::milliseconds(50)).error().code, ErrorCode::Timeout);
    m_rig->target->perform(cluster::ConfirmSynchronised{SessionNumber(1)});
    QVERIFY(m_source->expect<Recorded>());
}

void TargetSyncTest::s7_theLogIsClearedOnlyWhenBothHaveRecorded() {
    QVERIFY(m_rig->shared.log->full());
    QVERIFY(m_source->send(finishRecord()));
    QVERIFY(m_rig->events.next<cluster::SessionSynchronised>());
    m_rig->target->perform(cluster::ConfirmSynchronised{SessionNumber(1)});
    QVERIFY(m_source->expect<Recorded>());
    QVERIFY(m_rig->shared.log->full());
    QVERIFY(m_source->send(InSync{}));
    QVERIFY(m_rig->events.next<cluster::SessionInSync>());
    QVERIFY(!m_rig->shared.log->full());
    QCOMPARE(m_rig->shared.log->base(), testGeneration(22));
}

void TargetSyncTest::aFailedSyncAtTheEndIsNoSynchronisation() {
    disk().breakDown(inode("."));
    QVERIFY(m_source->send(finishRecord()));
    QVERIFY(!m_source->failure().empty());
    QVERIFY(m_rig->events.next<cluster::SessionEnded>());
    QCOMPARE(m_rig->events.count<cluster::SessionSynchronised>(), 0);
    QVERIFY(m_rig->shared.log->nextBase().isNone());
}

void TargetSyncTest::aSecondFinishIsRefused() {
    QVERIFY(m_source->sendTogether({finishRecord(), finishRecord()}));
    QVERIFY(m_source->failure().find("Finish is out of place") != std::string::npos);
    QCOMPARE(m_rig->events.count<cluster::SessionSynchronised>(), 1);
}

void TargetSyncTest::closingEndsTheSyncsThatWait() {
    disk().hold(inode("g"));
    std::vector<Record> many;
    for (std::uint64_t i = 1; i <= 50; ++i)
        many.push_back(Sync{BarrierId(i), kOther});
    QVERIFY(m_source->sendTogether(many));
    m_rig->target->perform(cluster::CloseTarget{cluster::Ticket(3)});
    disk().release(inode("g")); // those under way end; those that wait never begin
    QVERIFY(m_rig->events.next<cluster::TargetClosed>());
    QVERIFY(disk().done().size() <= SyncPool::kThreads + 1);
}

QTEST_GUILESS_MAIN(TargetSyncTest)
#include "target_sync_test.moc"
