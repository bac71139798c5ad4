// What the stream says is what the folder holds afterwards; and what cannot be applied ends the session, with
// its reason on both sides and nothing behind it.

#include "target_rig.h"
#include "tiny_disk.h"

#include <QTest>

#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace understudy;
using namespace understudy::replication;
using namespace understudy::replication::testing;

namespace {

struct stat statusOf(const std::string& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0)
        status.st_ino = 0;
    return status;
}

bool exists(const std::string& path) {
    return statusOf(path).st_ino != 0;
}

std::string xattr(const std::string& path, const char* name) {
    char value[256];
    const ssize_t size = ::lgetxattr(path.c_str(), name, value, sizeof value);
    return size < 0 ? "<none>" : std::string(value, std::size_t(size));
}

} // namespace

class TargetApplyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_rig = std::make_unique<TargetRig>();
        if (!m_rig->unusable.empty())
            QSKIP(m_rig->unusable.c_str());
        QVERIFY(m_rig->open());
        m_source = m_rig->beginChanging();
        QVERIFY(m_source);
    }
    void cleanup() {
        m_source.reset();
        m_rig.reset();
    }

    void contentIsWrittenTruncatedAndPunched();
    void everyTypeOfObjectIsMade();
    void anObjectCarriesItsIdOwnerModeAndTimes();
    void hardLinksAreOneObject();
    void aRenameReplacesExchangesAndMovesDirectories();
    void removedNamesAreGone();
    void extendedAttributesAndAclsAreKept();
    void anAdoptedObjectTakesTheId();
    void moreFilesThanStayOpenAreWritten();
    void theIndexIsWhatAScanFinds();
    void answersDescribeTheCopy();

    void whatCannotBeAppliedEndsTheSession_data();
    void whatCannotBeAppliedEndsTheSession();
    void nothingIsAppliedBehindAFailure();
    void aWrongChecksumEndsTheSession();
    void aGapInTheSequenceEndsTheSession();
    void aFullDiskEndsTheSessionWithThatReason();
    void theNextSessionScansAfterAFailure();

private:
    // Sends it, and the session must fail with this code, on both sides.
    void failsWith(const std::vector<Record>& records, ErrorCode code);

    std::unique_ptr<TargetRig> m_rig;
    std::unique_ptr<ScriptedSource> m_source;
};

void TargetApplyTest::contentIsWrittenTruncatedAndPunched() {
    QVERIFY(m_source->sendTogether({createFile(kFile, "f"), writeText(kFile, "hello world"),
                                    writeText(kFile, "W", 6), Truncate{kFile, 8}}));
    QVERIFY(m_source->barrier());
    QCOMPARE(m_rig->content("f"), std::string("hello Wo"));
    QVERIFY(m_source->sendTogether(
        {createFile(kOther, "g"), Write{kOther, 0, std::vector<std::uint8_t>(1u << 20, 7)},
         Allocate{kOther, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 65536, 131072},
         Allocate{kOther, 0, 1u << 20, 4096}}));
    QVERIFY(m_source->barrier());
    const std::string content = m_rig->content("g");
    QCOMPARE(content.size(), std::size_t((1u << 20) + 4096));
    QCOMPARE(content[65535], char(7));
    QCOMPARE(content[65536], char(0));
    QCOMPARE(content[65536 + 131072], char(7));
    QVERIFY(statusOf(m_rig->path("g")).st_blocks * 512 < (1 << 20));
}

