// Both sides of the replication in one process: a real folder behind a real FUSE mount, real TLS over
// loopback, and the copies compared from outside. The decision core's part is played by hand, in the order
// that it would give.

#include "busy_application.h"
#include "copies_equal.h"
#include "replication/copy/folder_place.h"
#include "replication/source/source.h"
#include "replication/target/target.h"
#include "security/certificates.h"
#include "security/tls.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace understudy;
using namespace understudy::replication;
namespace fs = std::filesystem;

namespace {

std::atomic<bool> roomEndsHalfWay{false}; // of the next fallocate
std::atomic<bool> diskHangs{false};       // every syncfs waits

class Inbox { // of one side's events
public:
    cluster::EventSink sink() {
        return [this](cluster::Event event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(std::move(event));
            m_more.notify_all();
        };
    }
    // The next event of this kind; others stay. Nothing when none came in time.
    template <typename T> std::optional<T> wait(std::chrono::seconds bound = std::chrono::seconds(20)) {
        std::unique_lock lock(m_mutex);
        std::optional<T> found;
        m_more.wait_for(lock, bound, [&] {
            for (auto it = m_events.begin(); it != m_events.end() && !found; ++it)
                if (auto* event = std::get_if<T>(&*it)) {
                    found = *event;
                    m_events.erase(it);
                    break;
                }
            return found.has_value();
        });
        return found;
    }
    template <typename T> bool has() {
        const std::lock_guard lock(m_mutex);
        return std::any_of(m_events.begin(), m_events.end(),
                           [](const auto& e) { return std::holds_alternative<T>(e); });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_more;
    std::deque<cluster::Event> m_events;
};

struct Side {
    Side(NodeId self, const std::string& folder, const std::string& state, ssl_ctx_st* tls,
         const Clock& clock, std::uint16_t port) {
        settings.self = self;
        settings.module = "files";
        settings.port = port;
        settings.ownAddress = self == NodeId::Node1 ? "127.0.0.1" : "127.0.0.2";
        settings.peerAddress = self == NodeId::Node1 ? "127.0.0.2" : "127.0.0.1";
        settings.folders = {{"files", folder, Mode::Barrier, true}};
        settings.stateDirectory = state;
        settings.standbyTimeout = std::chrono::seconds(5);
        fs::create_directories(state);
        source = std::make_unique<Source>(settings, tls, clock, Incarnation{1, 1}, shared, inbox.sink());
        target = std::make_unique<Target>(settings, tls, clock, shared, inbox.sink());
    }
    std::string real() const { return pathsOf(settings.folders[0]).real; }

    ReplicationSettings settings;
    SharedCopy shared;
    Inbox inbox;
    std::unique_ptr<Source> source;
    std::unique_ptr<Target> target;
};

const Generation kGeneration = [] {
    Generation g;
    g.bytes[0] = 1;
    return g;
}();

void writeFile(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

} // namespace

// As ext4 does it when the room runs out: what was allocated stays, with the size.
extern "C" int fallocate(int fd, int mode, off_t offset, off_t length) {
    const bool half = roomEndsHalfWay.exchange(false);
    const auto done =
        static_cast<int>(::syscall(SYS_fallocate, fd, mode, offset, half ? length / 2 : length));
    if (!half || done != 0)
        return done;
    errno = ENOSPC;
    return -1;
}

extern "C" int syncfs(int fd) noexcept {
    diskHangs.wait(true);
    return static_cast<int>(::syscall(SYS_syncfs, fd));
}

class ReplicationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        if (::geteuid() != 0)
            QSKIP("needs root: mounts and trusted attributes");
        ::umask(0);
        m_top = std::make_unique<QTemporaryDir>(QStringLiteral("/var/tmp/understudy-test-XXXXXX"));
        const std::string top = m_top->path().toStdString();
        fs::create_directories(top + "/1/files");
        fs::create_directories(top + "/2/files");
        auto keys = security::makeClusterKeys({{{"node1"}, {"127.0.0.1"}}, {{"node2"}, {"127.0.0.2"}}, {}});
        QVERIFY(keys);
        m_tls1 = std::move(*security::replicationTls(keys->node1, NodeId::Node1));
        m_tls2 = std::move(*security::replicationTls(keys->node2, NodeId::Node2));
        const std::uint16_t port = static_cast<std::uint16_t>(20000 + ::getpid() % 20000);
        m_one = std::make_unique<Side>(NodeId::Node1, top + "/1/files", top + "/1/state", m_tls1.get(),
                                       m_clock, port);
        m_two = std::make_unique<Side>(NodeId::Node2, top + "/2/files", top + "/2/state", m_tls2.get(),
                                       m_clock, port);
        m_session = 0;
    }

