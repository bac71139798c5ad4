// The fence beside a real process, with a real address, FUSE mount and control group, in namespaces of its
// own.

#include "fence/fence_feed.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <memory>

using namespace understudy;
using namespace understudy::fence;

namespace {

constexpr char kAddress[] = "10.88.0.9";
constexpr int kLong = 20'000; // ms; nothing waits that long unless it fails

bool ip(const QStringList& words) {
    return QProcess::execute(QStringLiteral("ip"), words) == 0;
}

// Anybody's process, by pidfd.
class Watched {
public:
    explicit Watched(int process) : m_fd(static_cast<int>(::syscall(SYS_pidfd_open, process, 0))) {}
    bool ended(int milliseconds = kLong) const {
        pollfd one{m_fd.get(), POLLIN, 0};
        return m_fd.get() < 0 || ::poll(&one, 1, milliseconds) > 0;
    }

private:
    Descriptor m_fd;
};

// Where the other node would listen.
class Peer {
public:
    Peer() : m_fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof any;
        ::bind(m_fd.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any);
        ::getsockname(m_fd.get(), reinterpret_cast<sockaddr*>(&any), &size);
        m_port = ntohs(any.sin_port);
    }
    QString where() const { return QStringLiteral("peer=127.0.0.1:%1").arg(m_port); }
    QByteArray hears(int milliseconds) const { // empty: nothing
        pollfd one{m_fd.get(), POLLIN, 0};
        char text[64];
        if (::poll(&one, 1, milliseconds) <= 0)
            return {};
        return QByteArray(text, ::recv(m_fd.get(), text, sizeof text, 0));
    }

private:
    Descriptor m_fd;
    int m_port = 0;
};

class Engine {
public:
    explicit Engine(const QStringList& options, int patience = 400, int verify = 3000) {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/fenced_engine"),
                        QStringList{QString::number(patience), QString::number(verify)} + options);
    }
    ~Engine() { // waits for its fence too: that would act in the middle of the next test
        m_process.kill();
        m_process.waitForFinished();
        if (m_fence)
            m_fence->ended();
    }
    int nextFence() { // process id of the fence it has got; 0: none within the time
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kLong)) {
        }
        const QByteArray line = m_process.readLine().trimmed();
        if (!line.startsWith("fence "))
            qWarning() << line;
        const int process = line.startsWith("fence ") ? line.mid(6).toInt() : 0;
        m_fence = std::make_unique<Watched>(process);
        return process;
    }
    void tell(const char* command) {
        m_process.write(QByteArray(command) + "\n");
        m_process.waitForBytesWritten();
    }
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }
    bool ends() { return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kLong); }
    bool endsWell() {
        return ends() && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }
    bool runs() { return !m_process.waitForFinished(0) && m_process.state() == QProcess::Running; }

private:
    QProcess m_process;
    std::unique_ptr<Watched> m_fence;
};

// A control group with a process in it.
class Group {
public:
    Group() {
        const QString root = QFile::exists(QStringLiteral("/sys/fs/cgroup/cgroup.controllers"))
                                 ? QStringLiteral("/sys/fs/cgroup")
                                 : QStringLiteral("/sys/fs/cgroup/unified");
        m_path = root + QStringLiteral("/understudy-fence-test-%1").arg(::getpid());
        QDir().mkpath(m_path);
        m_process.start(QStringLiteral("cat"), {}); // waits for its input
        m_process.waitForStarted();
        std::ofstream(m_path.toStdString() + "/cgroup.procs") << m_process.processId() << std::endl;
    }
    ~Group() {
        m_process.kill();
        m_process.waitForFinished();
        ::rmdir(m_path.toLocal8Bit().constData());
    }
    QString option() const { return QStringLiteral("group=") + m_path; }
    bool populated() const {
        QFile events(m_path + QStringLiteral("/cgroup.events"));
        return events.open(QIODevice::ReadOnly) && events.readAll().contains("populated 1");
    }

private:
    QString m_path;
    QProcess m_process;
};

