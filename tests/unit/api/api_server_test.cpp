// The engine's HTTP service against its own client, over a real socket, with a made-up engine behind it.

#include "api/client/client.h"
#include "api/client/event_stream.h"
#include "api/http/codec.h"
#include "api/server/api_server.h"
#include "api/server/peer_credentials.h"
#include "api/types/messages.h"
#include "fake_engine.h"

#include <QElapsedTimer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace understudy;
using namespace understudy::api;
using namespace understudy::api::testing;
using namespace std::chrono_literals;

namespace {

template <typename T> struct Waiter {
    std::optional<Answer<T>> answer;
    Then<T> then() {
        return [this](Answer<T> a) { answer = std::move(a); };
    }
};

// A client that writes bytes as it likes.
struct RawClient {
    explicit RawClient(const std::string& path) { socket.connectToServer(QString::fromStdString(path)); }
    void write(const std::string& bytes) { socket.write(QByteArray::fromStdString(bytes)); }
    QByteArray received() {
        all += socket.readAll();
        return all;
    }
    QLocalSocket socket;
    QByteArray all;
};

struct Watcher {
    explicit Watcher(const std::string& path)
        : stream(path, {[this](const ClusterReport& r) { states.push_back(r.nodes.at(0).state); },
                        [this](LogKind, const LogEntry& e) { lines.push_back(e.id); }, [this] { ++resets; },
                        [this](const Message& m) { lost.push_back(m.id); }}) {}
    std::vector<std::string> states;
    std::vector<std::uint64_t> lines;
    int resets = 0;
    std::vector<std::string> lost;
    EventStream stream;
};

} // namespace

class ApiServerTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<ApiServer> m_server;
    std::unique_ptr<Client> m_client;
    std::string path() const { return m_folder.filePath(QStringLiteral("engine.sock")).toStdString(); }

    void serve(ApiServer::Options options) {
        m_server.reset();
        m_server = std::make_unique<ApiServer>(*m_engine, options);
        const auto listening = m_server->listenLocal(path());
        QVERIFY2(listening.has_value(), listening ? "" : listening.error().toString().c_str());
    }