    void cleanup() {
        // A test that failed may have left somebody waiting, in the mount or for the disk.
        diskHangs = false;
        diskHangs.notify_all();
        for (Side* side : {m_one.get(), m_two.get()})
            if (side != nullptr)
                side->source->perform(cluster::CloseSource{cluster::Ticket(99), cluster::Closing::Abort});
        m_one.reset();
        m_two.reset();
        if (m_top) // back to ordinary folders, so that the directory can be removed
            for (const char* node : {"/1", "/2"})
                static_cast<void>(
                    putBack({"files", m_top->path().toStdString() + node + "/files", Mode::Barrier, true}));
        m_top.reset();
    }

    void firstSynchronisationThenLiveThenClosed() {
        writeFile(m_one->settings.folders[0].path + "/before", std::string(5000000, 'x'));
        serve(*m_one);
        live(root(*m_one), 1, 300);
        open(*m_two);
        attach(*m_one, *m_two);
        live(root(*m_one), 2, 500);
        drainAndCompare();
    }

    void synchronisationBesideALiveApplication() {
        serve(*m_one);
        live(root(*m_one), 3, 300);
        std::vector<std::jthread> applications;
        for (unsigned i = 1; i <= 3; ++i)
            applications.emplace_back([&, i](const std::stop_token& end) {
                for (unsigned seed = 1000 * i; !end.stop_requested(); ++seed)
                    live(root(*m_one), seed, 50);
            });
        open(*m_two);
        for (int round = 0; round < 8; ++round) {
            if (round > 0) {
                goAlone(*m_one);
                QVERIFY(m_two->inbox.wait<cluster::SessionEnded>());
                live(root(*m_one), static_cast<unsigned>(round), 50);
            }
            attach(*m_one, *m_two);
            if (QTest::currentTestFailed())
                return;
        }
        applications.clear();
        drainAndCompare();
    }

    void aStandbyThatWasAwayReceivesWhatChangedAndNoMore() {
        for (int i = 0; i < 20; ++i)
            writeFile(m_one->settings.folders[0].path + "/file" + std::to_string(i),
                      std::string(5000000, static_cast<char>(i)));
        serve(*m_one);
        open(*m_two);
        attach(*m_one, *m_two);
        goAlone(*m_one);
        QVERIFY(m_two->inbox.wait<cluster::SessionEnded>());
        {
            const int fd = ::open((root(*m_one) + "/file7").c_str(), O_RDWR);
            QVERIFY(::pwrite(fd, "changed", 7, 4321000) == 7);
            ::close(fd);
        }
        attach(*m_one, *m_two);
        QCOMPARE(m_one->source->progress().changedBytes.load(), std::uint64_t(4096));
        QVERIFY2(m_one->source->progress().sentBytes < 200000,
                 qPrintable(QString::number(m_one->source->progress().sentBytes)));
        drainAndCompare();
    }

