#include "services/control_group.h"
#include "services/group_emptier.h"

#include <QProcess>
#include <QTest>

#include <unistd.h>

#include <csignal>
#include <filesystem>

using namespace understudy;
using namespace understudy::services;
using namespace std::chrono_literals;

class ControlGroupTest : public QObject {
    Q_OBJECT

    std::string m_path;

    // A shell that ignores SIGTERM and has a child, in the group.
    void startStubborn(QProcess& process, const ControlGroup& group) {
        process.setChildProcessModifier([fd = group.joinFd()] {
            if (write(fd, "0", 1) != 1)
                _exit(1);
        });
        process.start(QStringLiteral("/bin/sh"),
                      {QStringLiteral("-c"), QStringLiteral("trap '' TERM; echo ready; sleep 600")});
        QVERIFY(process.waitForReadyRead(5000));
    }

private Q_SLOTS:
    void initTestCase() {
        if (geteuid() != 0)
            QSKIP("needs root: control groups");
        const auto own = ownControlGroup();
        QVERIFY2(own.has_value(), own ? "" : own.error().toString().c_str());
        m_path = *own + "/understudy-test-" + std::to_string(getpid());
    }

    void aUnitsGroupFollowsFromItsSlice() {
        QCOMPARE(unitControlGroup("system.slice", "a.service"), "/system.slice/a.service");
        QCOMPARE(unitControlGroup("system-postgresql.slice", "postgresql@15-main.service"),
                 "/system.slice/system-postgresql.slice/postgresql@15-main.service");
        QCOMPARE(unitControlGroup("-.slice", "a.service"), "/a.service");
    }

    void killsAllThatIsInItAndGoesWhenItIsEmpty() {
        {
            const auto group = ControlGroup::create(m_path);
            QVERIFY(group.has_value());
            QVERIFY(!isPopulated(m_path));
            QProcess process;
            startStubborn(process, *group);
            QVERIFY(isPopulated(m_path));
            QVERIFY(killControlGroup(m_path));
            QTRY_VERIFY(!isPopulated(m_path));
            QTRY_COMPARE(process.state(), QProcess::NotRunning);
        }
        QVERIFY(!std::filesystem::exists(m_path));
        QVERIFY(killControlGroup(m_path)); // nobody there: nothing to kill
    }

    void theEmptierKillsWhenTheTimeIsOver() {
        const auto group = ControlGroup::create(m_path);
        QProcess process;
        startStubborn(process, *group);
        QVERIFY(signalControlGroup(m_path, SIGTERM));
        const SystemClock clock;
        GroupEmptier emptier(clock);
        std::optional<GroupEmptier::Outcome> outcome;
        const Instant before = clock.now();
        emptier.begin(
            m_path, 200ms, [] { return true; }, [&](auto o) { outcome = o; });
        QTRY_VERIFY(outcome.has_value());
        QCOMPARE(static_cast<int>(*outcome), static_cast<int>(GroupEmptier::Outcome::Killed));
        QVERIFY(clock.now() - before >= 200ms);
        QTRY_COMPARE(process.state(), QProcess::NotRunning);
    }

    void theEmptierSaysAtOnceThatNothingIsThere() {
        const SystemClock clock;
        GroupEmptier emptier(clock);
        bool done = false;
        emptier.begin(
            m_path, 10s, [] { return true; },
            [&](GroupEmptier::Outcome o) { done = o == GroupEmptier::Outcome::Empty; });
        QVERIFY(done);
    }
};

QTEST_GUILESS_MAIN(ControlGroupTest)
#include "control_group_test.moc"