void TargetApplyTest::everyTypeOfObjectIsMade() {
    const auto make = [](std::uint64_t id, const char* name, ObjectType type) {
        return Create{kRoot, name, FileId(id), type, {0600, 0, 0, 1, 0}, 0, {}};
    };
    Create link = make(70010, "link", ObjectType::Symlink);
    link.target = "somewhere/else";
    Create device = make(70011, "null", ObjectType::CharDevice);
    device.device = makedev(1, 3);
    QVERIFY(m_source->sendTogether(
        {createDirectory(kDirectory, "dir"), createFile(kFile, "inside", kDirectory), link, device,
         make(70012, "fifo", ObjectType::Fifo), make(70013, "sock", ObjectType::Socket),
         SetAttributes{FileId(70012), {0622, 5, 6, 99, 0}},
         SetAttributes{FileId(70010), {0777, 5, 6, 99, 0}}}));
    QVERIFY(m_source->barrier());
    QVERIFY(S_ISREG(statusOf(m_rig->path("dir/inside")).st_mode));
    QVERIFY(S_ISDIR(statusOf(m_rig->path("dir")).st_mode));
    char target[64] = {};
    QVERIFY(::readlink(m_rig->path("link").c_str(), target, sizeof target - 1) > 0);
    QCOMPARE(std::string(target), link.target);
    QCOMPARE(statusOf(m_rig->path("link")).st_uid, uid_t(5));
    QCOMPARE(statusOf(m_rig->path("link")).st_mtime, time_t(99));
    QVERIFY(S_ISCHR(statusOf(m_rig->path("null")).st_mode));
    QCOMPARE(statusOf(m_rig->path("null")).st_rdev, makedev(1, 3));
    QVERIFY(S_ISFIFO(statusOf(m_rig->path("fifo")).st_mode));
    QCOMPARE(statusOf(m_rig->path("fifo")).st_mode & 07777, mode_t(0622));
    QVERIFY(S_ISSOCK(statusOf(m_rig->path("sock")).st_mode));
}