    void mappedMemoryArrivesAtMsyncAndAtClosing() {
        writeFile(m_one->settings.folders[0].path + "/mapped", std::string(100000, 'm'));
        serve(*m_one);
        open(*m_two);
        attach(*m_one, *m_two);
        const int fd = ::open((root(*m_one) + "/mapped").c_str(), O_RDWR);
        auto* memory = static_cast<char*>(::mmap(nullptr, 100000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
        QVERIFY(memory != MAP_FAILED);
        memory[50000] = 'A';
        QCOMPARE(::msync(memory, 100000, MS_SYNC), 0);
        memory[60000] = 'B';
        ::munmap(memory, 100000);
        ::close(fd);
        drainAndCompare();
    }

    void anAllocationThatEndsHalfWayIsTheSameOnBoth() {
        serve(*m_one);
        open(*m_two);
        attach(*m_one, *m_two);
        const int fd = ::open((root(*m_one) + "/f").c_str(), O_RDWR | O_CREAT, 0600);
        roomEndsHalfWay = true;
        QCOMPARE(static_cast<int>(::syscall(SYS_fallocate, fd, 0, 0L, 1000000L)), -1);
        QCOMPARE(errno, ENOSPC);
        ::close(fd);
        QCOMPARE(fs::file_size(m_one->real() + "/f"), std::uintmax_t(500000));
        drainAndCompare();
    }

    void whatAnObjectInheritsIsTheSameOnBoth() {
        serve(*m_one);
        const std::string directory = root(*m_one) + "/d", other = root(*m_one) + "/e";
        QCOMPARE(::mkdir(directory.c_str(), 0750), 0);
        QCOMPARE(::mkdir(other.c_str(), 0750), 0);
        setDefaultAcl(other);
        open(*m_two);
        attach(*m_one, *m_two);
        goAlone(*m_one);
        QVERIFY(m_two->inbox.wait<cluster::SessionEnded>());
        setDefaultAcl(directory);
        QCOMPARE(::removexattr(other.c_str(), kDefaultAcl), 0);
        m_beforeApplying = [&] { // the names are compared by now, the directories' own attributes come later
            writeFile(directory + "/new", "inherits an ACL");
            writeFile(other + "/new", "inherits none");
        };
        attach(*m_one, *m_two);
        writeFile(directory + "/later", "inherits an ACL");
        drainAndCompare();
    }

    void aLogThatRunsFullWhileNamesAreComparedMeansEverything() {
        constexpr int most = 10;
        const auto path = [&](int i) { return root(*m_one) + "/file" + std::to_string(i); };
        for (int i = 0; i <= most; ++i)
            writeFile(path(i), "before");
        auto log = ActivityLog::open(m_one->settings.stateDirectory + "/files.activity", {most, {}});
        QVERIFY(log.has_value());
        m_one->shared.log = std::move(*log);
        serve(*m_one);
        open(*m_two);
        attach(*m_one, *m_two);
        goAlone(*m_one);
        QVERIFY(m_two->inbox.wait<cluster::SessionEnded>());
        QVERIFY(!m_one->shared.log->full());
        m_beforeApplying = [&] {
            for (int i = 0; i <= most; ++i)
                writeFile(path(i), "behind");
        };
        writeFile(path(0), "behind");
        attach(*m_one, *m_two);
        drainAndCompare();
    }

    void s2_withoutAGrantNoFsyncReturns() {
        serve(*m_one);
        open(*m_two);
        attach(*m_one, *m_two);
        m_one->source->perform(cluster::GrantNothing{});
        m_one->source->perform(cluster::DetachStandby{SessionNumber(m_session)});
        QVERIFY(m_one->inbox.wait<cluster::StandbyLost>());
        std::atomic<bool> returned = false;
        std::jthread application([&] {
            const int fd = ::open((root(*m_one) + "/f").c_str(), O_RDWR | O_CREAT, 0600);
            static_cast<void>(::pwrite(fd, "x", 1, 0));
            ::fsync(fd);
            returned = true;
            ::close(fd);
        });
        // It waits, and reading goes on meanwhile (S17).
        for (int i = 0; i < 20; ++i)
            QVERIFY(fs::exists(root(*m_one)));
        QVERIFY(!returned);
        m_one->source->perform(cluster::GrantAlone{kGeneration});
        application.join();
        QVERIFY(returned);
    }

    void s12_anAbortFreesWhoeverWaits() {
        serve(*m_one);
        m_one->source->perform(cluster::GrantNothing{});
        std::atomic<int> result = 1;
        std::jthread application([&] {
            const int fd = ::open((root(*m_one) + "/f").c_str(), O_RDWR | O_CREAT, 0600);
            static_cast<void>(::pwrite(fd, "x", 1, 0));
            result = ::fsync(fd);
            ::close(fd);
        });
        QTRY_VERIFY(fs::exists(m_one->real() + "/f"));
        m_one->source->perform(cluster::CloseSource{cluster::Ticket(9), cluster::Closing::Abort});
        application.join();
        QCOMPARE(result.load(), -1);
        const auto closed = m_one->inbox.wait<cluster::SourceClosed>();
        QVERIFY(closed && !closed->drained);
    }

    // A swap is broken off by the loss of the standby, so it has to be said.
    void s9_aStandbyThatDoesNotConfirmTheLastPointIsLost() {
        serve(*m_one);
        open(*m_two);
        attach(*m_one, *m_two);
        writeFile(root(*m_one) + "/f", "the standby has it in its memory only");
        diskHangs = true;
        QVERIFY(!drain(*m_one));
        QVERIFY(m_one->inbox.has<cluster::StandbyLost>());
        diskHangs = false;
        diskHangs.notify_all();
    }

    void rolesChangeWithoutASynchronisation() {
        serve(*m_one);
        live(root(*m_one), 7, 200);
        open(*m_two);
        attach(*m_one, *m_two);
        live(root(*m_one), 8, 100);
        QVERIFY(drain(*m_one));
        QVERIFY(m_two->inbox.wait<cluster::SessionEnded>());
        m_two->target->perform(cluster::CloseTarget{cluster::Ticket(5)});
        QVERIFY(m_two->inbox.wait<cluster::TargetClosed>());
        open(*m_one);
        m_two->source->perform(cluster::OpenSource{cluster::Ticket(6)});
        QVERIFY(m_two->inbox.wait<cluster::SourceOpened>());
        attach(*m_two, *m_one);
        QVERIFY(!m_changedBeforeMount); // the old serving node never had to call its copy mixed
        QCOMPARE(m_two->source->progress().changedBytes.load(), std::uint64_t(0));
        mount(*m_two);
        live(root(*m_two), 9, 200);
        QVERIFY(drain(*m_two));
        QCOMPARE(QString::fromStdString(differenceBetween(m_one->real(), m_two->real())), QString());
    }

private:
    static constexpr const char* kDefaultAcl = "system.posix_acl_default";
    static void setDefaultAcl(const std::string& directory) {
        struct Entry {
            std::uint16_t tag, permissions;
            std::uint32_t id;
        };
        constexpr std::uint32_t none = UINT32_MAX;
        const struct {
            std::uint32_t version = 2;
            Entry entries[5] = {{1, 7, none}, {2, 6, 1234}, {4, 5, none}, {16, 7, none}, {32, 0, none}};
        } acl;
        QCOMPARE(::setxattr(directory.c_str(), kDefaultAcl, &acl, sizeof acl, 0), 0);
    }

    static std::string root(const Side& side) { return side.settings.folders[0].path; }

    void serve(Side& side) {
        side.source->perform(cluster::OpenSource{cluster::Ticket(1)});
        QVERIFY(side.inbox.wait<cluster::SourceOpened>());
        side.source->perform(cluster::GrantAlone{kGeneration});
        mount(side);
    }
    void mount(Side& side) {
        side.source->perform(cluster::Mount{cluster::Ticket(2)});
        QVERIFY(side.inbox.wait<cluster::Mounted>());
    }
    void open(Side& side) {
        side.target->recordChanged({});
        side.target->perform(cluster::OpenTarget{cluster::Ticket(3)});
        QVERIFY(side.inbox.wait<cluster::TargetOpened>());
    }

    void attach(Side& from, Side& to) {
        const SessionNumber number(++m_session);
        from.source->perform(cluster::AttachStandby{number, kGeneration, {}});
        QVERIFY(to.inbox.wait<cluster::SessionBegun>());
        std::jthread core([&] {
            m_changedBeforeMount =
                to.inbox.wait<cluster::SessionWillChange>(std::chrono::seconds(2)).has_value();
            if (m_beforeApplying)
                std::exchange(m_beforeApplying, nullptr)();
            if (m_changedBeforeMount)
                to.target->perform(cluster::BeginApplying{number});
        });
        const auto synchronised = to.inbox.wait<cluster::SessionSynchronised>(std::chrono::seconds(60));
        core.join();
        QVERIFY(synchronised);
        cluster::Record record;
        record.generation = synchronised->generation;
        record.complete = true;
        to.target->recordChanged(record);
        to.target->perform(cluster::ConfirmSynchronised{number});
        const auto ready = from.inbox.wait<cluster::StandbyReady>();
        QVERIFY2(ready, from.inbox.has<cluster::StandbyLost>() ? "the session ended"
                                                               : "the standby never got ready");
        from.source->perform(cluster::AcceptStandby{number});
        from.source->perform(cluster::GrantWithStandby{number});
        QVERIFY(to.inbox.wait<cluster::SessionInSync>());
    }

    void goAlone(Side& side) {
        side.source->perform(cluster::GrantNothing{});
        side.source->perform(cluster::DetachStandby{SessionNumber(m_session)});
        QVERIFY(side.inbox.wait<cluster::StandbyLost>());
        side.source->perform(cluster::GrantAlone{kGeneration});
    }

    bool drain(Side& side) {
        side.source->perform(cluster::CloseSource{cluster::Ticket(4), cluster::Closing::Drain});
        const auto closed = side.inbox.wait<cluster::SourceClosed>();
        return closed && closed->drained;
    }

    void drainAndCompare() {
        QVERIFY(drain(*m_one));
        QCOMPARE(QString::fromStdString(differenceBetween(m_one->real(), m_two->real())), QString());
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_top;
    security::SslContext m_tls1, m_tls2;
    std::unique_ptr<Side> m_one, m_two;
    std::uint64_t m_session = 0;
    bool m_changedBeforeMount = false;
    std::function<void()> m_beforeApplying; // in the next synchronisation, when the names were compared
};

QTEST_GUILESS_MAIN(ReplicationTest)
#include "replication_test.moc"