// Somebody who waits inside the mount for a server that does not answer.
class Caller {
public:
    explicit Caller(const QString& path) {
        m_process.start(QStringLiteral("stat"), {path});
        m_process.waitForStarted();
    }
    ~Caller() {
        m_process.kill();
        m_process.waitForFinished();
    }
    bool isFreed() { return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kLong); }

private:
    QProcess m_process;
};

bool addressIsHere() {
    const Descriptor fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, kAddress, &address.sin_addr);
    return ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

QString addressOption() {
    return QStringLiteral("address=") + QLatin1String(kAddress);
}

} // namespace

class FenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void s3_s12_aKilledEngineIsFencedWhollyAndThePeerIsTold();
    void s12_aStoppedEngineIsKilledAndItsCallersAreFreed();
    void s12_aFolderWithoutAbortFileIsTakenAwayByForce();
    void s12_aFolderIsAbortedEvenIfTheEnginesDeathDoesNotEndIt();
    void s15_anEngineThatOnlyRepeatsItselfIsFenced();
    void s3_whatWasFedLastIsSaidEvenIfTheEngineDiesInThatInstant();
    void s12_nothingIsSaidWhileAServiceIsLeft();
    void s12_nothingIsSaidWhileTheAddressIsHere();
    void s14_aMachineThatStoodStillIsNotFenced();
    void aCleanEndLeavesEverythingAsItIs();
    void anEngineThatEndsByItselfIsNotKilledOnItsWayAndIsFencedAllTheSame();
    void aFenceThatIsKilledIsReplacedAndTheNewOneWorks();
    void aFenceThatIsStoppedIsReplaced();
    void aFenceCannotBeTerminatedFromOutside();
    void ordersThatDoNotFitAreRefused();

private:
    QString mountOption() const { return QStringLiteral("mount=") + m_folder->path(); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void FenceTest::initTestCase() {
    if (::geteuid() != 0)
        QSKIP("the fence is tested with real addresses, mounts and control groups: run as root");
    QVERIFY(::unshare(CLONE_NEWNET | CLONE_NEWNS) == 0);
    QVERIFY(::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0);
    QVERIFY(ip({QStringLiteral("link"), QStringLiteral("set"), QStringLiteral("lo"), QStringLiteral("up")}));
}

void FenceTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    if (!addressIsHere())
        QVERIFY(ip({QStringLiteral("addr"), QStringLiteral("add"),
                    QLatin1String(kAddress) + QStringLiteral("/32"), QStringLiteral("dev"),
                    QStringLiteral("lo")}));
}

void FenceTest::cleanup() {
    ::umount2(m_folder->path().toLocal8Bit().constData(), MNT_FORCE | MNT_DETACH);
    m_folder.reset();
}

void FenceTest::s3_s12_aKilledEngineIsFencedWhollyAndThePeerIsTold() {
    const Peer peer;
    const Group group;
    Engine engine(
        {addressOption(), mountOption(), group.option(), peer.where(), QStringLiteral("say=fenced")});
    const Watched fence(engine.nextFence());
    Caller caller(m_folder->path());
    QVERIFY(addressIsHere() && group.populated());
    engine.signal(SIGKILL);
    QCOMPARE(peer.hears(kLong), QByteArray("fenced"));
    // All of this holds before the peer is told, not some time after.
    QVERIFY(!addressIsHere());
    QVERIFY(!group.populated());
    QVERIFY(caller.isFreed());
    QCOMPARE(peer.hears(kLong), QByteArray("fenced")); // several times: UDP may lose it
    QVERIFY(fence.ended());
}

void FenceTest::s12_aStoppedEngineIsKilledAndItsCallersAreFreed() {
    const Peer peer;
    const Group group;
    Engine engine(
        {addressOption(), mountOption(), group.option(), peer.where(), QStringLiteral("say=fenced")});
    QVERIFY(engine.nextFence() != 0);
    Caller caller(m_folder->path());
    engine.signal(SIGSTOP);
    QCOMPARE(peer.hears(kLong), QByteArray("fenced"));
    QVERIFY(!addressIsHere() && !group.populated());
    QVERIFY(caller.isFreed());
    QVERIFY(engine.ends());
}