void TargetApplyTest::anObjectCarriesItsIdOwnerModeAndTimes() {
    Create create = createFile(kFile, "f");
    create.attributes = {06711, 1000, 1001, 1'600'000'000, 123'456'789};
    QVERIFY(m_source->send(create) && m_source->barrier());
    const struct stat made = statusOf(m_rig->path("f"));
    QVERIFY(attributesOf(made) == create.attributes);
    auto file = File::open(m_rig->path("f"), O_PATH);
    QVERIFY(file.has_value());
    QCOMPARE(readId(file->fd()).value(), kFile);
    const Attributes later{0640, 7, 8, 1'500'000'000, 1};
    QVERIFY(m_source->sendTogether({SetAttributes{kFile, later}, SetAttributes{kRoot, {0711, 9, 10, 3, 4}}}));
    QVERIFY(m_source->barrier());
    QVERIFY(attributesOf(statusOf(m_rig->path("f"))) == later);
    QVERIFY((attributesOf(statusOf(m_rig->path("."))) == Attributes{0711, 9, 10, 3, 4}));
}

void TargetApplyTest::hardLinksAreOneObject() {
    QVERIFY(m_source->sendTogether({createFile(kFile, "a"), Link{kFile, kRoot, "b"}, writeText(kFile, "both"),
                                    Remove{kRoot, "a"}, writeText(kFile, "B")}));
    QVERIFY(m_source->barrier());
    QVERIFY(!exists(m_rig->path("a")));
    QCOMPARE(m_rig->content("b"), std::string("Both"));
    QVERIFY(m_source->sendTogether({Link{kFile, kRoot, "c"}, Link{kFile, kRoot, "d"}}) &&
            m_source->barrier());
    QCOMPARE(statusOf(m_rig->path("c")).st_nlink, nlink_t(3));
}

void TargetApplyTest::aRenameReplacesExchangesAndMovesDirectories() {
    const FileId third(70020);
    QVERIFY(m_source->sendTogether({createFile(kFile, "a"), writeText(kFile, "A"), createFile(kOther, "b"),
                                    writeText(kOther, "B"), createFile(third, "c"), writeText(third, "C"),
                                    createDirectory(kDirectory, "dir"),
                                    Rename{kRoot, "a", kRoot, "b", 0},               // B is gone
                                    Rename{kRoot, "b", kRoot, "c", RENAME_EXCHANGE}, // b: C, c: A
                                    Rename{kRoot, "c", kDirectory, "in", RENAME_NOREPLACE},
                                    Rename{kRoot, "dir", kRoot, "moved", 0}, writeText(kFile, "a!")}));
    QVERIFY(m_source->barrier());
    QCOMPARE(m_rig->content("b"), std::string("C"));
    QCOMPARE(m_rig->content("moved/in"), std::string("a!"));
    QVERIFY(!exists(m_rig->path("a")) && !exists(m_rig->path("c")) && !exists(m_rig->path("dir")));
    failsWith({writeText(kOther, "B")}, ErrorCode::NotFound);
}

void TargetApplyTest::removedNamesAreGone() {
    QVERIFY(m_source->sendTogether({createDirectory(kDirectory, "dir"), createFile(kFile, "f", kDirectory),
                                    Remove{kDirectory, "f"}, Remove{kRoot, "dir"}}));
    QVERIFY(m_source->barrier());
    QVERIFY(!exists(m_rig->path("dir")));
    QVERIFY(m_source->sendTogether({createFile(kFile, "dir")}) &&
            m_source->barrier()); // id and name are free again
}

void TargetApplyTest::extendedAttributesAndAclsAreKept() {
    std::string acl(
        "\x02\0\0\0",
        4); // version, then tag, rights, id: user::rw- user:1000:r-- group::--- mask::r-- other::---
    const auto entry = [&acl](std::uint16_t tag, std::uint16_t rights, std::uint32_t id) {
        acl.append(reinterpret_cast<const char*>(&tag), 2).append(reinterpret_cast<const char*>(&rights), 2);
        acl.append(reinterpret_cast<const char*>(&id), 4);
    };
    entry(1, 6, ~0u), entry(2, 4, 1000), entry(4, 0, ~0u), entry(16, 4, ~0u), entry(32, 0, ~0u);
    QVERIFY(m_source->sendTogether({createFile(kFile, "f"), SetXattr{kFile, "user.a", "1"},
                                    SetXattr{kFile, "user.b", "2"}, SetXattr{kFile, "user.a", "3"},
                                    RemoveXattr{kFile, "user.b"}, SetXattr{kFile, "trusted.c", "4"},
                                    RemoveXattr{kFile, "user.none"}}));
    QVERIFY(m_source->barrier());
    QCOMPARE(xattr(m_rig->path("f"), "user.a"), std::string("3"));
    QCOMPARE(xattr(m_rig->path("f"), "user.b"), std::string("<none>"));
    QCOMPARE(xattr(m_rig->path("f"), "trusted.c"), std::string("4"));
    QVERIFY(
        m_source->sendTogether({RemoveXattr{kFile, {}}, SetXattr{kFile, "system.posix_acl_access", acl}}));
    QVERIFY(m_source->barrier());
    QCOMPARE(xattr(m_rig->path("f"), "user.a"), std::string("<none>"));
    QCOMPARE(xattr(m_rig->path("f"), "system.posix_acl_access"), acl);
    auto file = File::open(m_rig->path("f"), O_PATH);
    QCOMPARE(readId(file->fd()).value(), kFile); // ours is not the application's
}

void TargetApplyTest::anAdoptedObjectTakesTheId() {
    QVERIFY(
        m_source->sendTogether({createFile(kFile, "f"), writeText(kFile, "old"), Adopt{kRoot, "f", kOther},
                                writeText(kOther, "new"), Adopt{kRoot, "f", kOther}}));
    QVERIFY(m_source->barrier());
    QCOMPARE(m_rig->content("f"), std::string("new"));
    auto file = File::open(m_rig->path("f"), O_PATH);
    QCOMPARE(readId(file->fd()).value(), kOther);
    failsWith({writeText(kFile, "x")}, ErrorCode::NotFound);
}

void TargetApplyTest::moreFilesThanStayOpenAreWritten() {
    constexpr std::size_t count = OpenFiles::kMost * 2;
    std::vector<Record> records;
    for (std::size_t i = 0; i < count; ++i)
        records.push_back(createFile(FileId(80000 + i), "f" + std::to_string(i)));
    for (std::size_t i = 0; i < count; ++i)
        records.push_back(writeText(FileId(80000 + i), "x"));
    QVERIFY(m_source->sendTogether(records) && m_source->barrier());
    for (std::size_t i = 0; i < count; ++i)
        QCOMPARE(m_rig->content("f" + std::to_string(i)), std::string("x"));
    std::size_t open = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code ignored;
        const auto target = std::filesystem::read_symlink(entry.path(), ignored).string();
        open += target.starts_with(m_rig->path("f")) ? 1 : 0;
    }
    QVERIFY2(open <= OpenFiles::kMost, std::to_string(open).c_str());
}

void TargetApplyTest::theIndexIsWhatAScanFinds() {
    QVERIFY(m_source->sendTogether({createDirectory(kDirectory, "dir"), createFile(kFile, "a", kDirectory),
                                    Link{kFile, kRoot, "b"}, createFile(kOther, "c"),
                                    Rename{kRoot, "c", kDirectory, "d", 0}, Remove{kDirectory, "a"},
                                    Adopt{kDirectory, "d", FileId(70099)}}));
    QVERIFY(m_source->barrier());
    QVERIFY(m_rig->close());
    const auto scanned = Copy::open(m_rig->settings.folders);
    QVERIFY(scanned.has_value());
    const Tree& kept = m_rig->shared.copy->tree();
    QCOMPARE(kept.size(), scanned->tree().size());
    for (const auto& [id, object] : scanned->tree().objects()) {
        const Tree::Object* same = kept.find(id);
        QVERIFY(same != nullptr);
        QVERIFY(same->type == object.type && same->children == object.children);
        QCOMPARE(same->names.size(), object.names.size());
    }
}

void TargetApplyTest::answersDescribeTheCopy() {
    QVERIFY(m_source->sendTogether({createDirectory(kDirectory, "dir"), createFile(kFile, "f"),
                                    Write{kFile, 0, std::vector<std::uint8_t>(10'000, 5)}, AskDigests{},
                                    AskListing{kRoot}, AskBlocks{kFile, 0}, AskBlocks{FileId(99999), 0}}));
    const auto digests = m_source->expect<Digests>();
    QVERIFY(digests && digests->last);
    QCOMPARE(digests->directories.size(), std::size_t(2));
    const auto listing = m_source->expect<Listing>();
    QVERIFY(listing && listing->last && listing->directory == kRoot);
    QCOMPARE(listing->objects.size(), std::size_t(3)); // ".", dir, f
    QVERIFY(digestOf(listing->objects) == digests->directories[0].second);
    const auto blocks = m_source->expect<Blocks>();
    QVERIFY(blocks && blocks->id == kFile && blocks->zone == 0);
    QCOMPARE(blocks->size, std::uint64_t(10'000));
    QCOMPARE(blocks->blocks.size(), std::size_t(3));
    QVERIFY(blocks->blocks[0] == blocks->blocks[1]);
    const auto gone = m_source->expect<Blocks>(); // removed since it was asked about
    QVERIFY(gone && gone->size == 0 && gone->blocks.empty());
}

void TargetApplyTest::failsWith(const std::vector<Record>& records, ErrorCode code) {
    QVERIFY(m_source->sendTogether(records));
    const std::string told = m_source->failure();
    const auto ended = m_rig->events.next<cluster::SessionEnded>();
    QVERIFY(ended.has_value());
    QCOMPARE(ended->error.code, code);
    QCOMPARE(told, ended->error.toString());
    QCOMPARE(m_rig->events.count<cluster::SessionEnded>(), 1);
}

void TargetApplyTest::whatCannotBeAppliedEndsTheSession_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<ErrorCode>("code");
    const std::pair<const char*, ErrorCode> rows[] = {
        {"write to an unknown file", ErrorCode::NotFound},
        {"sync of an unknown file", ErrorCode::NotFound},
        {"create over a name", ErrorCode::AlreadyExists},
        {"create with a used id", ErrorCode::AlreadyExists},
        {"create the id of a root", ErrorCode::InvalidInput},
        {"a name that leads out", ErrorCode::InvalidInput},
        {"a name with a slash", ErrorCode::InvalidInput},
        {"remove what is not there", ErrorCode::NotFound},
        {"rename what is not there", ErrorCode::NotFound},
        {"a child of a file", ErrorCode::InvalidInput},
        {"our own attribute", ErrorCode::InvalidInput},
        {"a listing of a file", ErrorCode::NotFound},
        {"a second Open", ErrorCode::InvalidInput},
        {"InSync without Finish", ErrorCode::InvalidInput},
        {"what only a standby says", ErrorCode::InvalidInput},
        {"a write to a directory", ErrorCode::InvalidInput},
    };
    int which = 0;
    for (const auto& [name, code] : rows)
        QTest::newRow(name) << which++ << code;
}

void TargetApplyTest::whatCannotBeAppliedEndsTheSession() {
    const Record impossible[] = {
        writeText(kOther, "x"),
        Sync{BarrierId(1), kOther},
        createFile(kOther, "f"),
        createFile(kFile, "g"),
        createFile(kRoot, "g"),
        createFile(kOther, ".."),
        createFile(kOther, "a/b"),
        Remove{kRoot, "g"},
        Rename{kRoot, "g", kRoot, "h", 0},
        createFile(kOther, "g", kFile),
        SetXattr{kFile, "trusted.understudy.id", "12345678"},
        AskListing{kFile},
        TargetRig::openRecord(9),
        InSync{},
        Synced{},
        writeText(kRoot, "x"),
    };
    QFETCH(int, which);
    QFETCH(ErrorCode, code);
    QVERIFY(m_source->send(createFile(kFile, "f")) && m_source->barrier());
    failsWith({impossible[which]}, code);
    QVERIFY(!exists(m_rig->path("g")) && !exists(m_rig->path("h")));
}

void TargetApplyTest::nothingIsAppliedBehindAFailure() {
    failsWith({createFile(kFile, "f"), writeText(kOther, "x"), writeText(kFile, "never"),
               createFile(kOther, "never"), SyncPoint{BarrierId(5)}},
              ErrorCode::NotFound);
    QCOMPARE(m_rig->content("f"), std::string());
    QVERIFY(!exists(m_rig->path("never")));
}

void TargetApplyTest::aWrongChecksumEndsTheSession() {
    std::vector<std::uint8_t> bytes;
    encode(createFile(kFile, "f"), Seq(3), bytes);
    bytes.back() ^= 1;
    QVERIFY(m_source->sendRaw(bytes));
    QVERIFY(m_source->failure().find("checksum") != std::string::npos);
    const auto ended = m_rig->events.next<cluster::SessionEnded>();
    QVERIFY(ended && ended->error.code == ErrorCode::Corrupt);
    QVERIFY(!exists(m_rig->path("f")));
}

void TargetApplyTest::aGapInTheSequenceEndsTheSession() {
    m_source->skipSequence();
    failsWith({createFile(kFile, "f")}, ErrorCode::Corrupt);
    QVERIFY(!exists(m_rig->path("f")));
}

void TargetApplyTest::aFullDiskEndsTheSessionWithThatReason() {
    m_source.reset();
    m_rig.reset();
    const TinyDisk disk("2m");
    if (!disk.isMounted())
        QSKIP("no small file system could be mounted here");
    m_rig = std::make_unique<TargetRig>();
    if (!m_rig->unusable.empty())
        QSKIP(m_rig->unusable.c_str());
    QVERIFY(m_rig->open());
    m_source = m_rig->beginChanging();
    QVERIFY(m_source && m_source->send(createFile(kFile, "f")));
    const std::vector<std::uint8_t> much(1u << 20, 1);
    failsWith({Write{kFile, 0, much}, Write{kFile, 1u << 20, much}, Write{kFile, 2u << 20, much},
               SyncPoint{BarrierId(1)}},
              ErrorCode::DiskFull);
    m_source.reset();
    QVERIFY(m_rig->begin(2)); // the next session may begin: the serving node decides when to try again
    m_rig.reset();
}

void TargetApplyTest::theNextSessionScansAfterAFailure() {
    QVERIFY(m_source->send(createFile(kFile, "f")) && m_source->barrier());
    const int before =
        ::creat(m_rig->path("behind our back").c_str(), 0600); // as a half-made object would be
    QVERIFY(before >= 0);
    const Descriptor closing(before);
    failsWith({createFile(kOther, "behind our back")}, ErrorCode::AlreadyExists);
    m_source = m_rig->beginChanging(2);
    QVERIFY(m_source && m_source->send(AskListing{kRoot}));
    const auto listing = m_source->expect<Listing>();
    QVERIFY(listing.has_value());
    QCOMPARE(listing->objects.size(), std::size_t(3));
    QVERIFY(m_source->sendTogether({Adopt{kRoot, "behind our back", kOther}, writeText(kFile, "on we go")}));
    QVERIFY(m_source->barrier());
    QCOMPARE(m_rig->content("f"), std::string("on we go"));
}

QTEST_GUILESS_MAIN(TargetApplyTest)
#include "target_apply_test.moc"
