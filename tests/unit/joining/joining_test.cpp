// Two computers that become a cluster: both sides of a joining with their disks, over a network namespace of
// their own, with what goes wrong in between. And a man in the middle who gains nothing.

#include "api/types/messages.h"
#include "disk_faults.h"
#include "security/certificates.h"
#include "two_computers.h"

#include <unistd.h>

#include <fstream>

using namespace understudy;
using namespace understudy::joining;

namespace {

constexpr quint16 kRelayPort = 9002;

// Ends TLS towards both nodes, and passes on each message as it is.
class ManInTheMiddle : public QObject {
public:
    ManInTheMiddle() {
        m_server.listen(QHostAddress::AnyIPv4, kRelayPort);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            auto own = std::make_unique<QTcpSocket>();
            own->connectToHost(QStringLiteral("10.99.0.2"), kPort);
            std::unique_ptr<QTcpSocket> from(m_server.nextPendingConnection());
            from->setParent(nullptr);
            m_toGuest = std::make_unique<Line>(std::move(from), security::ProofRole::Host, nullptr);
            m_toHost = std::make_unique<Line>(std::move(own), security::ProofRole::Guest, nullptr);
            m_toGuest->listen({[] {}, [this](const Message& m) { pass(m_waiting, *m_toHost, m); },
                               [this](const Error&) { m_toHost->end(); }});
            m_toHost->listen({[this] { flush(); },
                              [this](const Message& m) {
                                  m_toGuest->send(m);
                                  ++passed;
                              },
                              [this](const Error&) { m_toGuest->end(); }});
        });
    }
    int passed = 0;

private:
    void pass(std::vector<Message>& waiting, Line& to, const Message& message) {
        ++passed;
        if (m_hostReady)
            return to.send(message);
        waiting.push_back(message);
    }
    void flush() {
        m_hostReady = true;
        for (const Message& message : std::exchange(m_waiting, {}))
            m_toHost->send(message);
    }
    QTcpServer m_server;
    std::unique_ptr<Line> m_toGuest, m_toHost;
    std::vector<Message> m_waiting;
    bool m_hostReady = false;
};

} // namespace

class JoiningTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void twoComputersBecomeACluster();
    void aWrongCodeIsRefusedFiveTimesAndThenTheRightOneToo();
    void theCodeIsGoodOnceAndForAnHour();
    void withHttpThePasswordTakesTheCodesPlace();
    void whatDiffersIsNamedAndNothingIsChanged_data();
    void whatDiffersIsNamedAndNothingIsChanged();
    void aTakenPortIsToldWithItsHolder();
    void aManInTheMiddleGainsNothing();
    void anEngineKilledAnywhereLeavesBothEqual_data();
    void anEngineKilledAnywhereLeavesBothEqual();
    void thePortIsClosedWhenNobodyJoins();
    void oldKeysComeBackWhenItIsTakenBack();
    void cleanup() { diskFaults() = {}; }

private:
    Network m_network;
};

void JoiningTest::initTestCase() {
    if (::geteuid() != 0)
        QSKIP("needs root, for a network and names of its own");
    QCOMPARE(m_network.make(), std::string());
}

void JoiningTest::twoComputersBecomeACluster() {
    Computer node1, node2;
    const std::string code = node2.prepare();
    QVERIFY(!code.empty());
    QCOMPARE(node2.engine->joinStatus().phase, std::string("open"));
    node1.start(code);
    QTRY_VERIFY_WITH_TIMEOUT(node1.result.has_value(), 20000);
    for (const api::ConfigProblem& problem : node1.result->problems)
        qWarning("%s: %s", problem.place.c_str(), qPrintable(api::fullSentence(problem.message)));
    QVERIFY2(node1.result->result.done, qPrintable(api::fullSentence(node1.result->result.reason)));
    QTRY_VERIFY(node2.isJoined(NodeId::Node2));
    QVERIFY(node1.isJoined(NodeId::Node1));
    QCOMPARE(node1.settings->node2.addresses.front(), std::string("10.99.0.2"));
    const auto keys1 = security::loadKeySet(node1.file("/keys"), NodeId::Node1);
    const auto keys2 = security::loadKeySet(node2.file("/keys"), NodeId::Node2);
    QCOMPARE(keys1->clusterKey, keys2->clusterKey);
    QCOMPARE(keys1->caCertificate, keys2->caCertificate);
    QTRY_VERIFY(!node1.has("/joining") && !node2.has("/joining"));
    QCOMPARE(node2.engine->port(), 0);
    node2.prepare();
    QCOMPARE(node2.reason(), std::string("join-configured"));
    node1.start(code);
    QCOMPARE(node1.reason(), std::string("join-configured"));
}

