// An engine from its settings to its modules, in a network namespace of its own: what it does when something
// that it needs is not there, and who it says it is.

#include "api/types/messages.h"
#include "node/engine.h"
#include "security/make_keys_command.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace understudy;
using namespace std::chrono_literals;

namespace {

const char* const kSettings = R"({
  "format": 1,
  "cluster": {"name": "cluster1"},
  "nodes": {
    "node1": {"host": "alpha", "addresses": ["10.99.0.1"]},
    "node2": {"host": "beta", "addresses": ["10.99.0.2"]}
  },
  "self": "node1",
  "modules": [{
    "name": "app", "id": 1, "virtual_ip": "10.99.0.100/24", "interface": "vip0",
    "folders": [{"name": "data", "path": "%1/data"}]
  }]
})";

bool ip(const char* words) {
    return QProcess::execute(QStringLiteral("ip"), QString::fromLatin1(words).split(QLatin1Char(' '))) == 0;
}

// The monotonic clock is the computer's; what it takes for the time of day is set.
class WallClock final : public Clock {
public:
    Instant now() const override { return SystemClock().now(); }
    WallTime wall() const override { return day; }

    WallTime day{std::chrono::sys_days(std::chrono::year(2026) / 11 / 25)};
};

// A computer with settings and keys, and a network interface for the virtual address only once it is plugged.
struct Computer {
    QTemporaryDir root;
    WallClock clock;
    node::Places places;

    Computer() {
        const std::string top = root.path().toStdString();
        places = {top + "/etc", top + "/state", top + "/run"};
        std::filesystem::create_directories(top + "/data");
        std::filesystem::create_directories(places.settingsDirectory);
        std::filesystem::create_directories(places.stateDirectory);
        security::makeKeysCommand({"--make-keys", top + "/keys", "--node", "node1=alpha,10.99.0.1", "--node",
                                   "node2=beta,10.99.0.2", "--virtual-ip", "10.99.0.100"});
        std::filesystem::rename(top + "/keys/node1", places.keyFolder());
        std::ofstream(places.settingsFile()) << QString::fromLatin1(kSettings).arg(root.path()).toStdString();
    }

    std::uint64_t starts() const {
        std::uint64_t number = 0;
        std::ifstream(places.stateDirectory + "/engine-starts") >> number;
        return number;
    }
};

} // namespace

class EngineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (geteuid() != 0)
            QSKIP("needs root: control groups, a network namespace");
        QCOMPARE(unshare(CLONE_NEWNET), 0);
        QVERIFY(ip("link add net0 type bridge") && ip("addr add 10.99.0.1/24 dev net0") &&
                ip("link set net0 up"));
    }

    // The peer ignores every start that is not above the last one it heard of.
    void s3_aNodeWhoseStateFolderIsLostCountsAboveItsEarlierStarts() {
        Computer computer;
        static_cast<void>(node::Engine(computer.places, computer.clock).load());
        const std::uint64_t before = computer.starts();
        QVERIFY(before > 0);
        std::filesystem::remove_all(computer.places.stateDirectory);
        std::filesystem::create_directories(computer.places.stateDirectory);
        computer.clock.day += 1min;
        static_cast<void>(node::Engine(computer.places, computer.clock).load());
        QVERIFY(computer.starts() > before);

        // Nor does a clock that went back count for anything where the count is known.
        const std::uint64_t second = computer.starts();
        computer.clock.day -= 24h;
        static_cast<void>(node::Engine(computer.places, computer.clock).load());
        QCOMPARE(computer.starts(), second + 1);
    }

    // The card of the virtual address comes up some time after the engine.
    void whatIsNotThereYetIsSaidAndTriedAgain() {
        Computer computer;
        node::Engine engine(computer.places, computer.clock);
        QVERIFY(!engine.load());
        const api::NodeReport report = engine.node();
        QCOMPARE(report.state, std::string("STOP"));
        QCOMPARE(report.reason.id, std::string("module-not-loaded-yet"));
        const QString said = api::fullSentence(report.reason);
        QVERIFY2(said.contains(QLatin1String("vip0")) && said.contains(QLatin1String("tries again")),
                 qPrintable(said));
        QVERIFY(ip("link add vip0 type bridge"));
        QTRY_COMPARE(engine.node().reason.id, std::string("boot-stopped"));
        QVERIFY(ip("link del vip0"));
    }

    void noSettingsAreAppliedWhileSomethingHindersIt() {
        Computer computer;
        node::Engine engine(computer.places, computer.clock);
        QVERIFY(!engine.load());
        engine.hindrance = [] { return api::apiMessage("join-other-open"); };
        const std::string before = engine.config().settings;
        api::ConfigResult answer;
        engine.applyConfig({before, api::Role::Primary}, {},
                           [&](api::ConfigResult result) { answer = std::move(result); });
        QVERIFY(!answer.result.done);
        QCOMPARE(answer.result.reason.id, std::string("join-other-open"));
    }

    void whatIsWrongInTheSettingsIsSaidAndWaitsForThem() {
        Computer computer;
        std::ofstream(computer.places.settingsFile()) << "{}";
        node::Engine engine(computer.places, computer.clock);
        QVERIFY(!engine.load());
        QCOMPARE(engine.node().reason.id, std::string("module-not-loaded"));
        api::CommandResult answer;
        engine.command(api::Command::Start, {},
                       [&](api::CommandResult result) { answer = std::move(result); });
        QCOMPARE(answer.reason.id, std::string("module-not-loaded"));
        QVERIFY(api::fullSentence(answer.reason).contains(QLatin1String("Mend the settings")));
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "engine_test.moc"
