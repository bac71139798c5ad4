// What a joining refuses, and who gives it up while it runs: both computers stay as they were.

#include "api/types/messages.h"
#include "security/certificates.h"
#include "two_computers.h"

#include <QElapsedTimer>
#include <QJsonDocument>

#include <unistd.h>

#include <fstream>

using namespace understudy;
using namespace understudy::joining;

class JoiningRefusalsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whoeverGivesUpWhileItRunsIsNotJoined_data();
    void whoeverGivesUpWhileItRunsIsNotJoined();
    void aJoiningThatIsGivenUpAtOnceGoesNoFurther();
    void aSecondProposalChangesNothing();
    void aRecordThatCannotBeReadIsNotOverwritten();
    void manyWhoAskForPrerequisitesAreAnsweredTogether();
    void aFolderThatCannotBeReplicatedIsNamed_data();
    void aFolderThatCannotBeReplicatedIsNamed();

private:
    Network m_network;
};

void JoiningRefusalsTest::initTestCase() {
    if (::geteuid() != 0)
        QSKIP("needs root, for a network and names of its own");
    QCOMPARE(m_network.make(), std::string());
}

void JoiningRefusalsTest::whoeverGivesUpWhileItRunsIsNotJoined_data() {
    QTest::addColumn<bool>("guest");
    QTest::newRow("node1") << true;
    QTest::newRow("node2") << false;
}

// While the nodes are compared, which takes seconds, nothing is open yet.
void JoiningRefusalsTest::whoeverGivesUpWhileItRunsIsNotJoined() {
    QFETCH(bool, guest);
    Computer node1, node2;
    QVERIFY(!node1.engine->hindrance() && !node2.engine->hindrance());
    node1.start(node2.prepare());
    QTRY_COMPARE(node2.engine->joinStatus().phase, std::string("running"));
    QVERIFY(node1.engine->hindrance() && node2.engine->hindrance());
    api::JoinResult given;
    (guest ? node1 : node2).engine->joinAbort(false, {}, [&](api::JoinResult r) { given = std::move(r); });
    QVERIFY(given.result.done);
    QTRY_VERIFY(node1.result.has_value());
    QVERIFY(!node1.result->result.done);
    QTRY_VERIFY(node2.engine->joinStatus().phase != "running");
    QVERIFY(node1.isAsBefore() && node2.isAsBefore());
    QVERIFY(!node1.engine->hindrance() && !node2.engine->hindrance());
}

void JoiningRefusalsTest::aJoiningThatIsGivenUpAtOnceGoesNoFurther() {
    Computer node1, node2;
    node1.start(node2.prepare()); // the name is looked up now
    api::JoinResult given;
    node1.engine->joinAbort(false, {}, [&](api::JoinResult r) { given = std::move(r); });
    QVERIFY(given.result.done);
    QCOMPARE(node1.reason(), std::string("join-aborted"));
    bool asked = false; // by the same thread, so after the name
    node1.engine->prerequisites({}, [&](const api::JoiningView::Judged&) { asked = true; });
    QTRY_VERIFY_WITH_TIMEOUT(asked, 20000);
    QCOMPARE(node1.engine->joinStatus().phase, std::string("none"));
    QCOMPARE(node2.engine->joinStatus().phase, std::string("open"));
    QVERIFY(node1.isAsBefore() && node2.isAsBefore());
}

