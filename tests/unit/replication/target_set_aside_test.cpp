// Keeping a diverged copy: whole, durable, never mistaken for the real folder, and only when there is room.

#include "target_rig.h"
#include "tiny_disk.h"

#include <QTest>

#include <sys/stat.h>
#include <sys/xattr.h>

#include <filesystem>

using namespace understudy;
using namespace understudy::replication;
using namespace understudy::replication::testing;

namespace {

const WallTime kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + std::chrono::hours(1)};

std::vector<std::string> namesIn(const std::string& directory) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

class TargetSetAsideTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<CopyFolder>();
        if (!m_folder->unusable.empty())
            QSKIP(m_folder->unusable.c_str());
        m_aside = pathsOf(m_folder->settings).aside;
    }
    void cleanup() { m_folder.reset(); }

    void theKeptCopyIsWhole();
    void theKeptCopyIsNotTheRealFolder();
    void whatDoesNotFitIsRefusedWithNumbers();
    void itCanBeCalledOff();
    void whatACrashLeftBehindIsRemoved();
    void theTargetDoesItForTheCore();

private:
    std::unique_ptr<CopyFolder> m_folder;
    std::string m_aside;
};

void TargetSetAsideTest::theKeptCopyIsWhole() {
    std::filesystem::create_directory(m_folder->path("dir"));
    m_folder->write("dir/f", "content");
    QCOMPARE(::link(m_folder->path("dir/f").c_str(), m_folder->path("g").c_str()), 0);
    QCOMPARE(::symlink("dir/f", m_folder->path("l").c_str()), 0);
    m_folder->write("sparse", "x");
    QCOMPARE(::truncate(m_folder->path("sparse").c_str(), 1 << 30), 0);
    QCOMPARE(::setxattr(m_folder->path("g").c_str(), "user.a", "1", 1, 0), 0);
    QCOMPARE(::chown(m_folder->path("g").c_str(), 5, 6), 0);

    SetAside setAside;
    const auto done = setAside.run(m_folder->folders(), kNow);
    QVERIFY2(done.has_value(), done ? "" : done.error().toString().c_str());
    const std::string kept = m_aside + "/diverged-2026-11-25T010000Z";
    QCOMPARE(namesIn(m_aside), (std::vector<std::string>{"data", "diverged-2026-11-25T010000Z"}));
    QCOMPARE(namesIn(kept), (std::vector<std::string>{"dir", "g", "l", "sparse"}));
    struct stat one {
    }, other{};
    QCOMPARE(::stat((kept + "/dir/f").c_str(), &one), 0);
    QCOMPARE(::lstat((kept + "/g").c_str(), &other), 0);
    QCOMPARE(one.st_ino, other.st_ino);
    QCOMPARE(one.st_uid, uid_t(5));
    char value[8];
    QCOMPARE(::getxattr((kept + "/g").c_str(), "user.a", value, sizeof value), ssize_t(1));
    QCOMPARE(::stat((kept + "/sparse").c_str(), &one), 0);
    QCOMPARE(one.st_size, off_t(1 << 30));
    QVERIFY(one.st_blocks * 512 < (1 << 20));
    QCOMPARE(namesIn(m_folder->real),
             (std::vector<std::string>{"dir", "g", "l", "sparse"})); // stays as it was
}

void TargetSetAsideTest::theKeptCopyIsNotTheRealFolder() {
    SetAside setAside;
    QVERIFY(setAside.run(m_folder->folders(), kNow).has_value());
    char value[64];
    const std::string kept = m_aside + "/diverged-2026-11-25T010000Z";
    QCOMPARE(::getxattr(kept.c_str(), "trusted.understudy.folder", value, sizeof value), ssize_t(-1));
    QVERIFY(::getxattr(m_folder->real.c_str(), "trusted.understudy.folder", value, sizeof value) > 0);
}

void TargetSetAsideTest::whatDoesNotFitIsRefusedWithNumbers() {
    const TinyDisk disk("90m");
    if (!disk.isMounted())
        QSKIP("no small file system could be mounted here");
    const CopyFolder folder;
    folder.write("f", std::string(20u << 20, 'x'));
    SetAside setAside;
    const auto done = setAside.run(folder.folders(), kNow);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::DiskFull);
    QCOMPARE(done.error().detail,
             std::string("keeping the diverged copy takes 20 MiB and 64 MiB to spare; 70 MiB are free"));
    QCOMPARE(namesIn(pathsOf(folder.settings).aside), std::vector<std::string>{"data"});
}

void TargetSetAsideTest::itCanBeCalledOff() {
    m_folder->write("f", std::string(8u << 20, 'x'));
    SetAside setAside;
    setAside.cancel();
    QCOMPARE(setAside.run(m_folder->folders(), kNow).error().code, ErrorCode::Cancelled);
    QCOMPARE(namesIn(m_aside), std::vector<std::string>{"data"});
    setAside.reset();
    QVERIFY(setAside.run(m_folder->folders(), kNow).has_value());
}

void TargetSetAsideTest::whatACrashLeftBehindIsRemoved() {
    std::filesystem::create_directory(m_aside + "/diverged-2026-11-24T000000Z.partial");
    std::filesystem::create_directory(m_aside + "/diverged-2026-11-24T000000Z"); // this one is whole
    SetAside setAside;
    QVERIFY(setAside.run(m_folder->folders(), kNow).has_value());
    QCOMPARE(namesIn(m_aside), (std::vector<std::string>{"data", "diverged-2026-11-24T000000Z",
                                                         "diverged-2026-11-25T010000Z"}));
}

void TargetSetAsideTest::theTargetDoesItForTheCore() {
    TargetRig rig;
    rig.folder.write("f", "diverged");
    rig.target->perform(cluster::SetAsideCopy{cluster::Ticket(4)});
    const auto kept = rig.events.next<cluster::CopySetAside>();
    QVERIFY(kept && kept->ticket == cluster::Ticket(4));
    QCOMPARE(namesIn(pathsOf(rig.folder.settings).aside).size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(TargetSetAsideTest)
#include "target_set_aside_test.moc"