void JoiningTest::aWrongCodeIsRefusedFiveTimesAndThenTheRightOneToo() {
    Computer node1, node2;
    const std::string code = node2.prepare();
    for (int i = 0; i < 5; ++i) {
        node1.start(security::SecurityCode::make().toText());
        QTRY_VERIFY(node1.result.has_value());
        QCOMPARE(node1.reason(), std::string("join-wrong-secret"));
    }
    node1.start(code);
    QTRY_VERIFY(node1.result.has_value());
    QVERIFY(!node1.result->result.done);
    QVERIFY(node1.isAsBefore() && node2.isAsBefore());
    QCOMPARE(node2.engine->joinStatus().phase, std::string("none"));
}

void JoiningTest::theCodeIsGoodOnceAndForAnHour() {
    Computer node1, node2;
    const std::string code = node2.prepare();
    node2.clock.monotonic = std::chrono::minutes(61);
    node1.start(code);
    QTRY_VERIFY(node1.result.has_value());
    QCOMPARE(node1.reason(), std::string("join-code-too-old"));
    QVERIFY(node1.isAsBefore() && node2.isAsBefore());
}

void JoiningTest::withHttpThePasswordTakesTheCodesPlace() {
    Computer node1, node2;
    node2.prepare({"http", "a b"});
    QCOMPARE(node2.reason(), std::string("join-bad-password"));
    node2.prepare({"http", "Correct.Horse"});
    QVERIFY(node2.result->result.done && node2.result->code.empty());
    node1.start(security::SecurityCode::make().toText());
    QTRY_VERIFY(node1.result.has_value());
    QCOMPARE(node1.reason(), std::string("join-other-protocol"));
    api::JoinStart ask;
    ask.host = "10.99.0.2";
    ask.protocol = "http";
    ask.password = "Wrong.Horse";
    ask.settings = document("10.99.0.10");
    node1.engine->joinStart(ask, {}, node1.into());
    QTRY_VERIFY(node1.result.has_value());
    QCOMPARE(node1.reason(), std::string("join-wrong-secret"));
    ask.password = "Correct.Horse";
    node1.engine->joinStart(ask, {}, node1.into());
    QTRY_VERIFY_WITH_TIMEOUT(node1.result.has_value(), 20000);
    QVERIFY2(node1.result->result.done, node1.reason().c_str());
    QTRY_VERIFY(node2.isJoined(NodeId::Node2));
    QCOMPARE(node1.settings->console.protocol, store::ConsoleProtocol::Http);
}

void JoiningTest::whatDiffersIsNamedAndNothingIsChanged_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("reason");
    QTest::newRow("version") << "version"
                             << "pre-product-version";
    QTest::newRow("time") << "time"
                          << "pre-same-time";
    QTest::newRow("virtual IP in use") << "10.99.0.1"
                                       << "pre-virtual-ip-of-node";
    QTest::newRow("virtual IP outside") << "10.98.0.10"
                                        << "pre-virtual-ip-outside";
    QTest::newRow("an IPv6 address") << "fd00::2"
                                     << "join-ipv6";
    QTest::newRow("an unknown name") << "no-such-host.invalid"
                                     << "join-unknown-name";
    QTest::newRow("no code") << "code"
                             << "join-bad-code";
}

void JoiningTest::whatDiffersIsNamedAndNothingIsChanged() {
    QFETCH(QString, what);
    QFETCH(QString, reason);
    Computer node1, node2;
    if (what == QLatin1String("version")) {
        node2.version = "1.1";
        node2.boot();
    }
    if (what == QLatin1String("time"))
        node2.clock.ahead = std::chrono::seconds(7);
    std::string code = node2.prepare();
    if (what == QLatin1String("code"))
        code = "7K2QM";
    const bool isHost = reason.startsWith(QLatin1String("join-")) && what != QLatin1String("code");
    const bool isAddress = what.startsWith(QLatin1String("10."));
    node1.start(code, isHost ? what.toStdString() : "10.99.0.2",
                isAddress ? what.toStdString() : "10.99.0.10");
    QTRY_VERIFY_WITH_TIMEOUT(node1.result.has_value(), 30000);
    QCOMPARE(QString::fromStdString(node1.reason()), reason);
    QVERIFY(!api::fullSentence(node1.result->result.reason).isEmpty());
    QVERIFY(node1.isAsBefore() && node2.isAsBefore());
}

