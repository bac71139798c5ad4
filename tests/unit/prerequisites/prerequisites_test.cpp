// From facts to findings: what stops a joining, what is only a warning, what needs the other node.

#include "prerequisites/judge.h"
#include "prerequisites/mounts.h"

#include <QTest>

#include <functional>

using namespace understudy;
using namespace understudy::prerequisites;
using namespace std::chrono_literals;

namespace {

const WallTime kNow{1'795'000'000'000ms};

struct Pair {
    Plan plan;
    NodeFacts own;
    NodeFacts other;

    Pair() {
        plan = {"10.99.0.10", "node2", "10.99.0.2", {"db.service"}, {"/srv/files"}, {"postgres"}, false};
        own.version = "1.0";
        own.system = "debian 12 x86_64";
        own.host = "node1";
        own.contact = "10.99.0.1";
        own.time = kNow;
        own.clockSynchronised = own.hasFuse = own.scriptsRun = true;
        own.addresses = {{"eth0", "10.99.0.1", 24, true}};
        own.names = {{"node1", "10.99.0.1", false, "node1"}, {"node2", "10.99.0.2", false, "node2.lan"}};
        own.units = {{"db.service", true, false, "db 15"}};
        own.folders = {{"/srv/files", true, "ext4"}};
        own.accounts = {{"postgres", 101, 110}};
        own.peerAnswersPing = true;
        own.virtualIpHolder = "";
        other = own;
        other.host = "node2";
        other.contact = "10.99.0.2";
        other.addresses = {{"eth0", "10.99.0.2", 24, true}};
    }
    std::vector<Finding> judged() const { return judge(plan, own, &other, kNow); }
};

std::string of(const std::vector<Finding>& findings, Outcome outcome) {
    std::string ids;
    for (const Finding& finding : findings)
        if (finding.outcome == outcome)
            ids += (ids.empty() ? "" : " ") + finding.id + "=" + finding.reason;
    return ids;
}

} // namespace

class PrerequisitesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twoEqualNodesMeetAllOfThem();
    void aDifferenceThatMattersStopsTheJoining_data();
    void aDifferenceThatMattersStopsTheJoining();
    void whatIsOnlyAdviceStopsNothing();
    void withoutTheOtherNodeItIsSaidWhatIsUnknown();
    void theNameInTheCertificateIsNamed();
    void factsSurviveTheJourney();
    void anyJsonGivesFacts();
    void thisComputerHasFacts();
    void s17_aPathBelowAMountThatMayHangIsNotTouched();
};

void PrerequisitesTest::twoEqualNodesMeetAllOfThem() {
    const auto findings = Pair().judged();
    QVERIFY(findings.size() >= 18);
    QCOMPARE(of(findings, Outcome::Missing) + of(findings, Outcome::Warning) + of(findings, Outcome::Unknown),
             std::string());
    QVERIFY(obstacle(findings) == nullptr);
}

void PrerequisitesTest::aDifferenceThatMattersStopsTheJoining_data() {
    QTest::addColumn<int>("change");
    QTest::addColumn<QString>("reason");
    QTest::newRow("version") << 0 << "pre-product-version";
    QTest::newRow("system") << 1 << "pre-operating-system";
    QTest::newRow("6 s ahead") << 2 << "pre-same-time";
    QTest::newRow("6 s behind") << 3 << "pre-same-time";
    QTest::newRow("subnet") << 4 << "pre-same-subnet";
    QTest::newRow("virtual IP in use") << 5 << "pre-virtual-ip-in-use";
    QTest::newRow("virtual IP outside") << 6 << "pre-virtual-ip-outside";
    QTest::newRow("virtual IP is a node") << 7 << "pre-virtual-ip-of-node";
    QTest::newRow("virtual IPv6") << 8 << "pre-virtual-ip-no-ipv4";
    QTest::newRow("name") << 9 << "pre-name-other-address";
    QTest::newRow("no IPv4") << 10 << "pre-no-ipv4";
}

void PrerequisitesTest::aDifferenceThatMattersStopsTheJoining() {
    QFETCH(int, change);
    QFETCH(QString, reason);
    Pair pair;
    const std::vector<std::function<void()>> changes{
        [&] { pair.other.version = "1.1"; },
        [&] { pair.other.system = "debian 13 x86_64"; },
        [&] { pair.other.time += 6s; },
        [&] { pair.other.time -= 6s; },
        [&] { pair.other.contact = pair.plan.peerAddress = pair.own.names[1].address = "10.98.0.2"; },
        [&] { pair.own.virtualIpHolder = "02:00:00:00:00:09"; },
        [&] { pair.plan.virtualIp = "10.98.0.10"; },
        [&] { pair.plan.virtualIp = "10.99.0.2"; },
        [&] { pair.plan.virtualIp = "fd00::10"; },
        [&] { pair.own.names[1].address = "192.168.7.2"; },
        [&] { pair.own.addresses.clear(); },
    };
    changes[static_cast<std::size_t>(change)]();
    const auto findings = pair.judged();
    const Finding* found = obstacle(findings);
    QVERIFY(found != nullptr);
    QCOMPARE(QString::fromStdString(found->reason), reason);
    QCOMPARE(found->outcome, Outcome::Missing);
}

