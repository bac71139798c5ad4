#include "base/descriptor.h"
#include "services/command.h"
#include "services/control_group.h"
#include "services/services.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <linux/fuse.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

using namespace understudy;
using namespace understudy::services;
using namespace std::chrono_literals;

namespace {

ServiceSettings script(const std::string& name, const std::string& start, const std::string& stop) {
    ServiceSettings s;
    s.name = name;
    ScriptService commands{{"/bin/sh", "-c", start}, {}};
    if (!stop.empty())
        commands.stop = {"/bin/sh", "-c", stop};
    s.what = commands;
    return s;
}

ServiceSettings process(const std::string& name, const std::string& command) {
    ServiceSettings s;
    s.name = name;
    s.what = ProcessService{{"/bin/sh", "-c", command}};
    return s;
}

struct Subject {
    SystemClock clock;
    std::vector<cluster::Event> events;
    std::vector<std::string> lines; // "service: line"
    std::unique_ptr<Services> services;

    explicit Subject(std::vector<ServiceSettings> settings) {
        auto made = Services::create(
            "test-" + std::to_string(getpid()), std::move(settings), nullptr, {}, clock,
            [this](cluster::Event e) { events.push_back(std::move(e)); },
            [this](const std::string& service, const std::string& line) {
                lines.push_back(service + ": " + line);
            });
        services = std::move(*made);
    }

    template <typename T> const T* last() const {
        return events.empty() ? nullptr : std::get_if<T>(&events.back());
    }
    template <typename T> long count() const {
        return std::ranges::count_if(events, [](const auto& e) { return std::holds_alternative<T>(e); });
    }
    bool said(const std::string& line) const { return std::ranges::find(lines, line) != lines.end(); }
    void start() { services->perform(cluster::StartServices{cluster::Ticket(1)}); }
    void stop(cluster::Force force = cluster::Force::No) {
        services->perform(cluster::StopServices{cluster::Ticket(2), force});
    }
    std::string group() const { return services->controlGroups().front(); }
};

// A folder whose file system takes every request and answers none: who asks for a file in it waits in the
// kernel, and does not even die when it is killed. Until it is destroyed.
class DeafFolder {
public:
    DeafFolder() : m_device(::open("/dev/fuse", O_RDWR | O_CLOEXEC)) {
        const std::string options =
            "fd=" + std::to_string(m_device.get()) + ",rootmode=40000,user_id=0,group_id=0";
        m_mounted = ::mount("deaf", path().c_str(), "fuse", MS_NOSUID | MS_NODEV, options.c_str()) == 0;
    }
    ~DeafFolder() {
        m_device.reset(); // ends the connection
        ::umount2(path().c_str(), MNT_DETACH);
    }
    bool mounted() const { return m_mounted; }
    std::string path() const { return m_folder.path().toStdString(); }
    // The greeting is answered, else nothing is taken; then one request, for good.
    bool takeOneRequest() {
        std::vector<char> request(1 << 20);
        if (::read(m_device.get(), request.data(), request.size()) <
            static_cast<ssize_t>(sizeof(fuse_in_header)))
            return false;
        fuse_in_header asked{};
        std::memcpy(&asked, request.data(), sizeof asked);
        struct {
            fuse_out_header head{};
            fuse_init_out init{};
        } answer;
        answer.head.len = sizeof answer;
        answer.head.unique = asked.unique;
        answer.init.major = FUSE_KERNEL_VERSION;
        answer.init.minor = FUSE_KERNEL_MINOR_VERSION;
        answer.init.max_write = 4096;
        return ::write(m_device.get(), &answer, sizeof answer) == sizeof answer &&
               ::read(m_device.get(), request.data(), request.size()) > 0;
    }

private:
    QTemporaryDir m_folder;
    Descriptor m_device;
    bool m_mounted = false;
};

} // namespace

class ServicesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (geteuid() != 0)
            QSKIP("needs root: control groups");
    }

    void startInOrderStopInReverseOrderAndTheirOutputIsHeard() {
        Subject s({script("one", "echo up 1", "echo down 1"), script("two", "echo up 2", "echo down 2")});
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        QCOMPARE(s.last<cluster::ServicesStarted>()->ticket, cluster::Ticket(1));
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QCOMPARE(s.last<cluster::ServicesStopped>()->ticket, cluster::Ticket(2));
        QCOMPARE(s.lines, (std::vector<std::string>{"one: up 1", "two: up 2", "two: down 2", "one: down 1"}));
        QVERIFY(s.services->times().front().start && s.services->times().front().stop);
    }

    void aScriptThatFailsStopsTheRowAndSaysWhy() {
        Subject s({script("one", "echo disk is gone >&2; exit 3", ""), script("two", "echo up 2", "")});
        s.start();
        QTRY_VERIFY(s.last<cluster::ServiceFailed>());
        const auto& failed = *s.last<cluster::ServiceFailed>();
        QCOMPARE(failed.service, "one");
        QCOMPARE(failed.error.detail, "ended with status 3: disk is gone");
        QVERIFY(!s.said("two: up 2"));
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
    }

    void aScriptThatHangsIsATimeoutAndTheStopEndsIt() {
        auto slow = script("slow", "sleep 600", "");
        slow.startTimeout = 100ms;
        Subject s({slow});
        s.start();
        QTRY_VERIFY(s.last<cluster::ServiceFailed>());
        QCOMPARE(s.last<cluster::ServiceFailed>()->error.code, ErrorCode::Timeout);
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QVERIFY(!isPopulated(s.group()));
    }

    void aProgramThatIsNotThereIsNamed() {
        auto missing = process("missing", "");
        missing.what = ProcessService{{"/no/such/program"}};
        Subject s({missing});
        s.start();
        QTRY_VERIFY(s.last<cluster::ServiceFailed>());
        QCOMPARE(s.last<cluster::ServiceFailed>()->error.subject, "/no/such/program");
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QCOMPARE(s.count<cluster::ServiceFailed>(), 1L);
    }

    void aSupervisedProcessRunsUntilStopped() {
        Subject s({process("app", "trap 'echo bye; exit 0' TERM; echo here; while :; do sleep 0.05; done")});
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        QTRY_VERIFY(s.said("app: here"));
        QVERIFY(isPopulated(s.group()));
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QVERIFY(s.said("app: bye"));
        QVERIFY(!isPopulated(s.group()));
        QCOMPARE(s.count<cluster::ServiceFailed>(), 0L);
    }

    void theDeathOfASupervisedProcessIsAFailureWithTheTicketOfTheStart() {
        Subject s({process("app", "echo $$; exec sleep 600")});
        s.start();
        QTRY_VERIFY(!s.lines.empty());
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        QVERIFY(::kill(std::stoi(s.lines.front().substr(5)), SIGKILL) == 0);
        QTRY_VERIFY(s.last<cluster::ServiceFailed>());
        QCOMPARE(s.last<cluster::ServiceFailed>()->ticket, cluster::Ticket(1));
        QCOMPARE(s.last<cluster::ServiceFailed>()->service, "app");
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
    }

    void aStubbornProcessIsKilledAtTheEndOfItsTime() {
        auto stubborn = process("app", "trap '' TERM; (trap '' TERM; sleep 600) & echo here; sleep 600");
        stubborn.stopTimeout = 200ms;
        Subject s({stubborn});
        s.start();
        QTRY_VERIFY(s.said("app: here"));
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QVERIFY(!isPopulated(s.group()));
        QVERIFY(*s.services->times().front().stop >= 200ms);
    }

    void s12_aProcessThatDoesNotDieIsNamedAndNotCalledStopped() {
        auto folder = std::make_unique<DeafFolder>();
        if (!folder->mounted())
            QSKIP("no FUSE here");
        auto hanging = process("app", "echo $$; exec stat " + folder->path() + "/file");
        hanging.stopTimeout = 100ms;
        Subject s({hanging, script("other", "echo up", "echo down")});
        s.start();
        QTRY_VERIFY(!s.lines.empty());
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        QVERIFY(folder->takeOneRequest());
        s.stop();
        QTRY_VERIFY_WITH_TIMEOUT(s.last<cluster::ServicesNotStopped>(), 10000);
        const auto left = *s.last<cluster::ServicesNotStopped>();
        QCOMPARE(left.ticket, cluster::Ticket(2));
        QCOMPARE(left.error.subject, std::string("app"));
        const auto pid = std::ranges::find_if(s.lines, [](const auto& l) { return l.starts_with("app: "); });
        QCOMPARE(left.error.detail, "processes do not die: " + pid->substr(5) + " (stat)");
        QVERIFY(s.said("other: down"));
        s.start();
        QVERIFY(s.last<cluster::ServiceFailed>());
        QCOMPARE(s.last<cluster::ServiceFailed>()->error.code, ErrorCode::Busy);

        folder.reset(); // what it hung in is gone
        s.stop(cluster::Force::Kill);
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QVERIFY(!isPopulated(s.group()));
    }

    void forceDoesNotWaitAndAnswersTheGentleStopToo() {
        Subject s(
            {process("app", "trap '' TERM; echo here; sleep 600"), script("two", "echo up", "sleep 600")});
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        QTRY_VERIFY(s.said("app: here"));
        s.stop();
        const Instant before = s.clock.now();
        s.services->perform(cluster::StopServices{cluster::Ticket(3), cluster::Force::Kill});
        QTRY_COMPARE(s.count<cluster::ServicesStopped>(), 2L);
        QCOMPARE(s.last<cluster::ServicesStopped>()->ticket, cluster::Ticket(3));
        QVERIFY(s.clock.now() - before < 2s);
        QVERIFY(!isPopulated(s.group()));
    }

    void whatAStartScriptLeavesRunningBelongsToTheServiceAndIsHeard() {
        QTemporaryDir dir;
        const std::string fifo = dir.path().toStdString() + "/talk";
        Subject s({script(
            "db", "mkfifo " + fifo + "; (while read -r l <" + fifo + "; do echo \"$l\"; done) & echo up",
            "")});
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        std::ofstream(fifo) << "still here" << std::endl;
        QTRY_VERIFY(s.said("db: still here"));
        QVERIFY(isPopulated(s.group()));
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QVERIFY(!isPopulated(s.group()));
    }

    void stoppingWhatNeverStartedIsDoneAtOnceAndRunsNoScript() {
        Subject s({script("one", "echo up", "echo down")});
        s.stop();
        QVERIFY(s.last<cluster::ServicesStopped>());
        QVERIFY(s.lines.empty());
    }

    void stoppingDuringTheStartEndsBoth() {
        Subject s({script("one", "echo up; sleep 600", "echo down"), script("two", "echo never", "")});
        s.start();
        QTRY_VERIFY(s.said("one: up"));
        s.stop(cluster::Force::Kill);
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QCOMPARE(s.count<cluster::ServicesStarted>() + s.count<cluster::ServiceFailed>(), 0L);
        s.start(); // and a start right after finds nothing left
        QTRY_VERIFY(s.count<cluster::ServicesStopped>() == 1 && std::ranges::count(s.lines, "one: up") == 2);
        s.stop(cluster::Force::Kill);
        QTRY_COMPARE(s.count<cluster::ServicesStopped>(), 2L);
    }

    void aForcedStopRightAfterTheStartLeavesNothing() {
        for (int i = 0; i < 20; ++i) {
            Subject s({process("app", "sleep 600")});
            s.start();
            s.stop(cluster::Force::Kill); // the child may not have joined its group yet
            QTRY_VERIFY(s.last<cluster::ServicesStopped>());
            QVERIFY(!isPopulated(s.group()));
        }
    }

    void aDeadEngineLeavesNoSupervisedProcess() {
        QTemporaryDir dir;
        const std::string file = dir.path().toStdString() + "/pid";
        const std::string command =
            "echo $$ >" + file + ".new; mv " + file + ".new " + file + "; exec sleep 600";
        QProcess engine;
        engine.start(QCoreApplication::applicationFilePath(),
                     {QStringLiteral("--engine"), QString::fromStdString(command)});
        QVERIFY(engine.waitForStarted());
        QTRY_VERIFY(std::filesystem::exists(file));
        int pid = 0;
        std::ifstream(file) >> pid;
        QCOMPARE(::kill(pid, 0), 0);
        const std::string group =
            *ownControlGroup() + "/understudy-test-" + std::to_string(engine.processId());
        QVERIFY(isPopulated(group));
        engine.kill();
        QVERIFY(engine.waitForFinished());
        QTRY_VERIFY(!isPopulated(group));
        removeControlGroup(group + "/app");
        removeControlGroup(group);
    }

    void longLinesComeInPieces() {
        Subject s({script("one", "head -c 10000 /dev/zero | tr '\\0' x; echo; printf end", "")});
        s.start();
        QTRY_VERIFY(s.said("one: end"));
        QCOMPARE(s.lines.size(), 4U);
        QCOMPARE(s.lines.front().size(), 5U + Command::kMaxLine);
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
    }

    void settingsThatMakeNoSenseAreRefused() {
        const SystemClock clock;
        const auto create = [&](std::vector<ServiceSettings> settings) {
            return Services::create("m", std::move(settings), nullptr, {}, clock, {}, {});
        };
        QVERIFY(!create({script("../up", "true", "")}));
        QVERIFY(!create({script("a", "true", ""), script("a", "true", "")}));
        ServiceSettings unit;
        unit.name = "u";
        unit.what = UnitService{"u.service"};
        QVERIFY(!create({unit})); // no systemd
        QVERIFY(create({}));
    }
};

// As another process: an engine that runs one service until it is killed.
static int runEngine(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    Subject s({process("app", argv[2])});
    s.start();
    return app.exec();
}

int main(int argc, char** argv) {
    if (argc == 3 && std::string(argv[1]) == "--engine")
        return runEngine(argc, argv);
    QCoreApplication app(argc, argv);
    ServicesTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "services_test.moc"
