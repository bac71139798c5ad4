#include "copy_folder.h"

#include <QTest>

#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/xattr.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>

using namespace understudy;
using namespace understudy::replication;

namespace {

std::string idBytes(const std::string& path) {
    char value[64];
    const ssize_t size = ::lgetxattr(path.c_str(), "trusted.understudy.id", value, sizeof value);
    return size < 0 ? std::string() : std::string(value, static_cast<std::size_t>(size));
}

void putIdBytes(const std::string& path, const std::string& id) {
    QCOMPARE(::lsetxattr(path.c_str(), "trusted.understudy.id", id.data(), id.size(), 0), 0);
}

void putXattr(const std::string& path, const char* name, const std::string& value) {
    QCOMPARE(::lsetxattr(path.c_str(), name, value.data(), value.size(), 0), 0);
}

void makeSocket(const std::string& path) {
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    QVERIFY(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.data(), path.size());
    QCOMPARE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

} // namespace

class CopyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const CopyFolder probe; !probe.unusable.empty())
            QSKIP(probe.unusable.c_str());
    }

    void everyTypeOfObjectGetsAnIdAndKeepsIt() {
        const CopyFolder folder;
        makeOneOfEach(folder);
        auto copy = Copy::open(folder.folders());
        QVERIFY2(copy, copy ? "" : copy.error().toString().c_str());
        QCOMPARE(copy->tree().size(), std::size_t(9));
        std::map<std::string, FileId> ids;
        for (const auto& [name, type] : kOneOfEach) {
            const FileId* id = copy->tree().child(rootId(0), name);
            QVERIFY2(id != nullptr, name.c_str());
            QVERIFY(!isRoot(*id));
            QCOMPARE(copy->tree().find(*id)->type, type);
            auto object = copy->openObject(*id, O_PATH);
            QVERIFY2(object, name.c_str());
            QCOMPARE(*readId(object->get()), *id);
            ids[name] = *id;
        }
        auto again = Copy::open(folder.folders());
        QVERIFY(again);
        for (const auto& [name, id] : ids)
            QCOMPARE(*again->tree().child(rootId(0), name), id);
    }

    void hardLinksAreOneObject() {
        const CopyFolder folder;
        folder.write("one", "x");
        ::mkdir(folder.path("d").c_str(), 0755);
        QCOMPARE(::link(folder.path("one").c_str(), folder.path("d/two").c_str()), 0);
        auto copy = Copy::open(folder.folders());
        QVERIFY(copy);
        const FileId one = *copy->tree().child(rootId(0), "one");
        QCOMPARE(*copy->tree().child(*copy->tree().child(rootId(0), "d"), "two"), one);
        QCOMPARE(copy->tree().find(one)->names.size(), std::size_t(2));
    }

    // A copy made with its attributes: nobody can tell which of the two the other node means by the id.
    void s5_twoObjectsWithOneIdBothGetNewOnes() {
        const CopyFolder folder;
        folder.write("original", "x");
        ::mkdir(folder.path("dir").c_str(), 0755);
        folder.write("dir/inside", "y");
        QVERIFY(Copy::open(folder.folders()));
        const std::string id = idBytes(folder.path("original"));
        const std::string dirId = idBytes(folder.path("dir"));
        folder.write("copied", "x");
        putIdBytes(folder.path("copied"), id);
        QCOMPARE(::link(folder.path("copied").c_str(), folder.path("linked").c_str()), 0);
        ::mkdir(folder.path("dir2").c_str(), 0755);
        putIdBytes(folder.path("dir2"), dirId);

        auto copy = Copy::open(folder.folders());
        QVERIFY2(copy, copy ? "" : copy.error().toString().c_str());
        const FileId original = *copy->tree().child(rootId(0), "original");
        const FileId copied = *copy->tree().child(rootId(0), "copied");
        QVERIFY(original != copied);
        QCOMPARE(*copy->tree().child(rootId(0), "linked"), copied);
        QVERIFY(idBytes(folder.path("original")) != id);
        QVERIFY(idBytes(folder.path("copied")) != id);
        QVERIFY(idBytes(folder.path("dir")) != dirId);
        QVERIFY(idBytes(folder.path("dir2")) != dirId);
        const FileId dir = *copy->tree().child(rootId(0), "dir");
        QVERIFY(copy->openObject(*copy->tree().child(dir, "inside"), O_RDONLY));
        QCOMPARE(copy->tree().size(), std::size_t(6));
    }

    void aDamagedIdIsReplaced() {
        const CopyFolder folder;
        folder.write("short", "x");
        folder.write("long", "x");
        folder.write("root", "x");
        putIdBytes(folder.path("short"), "abc");
        putIdBytes(folder.path("long"), "0123456789");
        putIdBytes(folder.path("root"), std::string("\1\0\0\0\0\0\0\0", 8)); // the id of the folder itself
        auto copy = Copy::open(folder.folders());
        QVERIFY(copy);
        for (const char* name : {"short", "long", "root"}) {
            QCOMPARE(idBytes(folder.path(name)).size(), std::size_t(8));
            QVERIFY(!isRoot(*copy->tree().child(rootId(0), name)));
        }
    }

    void severalFoldersHaveTheirOwnRoots() {
        const CopyFolder first("first"), second("second");
        first.write("x", "1");
        second.write("x", "2");
        auto copy = Copy::open({first.settings, second.settings});
        QVERIFY(copy);
        QCOMPARE(copy->folderCount(), std::size_t(2));
        Location place;
        QVERIFY(copy->tree().locate(*copy->tree().child(rootId(1), "x"), place));
        QCOMPARE(place.folder, std::size_t(1));
        QVERIFY(copy->syncAll());
    }

    void s10_aFolderWithoutItsMarkIsRefused() {
        const CopyFolder folder;
        FolderSettings other = folder.settings;
        QCOMPARE(::removexattr(folder.real.c_str(), "trusted.understudy.folder"), 0);
        auto copy = Copy::open({other});
        QVERIFY(!copy);
        QCOMPARE(copy.error().code, ErrorCode::Refused);
        putXattr(folder.real, "trusted.understudy.folder", "elsewhere");
        QVERIFY(!Copy::open({other}));
    }

    void aMountInsideIsRefused() {
        const CopyFolder folder;
        ::mkdir(folder.path("sub").c_str(), 0755);
        if (::mount("none", folder.path("sub").c_str(), "tmpfs", 0, nullptr) != 0)
            QSKIP("cannot mount here");
        auto copy = Copy::open(folder.folders());
        ::umount2(folder.path("sub").c_str(), MNT_DETACH);
        QVERIFY(!copy);
        QCOMPARE(copy.error().code, ErrorCode::Refused);
        QCOMPARE(copy.error().subject, folder.path("sub"));
    }

    void objectsAreOpenedWithoutFollowingLinks() {
        const CopyFolder folder;
        ::mkdir(folder.path("d").c_str(), 0755);
        folder.write("d/f", "inside");
        auto copy = Copy::open(folder.folders());
        QVERIFY(copy);
        const FileId d = *copy->tree().child(rootId(0), "d");
        const FileId f = *copy->tree().child(d, "f");
        QVERIFY(copy->openObject(f, O_RDWR));
        QVERIFY(copy->openParent(d));
        QVERIFY(copy->openParent(rootId(0)));
        // The directory is replaced by a link out of the folder, behind our back.
        std::filesystem::remove_all(folder.path("d"));
        QCOMPARE(::symlink("/etc", folder.path("d").c_str()), 0);
        QVERIFY(!copy->openObject(f, O_RDONLY));
        QVERIFY(!copy->openParent(d));
        QCOMPARE(copy->openObject(FileId(999999), O_RDONLY).error().code, ErrorCode::NotFound);
    }

    void aVeryLongPathIsOpenedInSteps() {
        const CopyFolder folder;
        const std::string part(250, 'x');
        Descriptor at(::open(folder.real.c_str(), O_PATH | O_DIRECTORY));
        for (int depth = 0; depth < 40; ++depth) {
            QCOMPARE(::mkdirat(at.get(), part.c_str(), 0755), 0);
            at = Descriptor(::openat(at.get(), part.c_str(), O_PATH | O_DIRECTORY));
        }
        auto copy = Copy::open(folder.folders());
        QVERIFY2(copy, copy ? "" : copy.error().toString().c_str());
        QCOMPARE(copy->tree().size(), std::size_t(41));
    }

    void aListingSaysWhatAnObjectIs() {
        const CopyFolder folder;
        makeOneOfEach(folder);
        auto copy = Copy::open(folder.folders());
        QVERIFY(copy);
        auto listing = listDirectory(*copy, rootId(0));
        QVERIFY2(listing, listing ? "" : listing.error().toString().c_str());
        QCOMPARE(listing->size(), std::size_t(8));
        QCOMPARE(listing->front().name, std::string("."));
        QCOMPARE(listing->front().id, rootId(0));
        QVERIFY(std::is_sorted(listing->begin(), listing->end(),
                               [](const auto& a, const auto& b) { return a.name < b.name; }));
        QCOMPARE(listed(*listing, "file").size, std::uint64_t(5));
        QCOMPARE(listed(*listing, "link").target, std::string("no where"));
        QCOMPARE(listed(*listing, "device").device, std::uint64_t(makedev(1, 3)));
        QCOMPARE(listed(*listing, "dir").size, std::uint64_t(0));
        QCOMPARE(listed(*listing, "file").xattrs, Digest{});
        auto sub = listDirectory(*copy, listed(*listing, "dir").id);
        QVERIFY(sub);
        QCOMPARE(sub->size(), std::size_t(1));
    }

    void everyDifferenceChangesTheDigest() {
        const CopyFolder folder;
        folder.write("f", "12345");
        auto copy = Copy::open(folder.folders());
        QVERIFY(copy);
        const std::string file = folder.path("f");
        std::vector<Digest> seen{digest(*copy)};
        const auto isNew = [&] {
            const Digest now = digest(*copy);
            const bool fresh = std::find(seen.begin(), seen.end(), now) == seen.end();
            seen.push_back(now);
            return fresh;
        };
        QVERIFY(!isNew());
        QCOMPARE(::chmod(file.c_str(), 04711), 0);
        QVERIFY(isNew());
        QCOMPARE(::chown(file.c_str(), 5, 6), 0);
        QVERIFY(isNew());
        const timespec times[2] = {{0, UTIME_OMIT}, {1000, 7}};
        QCOMPARE(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
        QVERIFY(isNew());
        putXattr(file, "user.colour", "green");
        QVERIFY(isNew());
        putXattr(file, "user.colour", "red");
        QVERIFY(isNew());
        putXattr(file, "trusted.understudy.secret", "hidden");
        QVERIFY(!isNew());
        QCOMPARE(::truncate(file.c_str(), 4), 0);
        QVERIFY(isNew());
        QCOMPARE(::chmod(folder.real.c_str(), 0700), 0); // the folder itself
        QVERIFY(isNew());
    }

    void attributesOfTheApplicationAreReadAndOursAreNot() {
        const CopyFolder folder;
        folder.write("f", "x");
        QCOMPARE(::symlink("x", folder.path("l").c_str()), 0);
        auto copy = Copy::open(folder.folders());
        QVERIFY(copy);
        const std::string large(3000, 'v');
        // user::rw- user:5:r-- group::r-- mask::r-- other::r--, as the system stores it
        const std::string acl("\2\0\0\0\1\0\6\0\377\377\377\377\2\0\4\0\5\0\0\0\4\0\4\0\377\377\377\377"
                              "\20\0\4\0\377\377\377\377 \0\4\0\377\377\377\377",
                              44);
        putXattr(folder.path("f"), "user.empty", "");
        putXattr(folder.path("f"), "user.large", large);
        putXattr(folder.path("f"), "system.posix_acl_access", acl);
        putXattr(folder.path("f"), "trusted.application", "t");
        putXattr(folder.path("l"), "trusted.application", "on a link");
        const auto xattrs = xattrsOf(*copy, "f");
        const std::map<std::string, std::string> expected{{"system.posix_acl_access", acl},
                                                          {"trusted.application", "t"},
                                                          {"user.empty", ""},
                                                          {"user.large", large}};
        QCOMPARE(xattrs, expected);
        QCOMPARE(xattrsOf(*copy, "l").at("trusted.application"), std::string("on a link"));
        QVERIFY(isHiddenXattr("trusted.understudy.id"));
        QVERIFY(!isHiddenXattr("user.understudy.id"));
    }

    void aZoneIsDigestedInBlocks() {
        const CopyFolder folder;
        const std::string content = std::string(4096, 'a') + std::string(4096, '\0') + "tail";
        folder.write("f", content);
        auto file = File::open(folder.path("f"), O_RDWR);
        auto digests = digestZone(file->fd(), 0, content.size());
        QVERIFY(digests);
        QCOMPARE(digests->size(), std::size_t(3));
        QVERIFY(digests->at(0) != digests->at(1));
        QVERIFY(digestZone(file->fd(), 1, content.size())->empty());

        // The same zeros as a hole, in a large file: the same digests, also where a zone has no data at all.
        QVERIFY(file->writeAllAt("x", 1, 2 * kZoneSize + 5000));
        const std::uint64_t size = 2 * kZoneSize + 5001;
        auto hole = digestZone(file->fd(), 1, size);
        QCOMPARE(hole->size(), std::size_t(kZoneSize / kBlockSize));
        QVERIFY(
            std::all_of(hole->begin(), hole->end(), [&](const Digest& d) { return d == digests->at(1); }));
        QCOMPARE(digestZone(file->fd(), 2, size)->size(), std::size_t(2));
        QCOMPARE(digestZone(file->fd(), 2, size)->at(0), digests->at(1));
    }

    // Measured rather than judged: machines differ.
    void scanOfAHundredThousandFiles() {
        const int count = qEnvironmentVariableIntValue("UNDERSTUDY_SCAN_FILES");
        if (count == 0)
            QSKIP("set UNDERSTUDY_SCAN_FILES=100000 to measure");
        const CopyFolder folder;
        for (int i = 0; i < count; ++i) {
            const std::string directory = "d" + std::to_string(i / 1000);
            if (i % 1000 == 0)
                ::mkdir(folder.path(directory).c_str(), 0755);
            folder.write(directory + "/file" + std::to_string(i), "");
        }
        for (const char* title : {"first scan, writes ids", "warm scan", "warm scan"}) {
            const auto start = std::chrono::steady_clock::now();
            auto copy = Copy::open(folder.folders());
            QVERIFY(copy);
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
            qInfo("%s: %zu objects in %.0f ms", title, copy->tree().size(), took.count());
            const auto listStart = std::chrono::steady_clock::now();
            for (const auto& [id, object] : copy->tree().objects())
                if (object.type == ObjectType::Directory)
                    digestOf(*listDirectory(*copy, id));
            const std::chrono::duration<double, std::milli> list =
                std::chrono::steady_clock::now() - listStart;
            qInfo("digests of all directories: %.0f ms", list.count());
        }
    }

private:
    const std::map<std::string, ObjectType> kOneOfEach{
        {"file", ObjectType::File},         {"dir", ObjectType::Directory},
        {"link", ObjectType::Symlink},      {"pipe", ObjectType::Fifo},
        {"socket", ObjectType::Socket},     {"device", ObjectType::CharDevice},
        {"block", ObjectType::BlockDevice},
    };

    void makeOneOfEach(const CopyFolder& folder) const {
        folder.write("file", "12345");
        QCOMPARE(::mkdir(folder.path("dir").c_str(), 0750), 0);
        folder.write("dir/inner", "x");
        QCOMPARE(::symlink("no where", folder.path("link").c_str()), 0);
        QCOMPARE(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
        makeSocket(folder.path("socket"));
        QCOMPARE(::mknod(folder.path("device").c_str(), S_IFCHR | 0600, makedev(1, 3)), 0);
        QCOMPARE(::mknod(folder.path("block").c_str(), S_IFBLK | 0600, makedev(7, 200)), 0);
    }
    static ListedObject listed(const std::vector<ListedObject>& listing, const std::string& name) {
        const auto found = std::find_if(listing.begin(), listing.end(),
                                        [&](const ListedObject& object) { return object.name == name; });
        return found == listing.end() ? ListedObject{} : *found;
    }
    static Digest digest(const Copy& copy) {
        const auto listing = listDirectory(copy, rootId(0));
        UNDERSTUDY_ASSERT(listing);
        return digestOf(*listing);
    }
    static std::map<std::string, std::string> xattrsOf(const Copy& copy, const std::string& name) {
        const auto object = copy.openObject(*copy.tree().child(rootId(0), name), O_PATH);
        UNDERSTUDY_ASSERT(object);
        return readXattrs(object->get()).value();
    }
};

QTEST_APPLESS_MAIN(CopyTest)
#include "copy_test.moc"
