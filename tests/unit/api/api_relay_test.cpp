// Two engines that relay to each other over mutual TLS, with keys of one cluster; and strangers at the port.

#include "api/client/client.h"
#include "api/server/api_server.h"
#include "api/types/json.h"
#include "fake_engine.h"
#include "security/certificates.h"
#include "security/console_keys.h"
#include "security/control_tls.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace understudy;
using namespace understudy::api;
using namespace understudy::api::testing;
using namespace std::chrono_literals;

namespace {

security::ClusterKeys newKeys() {
    return security::makeClusterKeys({{{"node1-host"}, {"127.0.0.1"}}, {{"node2-host"}, {"127.0.0.1"}}, {}})
        .value();
}

PeerAccess accessFor(const security::KeySet& keys, NodeId self) {
    return {security::controlTls(keys).value(),
            [self](const QSslCertificate& peer) { return security::isControlPeer(peer, self); }};
}

PeerTarget targetFor(const security::KeySet& keys, NodeId self, quint16 port) {
    return {{QHostAddress(QHostAddress::LocalHost)},
            port,
            security::controlPeerName(self),
            security::controlTls(keys).value()};
}

// One node: engine, server and a program that asks it.
struct Node {
    Node(const QString& folder, NodeId id, const security::KeySet& nodeKeys)
        : keys(nodeKeys), self(id), engine(std::string(nodeName(id)), std::string(nodeName(otherNode(id)))),
          server(engine, {}), client(folder.toStdString() + "/" + std::string(nodeName(id))) {
        UNDERSTUDY_ASSERT(
            server.listenLocal(folder.toStdString() + "/" + std::string(nodeName(id))).has_value());
        UNDERSTUDY_ASSERT(
            server.listenPeer(accessFor(keys, self), QHostAddress(QHostAddress::LocalHost), 0).has_value());
    }
    void knows(const Node& other) { server.setPeer(targetFor(keys, self, other.server.peerPort())); }

    const security::KeySet keys;
    const NodeId self;
    FakeEngine engine;
    ApiServer server;
    Client client;
};

template <typename T> struct Waiter {
    std::optional<Answer<T>> answer;
    Then<T> then() {
        return [this](Answer<T> a) { answer = std::move(a); };
    }
};

std::optional<Result<HttpResponse>> relayed(const PeerTarget& target, const HttpRequest& request) {
    Relay relay(nullptr);
    relay.setTarget(target);
    std::optional<Result<HttpResponse>> response;
    relay.request(request, 2s, [&](Result<HttpResponse> r) { response = std::move(r); });
    (void)QTest::qWaitFor([&] { return response.has_value(); });
    return response;
}

} // namespace

class ApiRelayTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    security::ClusterKeys m_keys;
    std::unique_ptr<Node> m_one;
    std::unique_ptr<Node> m_two;

