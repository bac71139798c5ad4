#include "fake_systemd.h"
#include "services/services.h"
#include "services/systemd_unit_control.h"
#include "services/unit_preparation.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace understudy;
using namespace understudy::services;
using namespace std::chrono_literals;

namespace {

constexpr char kUnit[] = "db@15-main.service";

struct Subject {
    FakeSystemd systemd;
    SystemClock clock;
    std::vector<cluster::Event> events;
    std::vector<std::string> lines;
    std::unique_ptr<SystemdUnitControl> control;
    std::unique_ptr<Services> services;
    std::optional<std::vector<Error>> prepared;

    explicit Subject(std::chrono::milliseconds stopTimeout = 50s) {
        systemd.unit(kUnit);
        control = std::make_unique<SystemdUnitControl>(systemd.connectClient("engine"));
        ServiceSettings settings;
        settings.name = "db";
        settings.what = UnitService{kUnit};
        settings.stopTimeout = stopTimeout;
        DropInSettings dropIn;
        dropIn.unitDirectory = systemd.unitDirectory();
        dropIn.permitDirectory = systemd.permitDirectory();
        auto made = Services::create(
            "m", {settings}, control.get(), dropIn, clock,
            [this](cluster::Event e) { events.push_back(std::move(e)); },
            [this](const std::string&, const std::string& l) { lines.push_back(l); });
        services = std::move(*made);
    }
    ~Subject() {
        services.reset();
        control.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("engine"));
    }

    template <typename T> const T* last() const {
        return events.empty() ? nullptr : std::get_if<T>(&events.back());
    }
    void prepare() {
        prepared.reset();
        services->prepareUnits([this](std::vector<Error> errors) { prepared = std::move(errors); });
        QTRY_VERIFY(prepared.has_value());
    }
    void start() { services->perform(cluster::StartServices{cluster::Ticket(1)}); }
    void stop(cluster::Force force = cluster::Force::No) {
        services->perform(cluster::StopServices{cluster::Ticket(2), force});
    }
    FakeSystemd::Unit& unit() { return systemd.unit(kUnit); }
};

} // namespace

class UnitServicesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (geteuid() != 0)
            QSKIP("needs root: control groups");
    }

    void isPreparedOnceStartedWatchedAndStopped() {
        Subject s;
        s.prepare();
        QVERIFY(s.prepared->empty());
        QCOMPARE(s.systemd.reloads, 1);
        const std::string root = *controlGroupRoot();
        QCOMPARE(s.services->controlGroups(),
                 (std::vector<std::string>{root + "/system.slice/system-fake.slice/" + kUnit}));

        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        QCOMPARE(s.systemd.reloads, 1);
        QCOMPARE(s.services->controlGroups(), (std::vector<std::string>{s.unit().group.path()}));
        QVERIFY(isPopulated(s.unit().group.path()));

        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QCOMPARE(s.unit().state, QStringLiteral("inactive"));
        QCOMPARE(s.events.size(), 2U);
    }

    void s10_nobodyElseCanStartTheUnit() {
        Subject s;
        s.prepare();
        s.control->start(kUnit, [](const Status&) {});
        bool answered = false;
        QTRY_VERIFY((s.control->inspect(kUnit, [&](const Result<UnitFacts>& f) { answered = f.has_value(); }),
                     answered));
        QCOMPARE(s.unit().state, QStringLiteral("inactive")); // skipped: no permit
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
        QVERIFY(std::filesystem::is_empty(s.systemd.permitDirectory()));
    }

    void s10_aUnitThatTheSystemStartsIsRefusedWithTheOneToDisable() {
        Subject s;
        s.unit().wantedBy = {QStringLiteral("db.service")};
        s.systemd.unit("db.service").wantedBy = {QStringLiteral("multi-user.target")};
        s.prepare();
        QCOMPARE(s.prepared->size(), 1U);
        QCOMPARE(s.prepared->front().code, ErrorCode::NotAllowed);
        QCOMPARE(s.prepared->front().subject, kUnit);
        QVERIFY(s.prepared->front().detail.find("db.service is enabled") != std::string::npos);

        std::optional<Status> disabled;
        s.control->disable("db.service", [&](Status done) { disabled = std::move(done); });
        QTRY_VERIFY(disabled.has_value());
        QVERIFY(*disabled);
        QCOMPARE(s.systemd.disabled, QStringList{QStringLiteral("db.service")});

        s.systemd.unit("db.service").wantedBy.clear(); // pulled by nobody any more
        s.prepare();
        QVERIFY(s.prepared->empty());
    }

    void aUnitThatDoesNotExistIsNamed() {
        Subject s;
        s.unit().exists = false;
        s.prepare();
        QCOMPARE(s.prepared->size(), 1U);
        QCOMPARE(s.prepared->front().code, ErrorCode::NotFound);
    }

    void aStartWithoutPreparationPreparesItself() {
        Subject s;
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        QCOMPARE(s.systemd.reloads, 1);
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
    }

    void aJobThatEndsBeforeItsNameIsKnownIsNotMissed() {
        Subject s;
        s.prepare();
        s.systemd.jobsEndBeforeTheirNames = true;
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        s.systemd.jobsEndBeforeTheirNames = false;
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
    }

    void aUnitThatEndsDuringItsStartFailed() {
        Subject s;
        s.prepare();
        s.unit().program = "false";
        s.start();
        QTRY_VERIFY(s.last<cluster::ServiceFailed>());
        QCOMPARE(s.last<cluster::ServiceFailed>()->service, "db");
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
    }

    void theDeathOfAUnitIsAFailure() {
        Subject s;
        s.prepare();
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        s.unit().process->kill();
        QTRY_VERIFY(s.last<cluster::ServiceFailed>());
        QCOMPARE(s.last<cluster::ServiceFailed>()->ticket, cluster::Ticket(1));
        QVERIFY(s.last<cluster::ServiceFailed>()->error.detail.find("signal") != std::string::npos);
        s.stop();
        QTRY_VERIFY(s.last<cluster::ServicesStopped>());
    }

    void aStopThatSystemdDoesNotEndIsEndedByForce() {
        Subject s(200ms);
        s.prepare();
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        const std::string group = s.unit().group.path();
        s.unit().ignoresStop = true;
        s.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!isPopulated(group), 2000);
        QTRY_VERIFY_WITH_TIMEOUT(s.last<cluster::ServicesStopped>(), 8000);
    }

    void aSystemdThatDoesNotAnswerDoesNotStopTheForcedStop() {
        Subject s;
        s.prepare();
        s.start();
        QTRY_VERIFY(s.last<cluster::ServicesStarted>());
        const std::string group = s.unit().group.path();
        s.unit().silent = true;
        s.stop(cluster::Force::Kill);
        QVERIFY(!isPopulated(group) || QTest::qWaitFor([&] { return !isPopulated(group); }, 500));
        QTRY_VERIFY_WITH_TIMEOUT(s.last<cluster::ServicesStopped>(), 8000);
    }
};

QTEST_GUILESS_MAIN(UnitServicesTest)
#include "unit_services_test.moc"