// Somebody who knows the code and does not keep to the protocol.
void JoiningRefusalsTest::aSecondProposalChangesNothing() {
    Computer node2;
    const auto code = security::SecurityCode::parse(node2.prepare()).value();
    auto socket = std::make_unique<QTcpSocket>();
    QTcpSocket* const raw = socket.get();
    Line line(std::move(socket), security::ProofRole::Guest, nullptr);
    std::optional<security::Prover> prover;
    std::vector<Word> words;
    int facts = 0;
    prerequisites::NodeFacts own = prerequisites::collectFacts({}, "1.0");
    own.contact = "10.99.0.1";
    own.time = node2.clock.wall();
    line.listen({[&] {
                     line.send(Begin{Secret::Code, {}});
                 },
                 [&](const Message& message) {
                     if (const auto* proof = std::get_if<ProofStep>(&message)) {
                         if (!prover)
                             prover.emplace(security::ProofRole::Guest, code.secret(),
                                            line.exporter().value());
                         if (const auto answer = prover->receive(proof->bytes); answer && !answer->empty())
                             line.send(ProofStep{*answer});
                     }
                     if (std::holds_alternative<Facts>(message))
                         ++facts;
                     if (const auto* told = std::get_if<Told>(&message))
                         words.push_back(told->word);
                 },
                 [](const Error&) {}});
    raw->connectToHost(QStringLiteral("10.99.0.2"), kPort);
    QTRY_VERIFY(prover && prover->isProven());
    line.proven();
    prerequisites::Plan plan;
    plan.virtualIp = "10.99.0.10";
    plan.peerName = plan.peerAddress = "10.99.0.2";
    const QJsonObject both{{QStringLiteral("facts"), prerequisites::factsJson(own)},
                           {QStringLiteral("plan"), prerequisites::planJson(plan)}};
    line.send(Facts{QJsonDocument(both).toJson().toStdString()});
    QTRY_COMPARE_WITH_TIMEOUT(facts, 1, 20000);
    const JoiningId first = {1}, second = {2};
    for (const JoiningId& id : {first, second})
        line.send(Told{Word::Proposal, id, document("10.99.0.10"), std::nullopt, {}});
    QTRY_COMPARE(words, (std::vector<Word>{Word::Prepared, Word::Refused}));
    line.send(Told{Word::Commit, first, {}, std::nullopt, {}});
    QTRY_COMPARE(words.back(), Word::Done);
    QVERIFY(node2.has("/settings.json") && security::loadKeySet(node2.file("/keys"), NodeId::Node2));
}

void JoiningRefusalsTest::aRecordThatCannotBeReadIsNotOverwritten() {
    Computer node2;
    std::filesystem::create_directory(node2.file("/joining"));
    std::ofstream(node2.file("/joining/record")) << "{\"format\": 99}";
    node2.engine.reset();
    node2.boot(false);
    QVERIFY(node2.prepare().empty());
    QCOMPARE(node2.reason(), std::string("join-record"));
    QCOMPARE(node2.engine->port(), 0);
    QVERIFY(node2.has("/joining/record"));
}

void JoiningRefusalsTest::manyWhoAskForPrerequisitesAreAnsweredTogether() {
    Computer node1;
    int answers = 0;
    QElapsedTimer timer;
    timer.start();
    node1.engine->prerequisites({}, [&](const api::JoiningView::Judged&) { ++answers; });
    QTRY_COMPARE_WITH_TIMEOUT(answers, 1, 20000);
    const qint64 one = timer.restart();
    for (int i = 0; i < 200; ++i)
        node1.engine->prerequisites({}, [&](const api::JoiningView::Judged&) { ++answers; });
    QTRY_COMPARE_WITH_TIMEOUT(answers, 201, 20000);
    QVERIFY2(timer.elapsed() < 20 * one + 500, qPrintable(QString::number(timer.elapsed())));
}

void JoiningRefusalsTest::aFolderThatCannotBeReplicatedIsNamed_data() {
    QTest::addColumn<bool>("guest");
    QTest::newRow("node1") << true;
    QTest::newRow("node2") << false;
}

void JoiningRefusalsTest::aFolderThatCannotBeReplicatedIsNamed() {
    QFETCH(bool, guest);
    Computer node1, node2;
    (guest ? node1 : node2).unfit = {{"modules[0].folders[0].path", {"", {}, "is on tmpfs", ""}}};
    node1.start(node2.prepare());
    QTRY_VERIFY_WITH_TIMEOUT(node1.result.has_value(), 20000);
    QCOMPARE(node1.reason(), std::string(guest ? "join-bad-settings" : "join-failed"));
    QVERIFY(guest ? node1.result->problems.size() == 1
                  : node1.result->result.reason.arguments.at(1).find("tmpfs") != std::string::npos);
    QTRY_VERIFY(node1.isAsBefore() && node2.isAsBefore());
}

QTEST_GUILESS_MAIN(JoiningRefusalsTest)
#include "joining_refusals_test.moc"