void JoiningTest::aTakenPortIsToldWithItsHolder() {
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::AnyIPv4, kPort));
    Computer node2;
    node2.prepare();
    QCOMPARE(node2.reason(), std::string("join-port-taken"));
    QVERIFY(node2.result->result.reason.arguments.front().find("joining_test") != std::string::npos);
}

void JoiningTest::aManInTheMiddleGainsNothing() {
    ManInTheMiddle relay;
    Computer node1(kRelayPort), node2;
    const std::string code = node2.prepare();
    node1.start(code); // the right code, through a relay
    QTRY_VERIFY_WITH_TIMEOUT(node1.result.has_value(), 20000);
    QCOMPARE(node1.reason(), std::string("join-wrong-secret"));
    QVERIFY(relay.passed >= 3); // it was there: Begin, opening, answer
    QVERIFY(node1.isAsBefore() && node2.isAsBefore());
    QCOMPARE(*node2.engine->joinStatus().triesLeft, 4UL);
}

void JoiningTest::anEngineKilledAnywhereLeavesBothEqual_data() {
    QTest::addColumn<bool>("killGuest");
    QTest::addColumn<QString>("when"); // a file of that node comes into being
    for (const bool guest : {true, false})
        for (const char* when : {"/joining/record", "/keys", "/settings.json"})
            QTest::addRow("%s at %s", guest ? "node1" : "node2", when) << guest << QString::fromLatin1(when);
}

void JoiningTest::anEngineKilledAnywhereLeavesBothEqual() {
    QFETCH(bool, killGuest);
    QFETCH(QString, when);
    Computer node1, node2;
    Computer& victim = killGuest ? node1 : node2;
    diskFaults() = {victim.file(""), -1, when.toStdString(), -1};
    node1.start(node2.prepare());
    QTRY_VERIFY_WITH_TIMEOUT(diskFaults().hasFailed, 20000);
    victim.kill();
    diskFaults() = {};
    victim.boot();
    QTRY_VERIFY_WITH_TIMEOUT(!node1.has("/joining") && node1.engine->joinStatus().phase != "pending", 9000);
    const bool joined = node1.settings.has_value();
    if (joined) {
        QTRY_VERIFY_WITH_TIMEOUT(node2.isJoined(NodeId::Node2), 9000);
        QVERIFY(node1.isJoined(NodeId::Node1));
    } else {
        QTRY_VERIFY_WITH_TIMEOUT(node2.isAsBefore(), 9000);
        QVERIFY(node1.isAsBefore());
    }
}

void JoiningTest::thePortIsClosedWhenNobodyJoins() {
    Computer node2;
    QCOMPARE(node2.engine->port(), 0);
    node2.prepare();
    QCOMPARE(node2.engine->port(), kPort);
    node2.engine->joinAbort(false, {}, node2.into());
    QVERIFY(node2.result->result.done);
    QCOMPARE(node2.engine->port(), 0);
}

void JoiningTest::oldKeysComeBackWhenItIsTakenBack() {
    QTemporaryDir disk;
    const std::string folder = disk.path().toStdString();
    std::filesystem::create_directory(folder + "/keys");
    std::ofstream(folder + "/keys/ca.crt") << "old";
    Files files(folder, {});
    const auto keys = security::makeClusterKeys({{{"a"}, {"10.0.0.1"}}, {{"b"}, {"10.0.0.2"}}, {}}).value();
    Record record;
    record.id = {1};
    record.stage = Stage::Decided;
    for (int again = 0; again < 2; ++again) { // each step twice is the same as once
        QVERIFY(files.write(record) && files.stage(record.id, {keys.node1, keys.caKey, "{}"}));
        QVERIFY(files.switchOver(record) && files.switchOver(record));
        QVERIFY(files.isConfigured());
        QVERIFY(security::loadKeySet(folder + "/keys", NodeId::Node1).has_value());
        record.stage = Stage::Aborting;
        QVERIFY(files.putBack(record) && files.putBack(record));
        QVERIFY(!files.isConfigured());
        std::string content;
        std::ifstream(folder + "/keys/ca.crt") >> content;
        QCOMPARE(content, std::string("old"));
        QVERIFY(files.removeRecord().has_value());
        QVERIFY(!std::filesystem::exists(folder + "/joining"));
        record.stage = Stage::Decided;
    }
}

QTEST_GUILESS_MAIN(JoiningTest)
#include "joining_test.moc"