private Q_SLOTS:
    void initTestCase() { m_keys = newKeys(); }
    void init() {
        m_one = std::make_unique<Node>(m_folder.path(), NodeId::Node1, m_keys.node1);
        m_two = std::make_unique<Node>(m_folder.path(), NodeId::Node2, m_keys.node2);
        m_one->knows(*m_two);
        m_two->knows(*m_one);
    }
    void cleanup() {
        m_one.reset();
        m_two.reset();
    }

    void eitherNodeAnswersForBoth() {
        m_two->engine.m_node.state = "SECOND";
        m_two->engine.m_node.sync = SyncProgress{5, 10, 1, 5, 4, 3};
        for (Node* asked : {m_one.get(), m_two.get()}) {
            Waiter<ClusterReport> state;
            asked->client.state(state.then());
            QTRY_VERIFY(state.answer);
            QVERIFY((*state.answer)->nodes == (std::vector{m_one->engine.m_node, m_two->engine.m_node}));
            QCOMPARE((*state.answer)->self, asked->engine.m_identity.self);
        }
    }

    void aCommandForTheOtherNodeIsDoneThereAndNamesWhoAskedHere() {
        m_two->engine.m_answersAtOnce = false;
        m_two->engine.m_refusal = {"swap-needs-standby", {}, "no", "yes"};
        Waiter<CommandResult> result;
        m_one->client.command("node2", Command::Swap, result.then());
        QTRY_COMPARE(m_two->engine.m_commands.size(), std::size_t(1));
        QVERIFY(m_one->engine.m_commands.empty());
        QCOMPARE(m_two->engine.m_commands[0].second.from, std::string("node1"));
        QCOMPARE(m_two->engine.m_commands[0].second.who, std::string("root"));
        m_two->engine.answer();
        QTRY_VERIFY(result.answer);
        QVERIFY(!(*result.answer)->done);
        QCOMPARE((*result.answer)->node, std::string("node2"));
        QVERIFY((*result.answer)->reason == m_two->engine.m_refusal);
    }

    void aNodeThatIsGoneIsAConnectionErrorAndCommandsForItFail() {
        m_two.reset();
        Waiter<ClusterReport> state;
        Waiter<CommandResult> result;
        m_one->client.state(state.then());
        m_one->client.command("node2", Command::Start, result.then());
        QTRY_VERIFY(state.answer && result.answer);
        QCOMPARE((*state.answer)->nodes[1].data, std::string("connection error"));
        QCOMPARE(result.answer->error().id, std::string("api-peer-unreachable"));
    }

    void aNodeThatDoesNotAnswerIsWaitedForTwoSeconds() {
        QTcpServer deaf; // takes connections and says nothing: a frozen machine
        QVERIFY(deaf.listen(QHostAddress::LocalHost));
        m_one->server.setPeer(targetFor(m_keys.node1, NodeId::Node1, deaf.serverPort()));
        QElapsedTimer watch;
        watch.start();
        Waiter<ClusterReport> state;
        m_one->client.state(state.then());
        QTRY_VERIFY(state.answer);
        QCOMPARE((*state.answer)->nodes[1].data, std::string("connection error"));
        QVERIFY2(watch.elapsed() >= 1900 && watch.elapsed() < 3000, std::to_string(watch.elapsed()).c_str());
    }

    void aNodeWhoseHeartbeatsAreMissingIsNotWaitedFor() {
        QTcpServer deaf;
        QVERIFY(deaf.listen(QHostAddress::LocalHost));
        m_one->server.setPeer(targetFor(m_keys.node1, NodeId::Node1, deaf.serverPort()));
        m_one->engine.m_peerIsSilent = true;
        QElapsedTimer watch;
        watch.start();
        Waiter<ClusterReport> state;
        m_one->client.state(state.then());
        QTRY_VERIFY(state.answer);
        QCOMPARE((*state.answer)->nodes.size(), std::size_t(2));
        QCOMPARE((*state.answer)->nodes[1].data, std::string("connection error"));
        QVERIFY2(watch.elapsed() < 500, std::to_string(watch.elapsed()).c_str());
    }

    void oneOfSeveralAddressesIsEnough() {
        PeerTarget target = targetFor(m_keys.node1, NodeId::Node1, m_two->server.peerPort());
        target.addresses.insert(target.addresses.begin(), {QHostAddress(QStringLiteral("127.77.0.1")),
                                                           QHostAddress(QStringLiteral("127.78.0.1"))});
        m_one->server.setPeer(target);
        Waiter<ClusterReport> state;
        m_one->client.state(state.then());
        QTRY_VERIFY(state.answer);
        QCOMPARE((*state.answer)->nodes[1].data, std::string("uptodate"));
    }

    void theOtherNodeMayNotChangeSettings() {
        const PeerTarget target = targetFor(m_keys.node1, NodeId::Node1, m_two->server.peerPort());
        for (const HttpRequest& request : {HttpRequest{"GET", "/api/v1/config", "", "", false},
                                           HttpRequest{"PUT", "/api/v1/config", "{}", "", false},
                                           HttpRequest{"GET", "/api/v1/state", "", "", false}}) {
            const auto response = relayed(target, request);
            QVERIFY(response && *response);
            QCOMPARE((*response)->status, 403U);
        }
        // and a command is never passed on in a circle
        const auto response = relayed(target, {"POST", "/api/v1/nodes/node1/stop", "", "", false});
        QCOMPARE((*response)->status, 404U);
        QVERIFY(m_one->engine.m_commands.empty() && m_two->engine.m_commands.empty());
    }

    void aNodeOfAnotherClusterIsNotServed() {
        const security::ClusterKeys others = newKeys();
        PeerTarget target = targetFor(others.node1, NodeId::Node1, m_two->server.peerPort());
        target.tls.setPeerVerifyMode(QSslSocket::VerifyNone); // it would talk to anybody
        const auto response = relayed(target, {"POST", "/api/v1/nodes/node2/stop", "", "", false});
        QVERIFY(response && !*response);
        QVERIFY(m_two->engine.m_commands.empty());
    }

    void ourOwnCertificateIsNotThePeers() {
        PeerTarget target =
            targetFor(m_keys.node2, NodeId::Node1, m_two->server.peerPort()); // node2 asks itself
        const auto response = relayed(target, {"POST", "/api/v1/nodes/node2/stop", "", "", false});
        QVERIFY(response && !*response);
        QVERIFY(m_two->engine.m_commands.empty());
    }

    // The console's certificate names the node's host, which may be called as the node is.
    void nothingIsAskedOfWhoHoldsTheConsolesKey() {
        const QTemporaryDir folder;
        QVERIFY(security::saveCaKey(folder.path().toStdString(), m_keys.caKey));
        const auto made =
            security::consoleKeys(folder.path().toStdString(), m_keys.node2, {{"node2"}, {}}, {},
                                  WallTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch())));
        QVERIFY(made);
        security::KeySet stolen = m_keys.node2;
        stolen.nodeCertificate = made->certificate;
        stolen.nodeKey = made->key;
        Node impostor(folder.path(), NodeId::Node2, stolen);
        const auto response = relayed(targetFor(m_keys.node1, NodeId::Node1, impostor.server.peerPort()),
                                      {"POST", "/api/v1/nodes/node2/stop", "", "", false});
        QVERIFY(response && !*response);
        QVERIFY(impostor.engine.m_commands.empty());
    }

    void garbageAndSilenceAtThePortHarmNobody() {
        std::vector<std::unique_ptr<QTcpSocket>> strangers;
        for (int i = 0; i < 30; ++i) { // more than are let into a handshake at a time
            strangers.push_back(std::make_unique<QTcpSocket>());
            strangers.back()->connectToHost(QHostAddress::LocalHost, m_two->server.peerPort());
            if (i % 2 == 0)
                strangers.back()->write("GET /api/v1/node HTTP/1.1\r\n\r\n");
        }
        QTRY_VERIFY(strangers.back()->state() != QAbstractSocket::ConnectingState);
        strangers.clear();
        Waiter<ClusterReport> state;
        QTRY_VERIFY([&] {
            state.answer.reset();
            m_one->client.state(state.then());
            return QTest::qWaitFor([&] { return state.answer.has_value(); }) &&
                   (*state.answer)->nodes[1].data == "uptodate";
        }());
    }

    void aPortThatIsTakenIsSaid() {
        const auto second =
            m_one->server.listenPeer(accessFor(m_keys.node1, NodeId::Node1),
                                     QHostAddress(QHostAddress::LocalHost), m_two->server.peerPort());
        QVERIFY(second.error().code == ErrorCode::Busy);
        QVERIFY(second.error().subject.find(std::to_string(m_two->server.peerPort())) != std::string::npos);
        QCOMPARE(m_one->server.peerPort(), quint16(0));
    }
};

QTEST_GUILESS_MAIN(ApiRelayTest)
#include "api_relay_test.moc"