void FenceTest::s12_aFolderWithoutAbortFileIsTakenAwayByForce() {
    const Peer peer;
    Engine engine({mountOption(), QStringLiteral("abort=no"), peer.where(), QStringLiteral("say=fenced")});
    QVERIFY(engine.nextFence() != 0);
    Caller caller(m_folder->path());
    engine.signal(SIGSTOP);
    QCOMPARE(peer.hears(kLong), QByteArray("fenced"));
    QVERIFY(caller.isFreed());
    QVERIFY(::access(m_folder->path().toLocal8Bit().constData(), R_OK) == 0); // the plain folder again
}

// Somebody else holds the device too (a child between fork and exec): the engine's death does not end the
// folder.
void FenceTest::s12_aFolderIsAbortedEvenIfTheEnginesDeathDoesNotEndIt() {
    const Peer peer;
    Engine engine({mountOption(), QStringLiteral("child=yes"), peer.where(), QStringLiteral("say=fenced")});
    QVERIFY(engine.nextFence() != 0);
    Caller caller(m_folder->path());
    engine.signal(SIGKILL);
    QCOMPARE(peer.hears(kLong), QByteArray("fenced"));
    QVERIFY(caller.isFreed());
}

void FenceTest::s15_anEngineThatOnlyRepeatsItselfIsFenced() {
    const Peer peer;
    Engine engine({addressOption(), peer.where(), QStringLiteral("say=stuck")});
    QVERIFY(engine.nextFence() != 0);
    engine.tell("stick");
    QCOMPARE(peer.hears(kLong), QByteArray("stuck"));
    QVERIFY(!addressIsHere());
    QVERIFY(engine.ends());
}

void FenceTest::s3_whatWasFedLastIsSaidEvenIfTheEngineDiesInThatInstant() {
    for (int i = 0; i < 3; ++i) {
        const Peer peer;
        Engine engine({peer.where(), QStringLiteral("say=old generation")});
        QVERIFY(engine.nextFence() != 0);
        engine.tell("die new generation");
        QCOMPARE(peer.hears(kLong), QByteArray("new generation"));
    }
}

// A group that the kernel does not empty: here one that only looks like a group.
void FenceTest::s12_nothingIsSaidWhileAServiceIsLeft() {
    const QTemporaryDir stubborn;
    std::ofstream(stubborn.path().toStdString() + "/cgroup.events") << "populated 1\nfrozen 0\n";
    const Peer peer;
    Engine engine({addressOption(), QStringLiteral("group=") + stubborn.path(), peer.where(),
                   QStringLiteral("say=a lie")},
                  400, 300);
    const Watched fence(engine.nextFence());
    engine.signal(SIGKILL);
    QVERIFY(fence.ended());
    QCOMPARE(peer.hears(0), QByteArray());
    QVERIFY(!addressIsHere()); // what could be done was done
}

void FenceTest::s12_nothingIsSaidWhileTheAddressIsHere() {
    const Peer peer;
    Engine engine(
        {addressOption(), QStringLiteral("delete=10.88.0.77"), peer.where(), QStringLiteral("say=a lie")},
        400, 300);
    const Watched fence(engine.nextFence());
    engine.signal(SIGKILL);
    QVERIFY(fence.ended());
    QVERIFY(addressIsHere());
    QCOMPARE(peer.hears(0), QByteArray());
}

void FenceTest::s14_aMachineThatStoodStillIsNotFenced() {
    constexpr int patience = 800;
    const Peer peer;
    Engine engine({addressOption(), peer.where(), QStringLiteral("say=too hasty")}, patience);
    const int fence = engine.nextFence();
    const Watched watched(fence);
    engine.signal(SIGSTOP);
    ::kill(fence, SIGSTOP);
    QCOMPARE(peer.hears(2 * patience), QByteArray()); // the time that passes is the condition
    ::kill(fence, SIGCONT);
    QCOMPARE(peer.hears(patience / 4), QByteArray()); // the fence has been awake alone for a while
    engine.signal(SIGCONT);
    QVERIFY(!watched.ended(patience + patience / 2));
    QVERIFY(engine.runs() && addressIsHere());
}