private Q_SLOTS:
    void init() {
        m_engine = std::make_unique<FakeEngine>();
        m_client = std::make_unique<Client>(path());
        serve({});
    }
    void cleanup() {
        m_client.reset();
        m_server.reset();
        m_engine.reset();
    }

    void theStateShowsThisNodeAndThatTheOtherIsNotReached() {
        Waiter<ClusterReport> state;
        m_client->state(state.then());
        QTRY_VERIFY(state.answer);
        QCOMPARE((*state.answer)->nodes.size(), std::size_t(2));
        QVERIFY((*state.answer)->nodes[0] == m_engine->m_node);
        QCOMPARE((*state.answer)->nodes[1].name, std::string("node2"));
        QCOMPARE((*state.answer)->nodes[1].data, std::string("connection error"));
        QCOMPARE((*state.answer)->nodes[1].reason.id, std::string("api-peer-unreachable"));
        QCOMPARE((*state.answer)->self, std::string("node1"));
    }

    void anUnconfiguredComputerShowsItself() {
        m_engine->m_identity = {};
        m_engine->m_node = NodeReport{};
        Waiter<ClusterReport> state;
        Waiter<CommandResult> result;
        m_client->state(state.then());
        m_client->command("node1", Command::Start, result.then());
        QTRY_VERIFY(state.answer && result.answer);
        QCOMPARE((*state.answer)->nodes.size(), std::size_t(1));
        QCOMPARE((*state.answer)->nodes[0].data, std::string("not configured"));
        QCOMPARE(result.answer->error().id, std::string("api-not-configured"));
    }

    void aCommandIsAnsweredWhenItIsDoneAndNamesItsCaller() {
        m_engine->m_answersAtOnce = false;
        Waiter<CommandResult> result;
        m_client->command("node1", Command::Restart, result.then());
        QTRY_COMPARE(m_engine->m_commands.size(), std::size_t(1));
        QVERIFY(!result.answer);
        m_engine->answer();
        QTRY_VERIFY(result.answer);
        QVERIFY((*result.answer)->done);
        QVERIFY(m_engine->m_commands[0].first == Command::Restart);
        QVERIFY(m_engine->m_commands[0].second == (Caller{userName(::getuid()), "this computer"}));
    }

    void aRefusalArrivesWithItsReasonAndCure() {
        m_engine->m_refusal = {
            "swap-needs-standby", {"node2"}, "%1 is not uptodate.", "Wait until %1 is uptodate."};
        Waiter<CommandResult> result;
        m_client->command("node1", Command::Swap, result.then());
        QTRY_VERIFY(result.answer);
        QVERIFY(!(*result.answer)->done);
        QVERIFY((*result.answer)->reason == m_engine->m_refusal);
    }

    void aCommandWhoseCallerWentAwayIsStillDone() {
        m_engine->m_answersAtOnce = false;
        {
            RawClient client(path());
            client.write(writeRequest({"POST", "/api/v1/nodes/node1/stop", "", "", true}));
            QTRY_COMPARE(m_engine->m_commands.size(), std::size_t(1));
        }
        QTRY_VERIFY(m_server->findChildren<Connection*>().isEmpty());
        m_engine->answer();
    }

    void theEngineGoesAwayInTheMiddleOfACommand() {
        m_engine->m_answersAtOnce = false;
        Waiter<CommandResult> result;
        m_client->command("node1", Command::Stop, result.then());
        QTRY_COMPARE(m_engine->m_commands.size(), std::size_t(1));
        m_server.reset();
        QTRY_VERIFY(result.answer);
        QCOMPARE(result.answer->error().id, std::string("client-lost"));
        m_engine->answer(); // comes too late, harms nobody
    }

    void withoutAnEngineThatIsSaid() {
        m_server.reset();
        Waiter<ClusterReport> state;
        m_client->state(state.then());
        QTRY_VERIFY(state.answer);
        QCOMPARE(state.answer->error().id, std::string("client-no-engine"));
    }

    void logsAreAskedForAsTheClientSays() {
        LogEntry entry;
        entry.id = 4;
        entry.message.text = "line";
        m_engine->m_entries = {entry};
        Waiter<LogPage> page;
        m_client->logs({LogKind::Application, 17, 5, true}, page.then());
        QTRY_VERIFY(page.answer);
        QCOMPARE((*page.answer)->entries.size(), std::size_t(1));
        QVERIFY(m_engine->m_queries[0] == (LogQuery{LogKind::Application, 17, 5, true}));
    }

    void explainAndSettingsArrive() {
        Waiter<Explanation> explanation;
        Waiter<ConfigReport> config;
        Waiter<ConfigCheck> bad, good;
        Waiter<ConfigResult> applied;
        m_client->explain(explanation.then());
        m_client->config(config.then());
        m_client->checkConfig("not json at all {", bad.then());
        m_client->checkConfig("good", good.then());
        m_client->applyConfig({R"({"a":1})", Role::Secondary}, applied.then());
        QTRY_VERIFY(explanation.answer && config.answer && bad.answer && good.answer && applied.answer);
        QCOMPARE((*explanation.answer)->next.at(0).why.id, std::string("stop-asked"));
        QVERIFY((*config.answer)->configured);
        QCOMPARE((*bad.answer)->problems.at(0).place, std::string("modules[0].name"));
        QVERIFY((*good.answer)->problems.empty());
        QVERIFY((*applied.answer)->result.done);
        QVERIFY(m_engine->m_applied.at(0).role == Role::Secondary);
    }

    void whatIsNoRouteIsNamed_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("status");
        const auto row = [](const char* method, const char* target, int status) {
            QTest::newRow((std::string(method) + " " + target).c_str())
                << QString::fromUtf8(method) << QString::fromUtf8(target) << status;
        };
        row("GET", "/", 404);
        row("GET", "/api/v1/state/", 404);
        row("GET", "/api/v1", 404);
        row("GET", "//api/v1/state", 404);
        row("POST", "/api/v1/state", 405);
        row("DELETE", "/api/v1/config", 405);
        row("FOO", "/api/v1/node", 405);
        row("GET", "/api/v1/nodes/node1/start", 405);
        row("POST", "/api/v1/nodes/node3/start", 404);
        row("POST", "/api/v1/nodes/node1/explode", 404);
        row("GET", "/api/v1/logs/kernel", 404);
        row("GET", "/api/v1/logs/module?limit=0", 400);
        row("GET", "/api/v1/logs/module?limit=10001", 400);
        row("GET", "/api/v1/logs/module?after=x", 400);
        row("GET", "/api/v1/logs/module?after=-1", 400);
        row("GET", "/api/v1/logs/module?after=18446744073709551615", 400);
        row("PUT", "/api/v1/config", 400);
        row("GET", "/api/v1/node?%00%ff=%", 200);
    }
    void whatIsNoRouteIsNamed() {
        QFETCH(QString, method);
        QFETCH(QString, target);
        QFETCH(int, status);
        RawClient client(path());
        client.write(writeRequest({method.toStdString(), target.toStdString(), "", "", false}));
        QTRY_VERIFY(client.socket.state() == QLocalSocket::UnconnectedState);
        QVERIFY2(client.received().startsWith("HTTP/1.1 " + QByteArray::number(status)), client.received());
        if (status == 405)
            QVERIFY(client.received().contains("Allow: "));
        QVERIFY(m_engine->m_commands.empty());
    }

    void requestsOnOneConnectionAreAnsweredInOrder() {
        RawClient client(path());
        std::string many;
        for (int i = 0; i < 200; ++i)
            many += writeRequest({"GET", i % 2 == 0 ? "/api/v1/node" : "/nothing", "", "", i < 199});
        client.write(many);
        QTRY_VERIFY(client.socket.state() == QLocalSocket::UnconnectedState);
        QCOMPARE(client.received().count("HTTP/1.1 200"), 100);
        QCOMPARE(client.received().count("HTTP/1.1 404"), 100);
    }

    void aRequestThatIsTooLargeIsRefused() {
        for (const std::string& request :
             {"GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n",
              "POST /api/v1/config/check HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n" +
                  std::string(300'000, ' ')}) {
            RawClient client(path());
            client.write(request);
            QTRY_VERIFY2(client.received().startsWith("HTTP/1.1 413"), client.received());
            QVERIFY(client.received().contains("api-too-large"));
        }
    }

    void aBodyAtTheLimitIsTaken() {
        Waiter<ConfigCheck> check;
        m_client->checkConfig(std::string(kRequestLimits.body, ' '), check.then());
        QTRY_VERIFY(check.answer);
        QVERIFY(check.answer->has_value());
    }

    void aRequestThatDoesNotComeIsNotWaitedFor() {
        ApiServer::Options options;
        options.times = {50ms, 80ms, 50ms};
        serve(options);
        RawClient silent(path()), slow(path()), idle(path());
        slow.write("GET /api/v1/node HT");
        idle.write(writeRequest({"GET", "/api/v1/node", "", "", true}));
        QTRY_VERIFY(silent.socket.state() == QLocalSocket::UnconnectedState);
        QVERIFY(silent.received().isEmpty());
        QTRY_VERIFY(slow.received().startsWith("HTTP/1.1 408"));
        QTRY_VERIFY(slow.socket.state() == QLocalSocket::UnconnectedState);
        QTRY_VERIFY(idle.socket.state() == QLocalSocket::UnconnectedState);
        QCOMPARE(idle.received().count("HTTP/1.1"), 1);
    }

    void aRequestThatTricklesHasNoMoreTimeThanAnother() {
        ApiServer::Options options;
        options.times = {150ms, 10s, 50ms};
        serve(options);
        RawClient client(path());
        QTimer trickle;
        trickle.callOnTimeout(&client.socket, [&] { client.write("G"); });
        trickle.start(20ms);
        QElapsedTimer watch;
        watch.start();
        QTRY_VERIFY(client.received().startsWith("HTTP/1.1 408"));
        QVERIFY(watch.elapsed() < 2000);
    }

    void moreConnectionsThanThereArePlacesAreToldSo() {
        ApiServer::Options options;
        options.maxLocal = 8;
        serve(options);
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 40; ++i) {
            clients.push_back(std::make_unique<RawClient>(path()));
            clients.back()->write(writeRequest({"GET", "/api/v1/node", "", "", true}));
        }
        const auto count = [&](const char* start) {
            return std::count_if(clients.begin(), clients.end(),
                                 [&](const auto& c) { return c->received().startsWith(start); });
        };
        QTRY_COMPARE(count("HTTP/1.1 200"), 8);
        QTRY_COMPARE(count("HTTP/1.1 503"), 8);
        clients.clear();
        QTRY_VERIFY([&] { // and there is room again
            Waiter<ClusterReport> state;
            m_client->state(state.then());
            return QTest::qWaitFor([&] { return state.answer.has_value(); }) && state.answer->has_value();
        }());
    }

    void onlyRootAndTheGroupMayUseTheEngine() {
        QVERIFY(mayUseEngine({0, {0}}, std::nullopt));
        QVERIFY(mayUseEngine({1000, {1000, 77}}, 77));
        QVERIFY(!mayUseEngine({1000, {1000, 76}}, 77));
        QVERIFY(!mayUseEngine({1000, {1000}}, std::nullopt));
        struct stat info {};
        QVERIFY(::stat(path().c_str(), &info) == 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0660));
    }

    void twoEnginesAtOneSocketAreRefusedAndADeadOnesSocketIsReplaced() {
        ApiServer second(*m_engine, {});
        QVERIFY(second.listenLocal(path()).error().code == ErrorCode::Busy);
        m_server.reset();
        { // what a killed engine leaves behind
            QFile left(QString::fromStdString(path()));
            QVERIFY(left.open(QIODevice::WriteOnly));
        }
        QVERIFY(second.listenLocal(path()).has_value());
        m_engine->setListener(nullptr);
    }

    void aWatcherHearsTheStateFirstAndThenEachChangeOnce() {
        Watcher watcher(path());
        QTRY_COMPARE(watcher.states, std::vector<std::string>{"ALONE"});
        m_engine->m_listener->stateChanged(); // nothing has
        m_engine->change("WAIT");
        m_engine->change("PRIM"); // told together
        QTRY_COMPARE(watcher.states.back(), std::string("PRIM"));
        QCOMPARE(watcher.states.size(), std::size_t(2));
        Watcher second(path());
        QTRY_COMPARE(second.states, std::vector<std::string>{"PRIM"});
    }

    void aWatcherThatComesBackMissesNothing() {
        Watcher watcher(path());
        QTRY_COMPARE(watcher.states.size(), std::size_t(1));
        m_engine->log(1, "row");
        m_engine->log(2, "row");
        QTRY_COMPARE(watcher.lines.size(), std::size_t(2));
        for (QLocalSocket* socket : m_server->findChildren<QLocalSocket*>())
            socket->abort();
        qDeleteAll(m_server->findChildren<Connection*>()); // cut off by whatever
        m_engine->log(3, "row");
        QTRY_COMPARE(watcher.lines.size(), std::size_t(3));
        QCOMPARE(watcher.lines, (std::vector<std::uint64_t>{1, 2, 3}));
        QCOMPARE(watcher.resets, 0);
        QCOMPARE(watcher.lost.size(), std::size_t(1));
    }

    void aWatcherOfAnEarlierEngineIsToldToReadAgain() {
        Watcher watcher(path());
        QTRY_COMPARE(watcher.states.size(), std::size_t(1));
        ApiServer::Options options;
        options.engineStart = 2;
        serve(options);
        m_engine->log(9, "row");
        QTRY_COMPARE(watcher.resets, 1);
        QTRY_COMPARE(watcher.states.size(), std::size_t(2));
        QVERIFY(watcher.lines.empty());
        m_engine->log(10, "row");
        QTRY_COMPARE(watcher.lines.size(), std::size_t(1));
    }

    void eventsThatTheRingNoLongerHoldsAreSaidToBeLost() {
        for (std::uint64_t i = 1; i <= EventHub::kRing + 10; ++i)
            m_engine->log(i, "row");
        RawClient held(path()), late(path()), nonsense(path());
        held.write(writeRequest({"GET", "/api/v1/events", "", "1-10", true}));
        late.write(writeRequest({"GET", "/api/v1/events", "", "1-9", true}));
        nonsense.write(writeRequest({"GET", "/api/v1/events", "", "1-99999999999999999999", true}));
        QTRY_COMPARE(held.received().count("event: log"), int(EventHub::kRing));
        QVERIFY(!held.received().contains("event: reset"));
        QTRY_VERIFY(late.received().contains("event: reset"));
        QTRY_VERIFY(nonsense.received().contains("event: reset"));
        QCOMPARE(late.received().count("event: log"), 0);
    }

    void aWatcherThatReadsTooSlowlyIsLetGo() {
        RawClient slow(path());
        slow.socket.setReadBufferSize(1);
        slow.write(writeRequest({"GET", "/api/v1/events", "", "", true}));
        QTRY_VERIFY(slow.socket.bytesAvailable() > 0);
        QTRY_COMPARE(m_server->findChildren<Connection*>().size(), 1);
        QTRY_VERIFY([&] {
            for (int n = 0; n < 1000; ++n)
                m_engine->log(1, std::string(500, 'r'));
            return m_server->findChildren<Connection*>().isEmpty();
        }());
    }
};

QTEST_GUILESS_MAIN(ApiServerTest)
#include "api_server_test.moc"
