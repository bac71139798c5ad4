#include "base/descriptor.h"
#include "killed_call.h"
#include "replication/copy/copy.h"
#include "replication/copy/folder_place.h"
#include "replication/copy/mounts.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>

using namespace understudy;
using namespace understudy::replication;

namespace fs = std::filesystem;

namespace {

bool isImmutable(const std::string& path) {
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY));
    int flags = 0;
    return ::ioctl(fd.get(), FS_IOC_GETFLAGS, &flags) == 0 && (flags & FS_IMMUTABLE_FL) != 0;
}

void makeMutable(const std::string& path) {
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY));
    int flags = 0;
    if (fd.isOpen() && ::ioctl(fd.get(), FS_IOC_GETFLAGS, &flags) == 0) {
        flags &= ~FS_IMMUTABLE_FL;
        ::ioctl(fd.get(), FS_IOC_SETFLAGS, &flags);
    }
}

std::string contentOf(const std::string& path) {
    const auto bytes = readWholeFile(path, 1000);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "";
}

void writeFile(const std::string& path, const std::string& content) {
    auto file = File::open(path, O_WRONLY | O_CREAT | O_TRUNC);
    UNDERSTUDY_ASSERT(file && file->writeAll(content.data(), content.size()));
}

// A process that does something and then waits until it is told to go.
class Companion {
public:
    explicit Companion(const std::function<void()>& act) {
        int ready[2];
        UNDERSTUDY_ASSERT(::pipe(ready) == 0);
        m_pid = ::fork();
        if (m_pid == 0) {
            act();
            UNDERSTUDY_ASSERT(::write(ready[1], "x", 1) == 1);
            ::pause();
            ::_exit(0);
        }
        char byte = 0;
        UNDERSTUDY_ASSERT(::read(ready[0], &byte, 1) == 1);
        ::close(ready[0]);
        ::close(ready[1]);
    }
    ~Companion() {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;
    int pid() const { return m_pid; }

private:
    pid_t m_pid = -1;
};

struct Stage {
    Stage() {
        top = directory.path().toStdString();
        folder.name = "db";
        folder.path = top + "/main";
        paths = pathsOf(folder);
    }
    ~Stage() {
        for (const std::string& path : {paths.visible, paths.real})
            makeMutable(path);
    }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    void makeFolder() {
        ::mkdir(folder.path.c_str(), 0700);
        UNDERSTUDY_ASSERT(::chown(folder.path.c_str(), 105, 106) == 0 &&
                          ::chmod(folder.path.c_str(), 0700) == 0);
        writeFile(folder.path + "/file", "content");
        inode = inodeOf(folder.path);
    }
    static ino_t inodeOf(const std::string& path) {
        struct stat status {};
        return ::lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
    }
    std::string isNotAside() const {
        struct stat real {
        }, standIn{};
        if (::stat(paths.real.c_str(), &real) != 0 || ::stat(paths.visible.c_str(), &standIn) != 0)
            return "a folder is missing";
        if (real.st_ino != inode || contentOf(paths.real + "/file") != "content")
            return "the real folder is not aside";
        if (!fs::is_empty(paths.visible) || !isImmutable(paths.visible))
            return "the stand-in is not empty and immutable";
        if (standIn.st_uid != 105 || standIn.st_gid != 106 || (standIn.st_mode & 07777) != 0700)
            return "the stand-in has another owner or mode";
        return Copy::open({folder}) ? "" : "the copy cannot be opened";
    }
    std::string isNotBack() const {
        char mark[10];
        if (inodeOf(paths.visible) != inode || contentOf(paths.visible + "/file") != "content")
            return "the real folder is not back";
        if (fs::exists(paths.aside))
            return "the aside folder is still there";
        if (::lgetxattr(paths.visible.c_str(), "trusted.understudy.folder", mark, sizeof mark) >= 0)
            return "it still carries its mark";
        return isImmutable(paths.visible) ? "it is immutable" : "";
    }

    QTemporaryDir directory;
    std::string top;
    FolderSettings folder;
    FolderPaths paths;
    ino_t inode = 0;
};

} // namespace

class FolderPlaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (::geteuid() != 0)
            QSKIP("needs root: trusted extended attributes, the immutable flag, mounts");
        Stage stage;
        stage.makeFolder();
        if (const Status moved = moveAside(stage.folder, Missing::Refuse); !moved)
            QSKIP(moved.error().toString().c_str());
    }

    void theRealFolderStandsAsideAndAnImmutableOneTakesItsPlace() {
        Stage stage;
        stage.makeFolder();
        ok(moveAside(stage.folder, Missing::Refuse));
        QCOMPARE(stage.isNotAside(), std::string());
        // Not even root can create something where the application would look for its data.
        QVERIFY(!File::open(stage.paths.visible + "/intruder", O_WRONLY | O_CREAT));
        struct stat aside {};
        QCOMPARE(::stat(stage.paths.aside.c_str(), &aside), 0);
        QCOMPARE(aside.st_mode & 07777u, 0700u);
        ok(moveAside(stage.folder, Missing::Refuse));
        QCOMPARE(stage.isNotAside(), std::string());
        ok(putBack(stage.folder));
        QCOMPARE(stage.isNotBack(), std::string());
        ok(putBack(stage.folder));
        QCOMPARE(stage.isNotBack(), std::string());
    }

    void theStandInFollowsOwnerAndModeOfTheRealFolder() {
        Stage stage;
        stage.makeFolder();
        ok(moveAside(stage.folder, Missing::Refuse));
        QCOMPARE(::chmod(stage.paths.real.c_str(), 0750), 0);
        ok(moveAside(stage.folder, Missing::Refuse));
        struct stat standIn {};
        QCOMPARE(::stat(stage.paths.visible.c_str(), &standIn), 0);
        QCOMPARE(standIn.st_mode & 07777u, 0750u);
        QVERIFY(isImmutable(stage.paths.visible));
    }

    void aStandbyWithoutTheFolderGetsAnEmptyOne() {
        Stage stage;
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::NotFound, "does not exist");
        ok(moveAside(stage.folder, Missing::MakeEmpty));
        QVERIFY(fs::is_empty(stage.paths.real));
        QVERIFY(isImmutable(stage.paths.visible));
        QVERIFY(Copy::open({stage.folder}));
        ok(moveAside(stage.folder, Missing::Refuse));
        // And one that has an old copy keeps it, to be made equal.
        Stage old;
        old.makeFolder();
        ok(moveAside(old.folder, Missing::MakeEmpty));
        QCOMPARE(old.isNotAside(), std::string());
    }

    // Killed before each change on the disk, on the way there or on the way back, and then called again for
    // either way.
    void s10_aKillAtAnyInstantIsHealedByTheNextCall() {
        int kills = 0;
        const auto there = [](Stage& s) { return moveAside(s.folder, Missing::Refuse); };
        const auto back = [](Stage& s) { return putBack(s.folder); };
        for (const bool startsAside : {false, true})
            for (const bool endsAside : {false, true})
                for (int n = 1;; ++n) {
                    Stage stage;
                    stage.makeFolder();
                    if (startsAside)
                        ok(there(stage));
                    const Killed killed = killBeforeChange(
                        n, [&] { return (startsAside ? back(stage) : there(stage)).has_value(); });
                    if (killed == Killed::Unknown)
                        QSKIP("cannot trace a child here");
                    ok(endsAside ? there(stage) : back(stage));
                    const std::string wrong = endsAside ? stage.isNotAside() : stage.isNotBack();
                    QVERIFY2(wrong.empty(), (wrong + ", killed before change " + std::to_string(n)).c_str());
                    if (killed == Killed::No)
                        break;
                    ++kills;
                }
        qInfo("%d kills", kills);
        QVERIFY(kills > 40);
    }

    void s10_aKillWhileAnEmptyFolderIsMadeIsHealed() {
        for (int n = 1;; ++n) {
            Stage stage;
            const Killed killed =
                killBeforeChange(n, [&] { return moveAside(stage.folder, Missing::MakeEmpty).has_value(); });
            if (killed == Killed::Unknown)
                QSKIP("cannot trace a child here");
            ok(moveAside(stage.folder, Missing::MakeEmpty));
            QVERIFY(isImmutable(stage.paths.visible) && fs::is_empty(stage.paths.real));
            if (killed == Killed::No)
                break;
        }
    }

    // At boot a service may have made a new database where the folder is not mounted yet.
    void s10_contentInBothPlacesIsForAPersonToJudge() {
        Stage stage;
        stage.makeFolder();
        ok(moveAside(stage.folder, Missing::Refuse));
        makeMutable(stage.paths.visible);
        writeFile(stage.paths.visible + "/intruder", "x");
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Refused, "has content although");
        refused(putBack(stage.folder), ErrorCode::Refused, "has content although");
        QCOMPARE(contentOf(stage.paths.real + "/file"), std::string("content"));
        QCOMPARE(contentOf(stage.paths.visible + "/intruder"), std::string("x"));
        mark(stage.paths.visible, "db");
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Refused, "both carry the mark");
        ::lremovexattr(stage.paths.real.c_str(), "trusted.understudy.folder");
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Refused, "does not carry");
    }

    void whatCannotBeMovedIsNamed() {
        Stage stage;
        FolderSettings other = stage.folder;
        for (const char* path : {"", "relative", "/"}) {
            other.path = path;
            refused(moveAside(other, Missing::Refuse), ErrorCode::InvalidInput, "");
        }
        other.path = stage.top + "/none/main";
        refused(moveAside(other, Missing::MakeEmpty), ErrorCode::NotFound, "parent");
        QCOMPARE(::symlink("/tmp", (stage.top + "/link").c_str()), 0);
        other.path = stage.top + "/link";
        refused(moveAside(other, Missing::Refuse), ErrorCode::Refused, "symbolic link");
        writeFile(stage.top + "/file", "x");
        other.path = stage.top + "/file";
        refused(moveAside(other, Missing::Refuse), ErrorCode::Refused, "not a folder");
        stage.makeFolder();
        mark(stage.folder.path, "another");
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Refused, "another already");
        QVERIFY(!fs::exists(stage.paths.aside));
    }

    // A module with several folders asks about all of them first.
    void whatWouldBeRefusedCanBeAskedWithoutAnyChange() {
        Stage stage;
        refused(refuseUnfit(stage.folder, Missing::Refuse), ErrorCode::NotFound, "does not exist");
        ok(refuseUnfit(stage.folder, Missing::MakeEmpty));
        stage.makeFolder();
        ok(refuseUnfit(stage.folder, Missing::Refuse));
        QVERIFY(!fs::exists(stage.paths.aside));
        {
            const Descriptor user(::open(stage.folder.path.c_str(), O_RDONLY | O_CLOEXEC));
            const pid_t child = ::fork();
            if (child == 0) {
                ::pause();
                ::_exit(0);
            }
            const Status inUse = refuseUnfit(stage.folder, Missing::Refuse);
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
            refused(inUse, ErrorCode::Busy, "process " + std::to_string(child));
        }
        ok(moveAside(stage.folder, Missing::Refuse));
        ok(refuseUnfit(stage.folder, Missing::Refuse)); // and again, when it has been moved
    }

    void aMountPointOrAMountInsideIsRefused() {
        Stage stage;
        stage.makeFolder();
        if (::mount("none", stage.folder.path.c_str(), "tmpfs", 0, nullptr) != 0)
            QSKIP("cannot mount here");
        const Status at = moveAside(stage.folder, Missing::Refuse);
        ok(clearStaleMount(stage.folder)); // not ours: stays
        QCOMPARE(::umount2(stage.folder.path.c_str(), MNT_DETACH), 0);
        refused(at, ErrorCode::Refused, "tmpfs");
        ::mkdir((stage.folder.path + "/sub").c_str(), 0700);
        QCOMPARE(::mount("none", (stage.folder.path + "/sub").c_str(), "tmpfs", 0, nullptr), 0);
        const Status below = moveAside(stage.folder, Missing::Refuse);
        QCOMPARE(::umount2((stage.folder.path + "/sub").c_str(), MNT_DETACH), 0);
        refused(below, ErrorCode::Refused, "mount point below");
        QVERIFY(!fs::exists(stage.paths.aside));
    }

    void tablespacesOutsideAreRefused() {
        Stage stage;
        stage.makeFolder();
        const std::string data = stage.folder.path + "/15/main";
        fs::create_directories(data + "/pg_tblspc");
        writeFile(data + "/PG_VERSION", "15\n");
        const std::string link = data + "/pg_tblspc/16384";
        QCOMPARE(::symlink((stage.folder.path + "/inside").c_str(), link.c_str()), 0);
        ok(moveAside(stage.folder, Missing::Refuse));
        ok(putBack(stage.folder));
        QCOMPARE(::symlink("/srv/fast disk", (link + "9").c_str()), 0);
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Refused, "/srv/fast disk");
        QCOMPARE(::unlink((link + "9").c_str()), 0);
        QCOMPARE(::symlink("/srv/wal", (data + "/pg_wal").c_str()), 0);
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Refused, "/srv/wal");
        QVERIFY(!fs::exists(stage.paths.aside));
    }

    void s10_whoeverUsesTheFolderIsNamed() {
        Stage stage;
        stage.makeFolder();
        const std::string path = stage.folder.path;
        QVERIFY(usersOf(path).empty());
        const Companion inside([&] { UNDERSTUDY_ASSERT(::chdir(path.c_str()) == 0); });
        const Companion reader([&] { ::open((path + "/file").c_str(), O_RDONLY); });
        const Companion mapper([&] {
            const Descriptor fd(::open((path + "/file").c_str(), O_RDONLY));
            UNDERSTUDY_ASSERT(::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd.get(), 0) != MAP_FAILED);
        });
        const Companion jailed([&] {
            UNDERSTUDY_ASSERT(::chroot(path.c_str()) == 0);
            UNDERSTUDY_ASSERT(::chdir("/") == 0);
        });
        const Companion neighbour([&] { UNDERSTUDY_ASSERT(::chdir((path + "/..").c_str()) == 0); });
        const auto start = std::chrono::steady_clock::now();
        const auto users = usersOf(path);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        qInfo("users found in %.1f ms", took.count());
        const auto uses = [&](const Companion& who, const std::string& what) {
            return std::any_of(users.begin(), users.end(), [&](const FolderUser& user) {
                return user.pid == who.pid() && user.what.starts_with(what) &&
                       user.command == "folder_place_te";
            });
        };
        QVERIFY(uses(inside, "cwd"));
        QVERIFY(uses(reader, "fd "));
        QVERIFY(uses(mapper, "mapping"));
        QVERIFY(uses(jailed, "root"));
        QVERIFY(!uses(neighbour, ""));
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Busy, std::to_string(inside.pid()));
        QVERIFY(!fs::exists(stage.paths.aside));
    }

    // An engine that was killed, with an application still waiting for an answer in its mount.
    void aStaleMountIsAbortedAndRemoved() {
        Stage stage;
        stage.makeFolder();
        ok(moveAside(stage.folder, Missing::Refuse));
        ok(clearStaleMount(stage.folder)); // none: fine
        const Descriptor device(::open("/dev/fuse", O_RDWR));
        const std::string options =
            "fd=" + std::to_string(device.get()) + ",rootmode=40000,user_id=0,group_id=0";
        if (!device.isOpen() ||
            ::mount("understudy", stage.folder.path.c_str(), "fuse.db", 0, options.c_str()) != 0)
            QSKIP("no FUSE here");
        const pid_t waiting = ::fork();
        if (waiting == 0) {
            struct stat status {};
            ::_exit(::stat((stage.folder.path + "/file").c_str(), &status) == 0 ? 1 : 0);
        }
        refused(moveAside(stage.folder, Missing::Refuse), ErrorCode::Refused, "understudy");
        ok(clearStaleMount(stage.folder));
        int status = -1;
        QCOMPARE(::waitpid(waiting, &status, 0), waiting);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        QCOMPARE(stage.isNotAside(), std::string());
    }

    void mountsAreReadWithTheirEscapes() {
        const auto mounts =
            parseMounts("36 35 98:7 / /mnt/my\\040disk rw,noatime shared:1 - ext4 /dev/sd\\134a rw\n"
                        "37 36 0:52 / /x rw - fuse.db understudy rw\nnonsense\n\n1 2 3\n");
        QCOMPARE(mounts.size(), std::size_t(2));
        QCOMPARE(mounts[0].point, std::string("/mnt/my disk"));
        QCOMPARE(mounts[0].source, std::string("/dev/sd\\a"));
        QCOMPARE(mounts[1].type, std::string("fuse.db"));
        QCOMPARE(mounts[1].deviceMinor, 52u);
        QVERIFY(isBelow("/a/b", "/a") && isBelow("/a", "/") && !isBelow("/ab", "/a") && !isBelow("/a", "/a"));
    }

private:
    static void ok(const Status& status) {
        QVERIFY2(status, status ? "" : status.error().toString().c_str());
    }
    static void refused(const Status& status, ErrorCode code, const std::string& word) {
        QVERIFY(!status);
        const std::string text = status.error().toString();
        QVERIFY2(status.error().code == code, text.c_str());
        QVERIFY2(text.find(word) != std::string::npos, text.c_str());
    }
    static void mark(const std::string& path, const std::string& name) {
        QCOMPARE(::lsetxattr(path.c_str(), "trusted.understudy.folder", name.data(), name.size(), 0), 0);
    }
};

QTEST_APPLESS_MAIN(FolderPlaceTest)
#include "folder_place_test.moc"