void FenceTest::aCleanEndLeavesEverythingAsItIs() {
    const Peer peer;
    const Group group;
    Engine engine({addressOption(), group.option(), peer.where(), QStringLiteral("say=a lie")});
    const Watched fence(engine.nextFence());
    engine.tell("quit");
    QVERIFY(engine.ends());
    QVERIFY(fence.ended());
    QVERIFY(addressIsHere() && group.populated());
    QCOMPARE(peer.hears(0), QByteArray());
}

// Stopped by systemd while it serves: its exit status must not become the fence's SIGKILL.
void FenceTest::anEngineThatEndsByItselfIsNotKilledOnItsWayAndIsFencedAllTheSame() {
    constexpr int patience = 5000;
    const Peer peer;
    Engine engine({addressOption(), peer.where(), QStringLiteral("say=fenced")}, patience);
    QVERIFY(engine.nextFence() != 0);
    engine.tell("end");
    QCOMPARE(peer.hears(patience / 10), QByteArray()); // nothing is to come while it is on its way
    engine.tell("go");
    QVERIFY(engine.endsWell());
    QCOMPARE(peer.hears(kLong), QByteArray("fenced"));
    QVERIFY(!addressIsHere());
}

void FenceTest::aFenceThatIsKilledIsReplacedAndTheNewOneWorks() {
    const Peer peer;
    Engine engine({addressOption(), peer.where(), QStringLiteral("say=fenced")});
    const int first = engine.nextFence();
    QVERIFY(first != 0 && ::kill(first, SIGKILL) == 0);
    const int second = engine.nextFence();
    QVERIFY(second != 0 && second != first);
    engine.signal(SIGKILL);
    QCOMPARE(peer.hears(kLong), QByteArray("fenced"));
    QVERIFY(!addressIsHere());
}

void FenceTest::aFenceThatIsStoppedIsReplaced() {
    Engine engine({addressOption()});
    const int first = engine.nextFence();
    const Watched watched(first);
    QVERIFY(::kill(first, SIGSTOP) == 0);
    const int second = engine.nextFence();
    QVERIFY(second != 0 && second != first);
    QVERIFY(watched.ended()); // it could not say anything any more when the new one was fed
    QVERIFY(engine.runs());
}

void FenceTest::aFenceCannotBeTerminatedFromOutside() {
    const Peer peer;
    Engine engine({addressOption(), peer.where(), QStringLiteral("say=fenced")});
    const int fence = engine.nextFence();
    for (const int number : {SIGTERM, SIGHUP, SIGINT, SIGQUIT})
        QVERIFY(::kill(fence, number) == 0);
    engine.signal(SIGKILL);
    QCOMPARE(peer.hears(kLong), QByteArray("fenced"));
}

void FenceTest::ordersThatDoNotFitAreRefused() {
    const auto feed = FenceFeed::start({});
    QVERIFY(feed.has_value());
    FenceOrders orders;
    orders.groups.assign(40, "/sys/fs/cgroup/x");
    QCOMPARE((*feed)->feed(orders).error().code, ErrorCode::InvalidInput);
    orders = {};
    orders.groups.push_back(std::string(20'000, 'x'));
    QCOMPARE((*feed)->feed(orders).error().code, ErrorCode::InvalidInput);
    orders = {};
    orders.peers.push_back({"node2", 8888});
    QCOMPARE((*feed)->feed(orders).error().subject, std::string("node2"));
    orders = {};
    orders.fenced.resize(1000);
    QVERIFY(!(*feed)->feed(orders));
    QVERIFY((*feed)->feed({}));
    QCOMPARE((*feed)->replacements(), std::uint64_t(0));
    (*feed)->standDown();
    QVERIFY(!FenceFeed::start({std::chrono::milliseconds(1), std::chrono::seconds(1)}));
}

QTEST_GUILESS_MAIN(FenceTest)
#include "fence_test.moc"