void PrerequisitesTest::whatIsOnlyAdviceStopsNothing() {
    Pair pair;
    pair.other.time += 5s;
    pair.own.zoneMinutes = 60;
    pair.own.clockSynchronised = false;
    pair.own.names[1].reverse.clear();
    pair.own.addresses[0].isStatic = false;
    pair.own.peerAnswersPing = false;
    pair.own.units[0].startsAtBoot = true;
    const auto findings = pair.judged();
    QCOMPARE(of(findings, Outcome::Warning),
             std::string("static-address=pre-static-address ping=pre-ping name-reverse=pre-no-reverse "
                         "clock-synchronised=pre-clock-synchronised same-time-zone=pre-same-time-zone "
                         "unit-at-boot=pre-unit-at-boot"));
    QVERIFY(obstacle(findings) == nullptr);
    for (const Finding& finding : findings)
        QCOMPARE(finding.curable, finding.id == "clock-synchronised" ? finding.outcome == Outcome::Warning
                                                                     : finding.id == "unit-at-boot");
}

void PrerequisitesTest::withoutTheOtherNodeItIsSaidWhatIsUnknown() {
    Pair pair;
    const auto findings = judge({}, pair.own, nullptr, kNow);
    QVERIFY(of(findings, Outcome::Unknown).find("same-time=pre-needs-other") != std::string::npos);
    QVERIFY(of(findings, Outcome::Unknown).find("virtual-ip=pre-no-virtual-ip") != std::string::npos);
    QVERIFY(obstacle(findings) == nullptr);
}

void PrerequisitesTest::theNameInTheCertificateIsNamed() {
    Pair pair;
    pair.own.names[1].address = "192.168.7.2";
    QCOMPARE(obstacle(pair.judged())->arguments,
             (std::vector<std::string>{"node2", "192.168.7.2", "10.99.0.2"}));
}

void PrerequisitesTest::factsSurviveTheJourney() {
    Pair pair;
    pair.own.ports = {{"TCP 9001", "RecordingServer (process 7)"}};
    QCOMPARE(factsFrom(factsJson(pair.own)), pair.own);
    QCOMPARE(planFrom(planJson(pair.plan)), pair.plan);
}

void PrerequisitesTest::anyJsonGivesFacts() {
    const NodeFacts facts =
        factsFrom({{QStringLiteral("version"), 7}, {QStringLiteral("addresses"), QStringLiteral("none")}});
    QCOMPARE(facts, NodeFacts());
}

void PrerequisitesTest::thisComputerHasFacts() {
    const NodeFacts facts =
        collectFacts({"", "localhost", "127.0.0.1", {}, {"/", "/absent"}, {"root"}, false}, "1");
    QCOMPARE(facts.version, std::string("1"));
    QVERIFY(!facts.host.empty() && !facts.system.empty());
    QCOMPARE(facts.names.at(1).address, std::string("127.0.0.1"));
    QVERIFY(facts.folders.at(0).exists && !facts.folders.at(0).fileSystem.empty());
    QVERIFY(!facts.folders.at(1).exists);
    QCOMPARE(facts.accounts, (std::vector<AccountFact>{{"root", 0, 0}}));
}

void PrerequisitesTest::s17_aPathBelowAMountThatMayHangIsNotTouched() {
    const std::string table = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
                              "40 22 8:2 / /srv rw master:1 shared:2 - xfs /dev/sdb1 rw\n"
                              "41 40 0:50 / /srv/my\\040files rw - fuse.understudy understudy rw\n"
                              "42 22 0:51 / /mnt/share rw - nfs4 server:/ rw\n"
                              "a line that is none\n";
    QCOMPARE(fileSystemOf("/srv/my files", table), std::string("fuse.understudy"));
    QCOMPARE(fileSystemOf("/srv/my files/deep/er", table), std::string("fuse.understudy"));
    QCOMPARE(fileSystemOf("/srv/my files2", table), std::string("xfs"));
    QCOMPARE(fileSystemOf("/srv2", table), std::string("ext4"));
    QCOMPARE(fileSystemOf("/mnt/share/x", table), std::string("nfs4"));
    QVERIFY(mayHang("fuse.understudy") && mayHang("fuse") && mayHang("nfs4") && mayHang("cifs"));
    QVERIFY(!mayHang("ext4") && !mayHang("xfs") && !mayHang(""));
}

QTEST_GUILESS_MAIN(PrerequisitesTest)
#include "prerequisites_test.moc"
