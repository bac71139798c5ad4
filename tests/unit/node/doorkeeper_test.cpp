// Who comes in through the gateway: a real server and a real doorkeeper, with a made-up engine behind them,
// asked as the gateway asks.

#include "api/http/codec.h"
#include "api/server/api_server.h"
#include "api/server/peer_credentials.h"
#include "node/doorkeeper.h"
#include "security/login/password_file.h"
#include "unit/api/fake_engine.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace understudy;
using namespace understudy::api;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPassword = "Right.1";
constexpr const char* kHere = "192.0.2.7";

class HandClock final : public Clock {
public:
    Instant now() const override { return m_now; }
    WallTime wall() const override { return WallTime(1'795'000'000'000ms); }
    Instant m_now{1000h};
};

QJsonObject jsonOf(const HttpResponse& response) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
}

std::string textIn(const HttpResponse& response, const char* key) {
    return jsonOf(response).value(QLatin1String(key)).toString().toStdString();
}

std::string errorIn(const HttpResponse& response) {
    return jsonOf(response)
        .value(QLatin1String("error"))
        .toObject()
        .value(QLatin1String("id"))
        .toString()
        .toStdString();
}

HttpRequest request(const char* method, const char* target, const std::string& body = {}) {
    HttpRequest made;
    made.method = method;
    made.target = target;
    made.body = body;
    made.address = kHere;
    made.host = "node1:9453";
    made.isSecure = true;
    return made;
}

} // namespace

class DoorkeeperTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    HandClock m_clock;
    std::unique_ptr<testing::FakeEngine> m_engine;
    std::unique_ptr<node::Doorkeeper> m_doorkeeper;
    std::unique_ptr<ApiServer> m_server;
    std::vector<std::pair<Caller, CommandResult>> m_logged;

    std::string path(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

    std::unique_ptr<QLocalSocket> connected(const char* socket = "gateway.sock") const {
        auto made = std::make_unique<QLocalSocket>();
        made->connectToServer(QString::fromStdString(path(socket)));
        return made;
    }

    HttpResponse ask(const HttpRequest& asked, const char* socket = "gateway.sock") {
        const auto connection = connected(socket);
        connection->write(QByteArray::fromStdString(writeRequest(asked)));
        ResponseReader reader;
        std::optional<Result<HttpResponse>> response;
        const bool came = QTest::qWaitFor([&] {
            const QByteArray bytes = connection->readAll();
            reader.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
            response = reader.take();
            return response.has_value();
        });
        return came && *response ? **response : HttpResponse{0, {}, {}, false};
    }

    HttpResponse login(const std::string& password, const char* form, const std::string& user = "admin",
                       const std::string& address = kHere) {
        HttpRequest asked = request("POST", "/api/v1/login");
        asked.body = jsonText({{QStringLiteral("user"), QString::fromStdString(user)},
                               {QStringLiteral("password"), QString::fromStdString(password)},
                               {QStringLiteral("form"), QString::fromUtf8(form)}})
                         .toStdString();
        asked.address = address;
        return ask(asked);
    }

    HttpRequest withToken(HttpRequest asked) {
        asked.authorization = "Bearer " + textIn(login(kPassword, "token"), "token");
        return asked;
    }

    // As a browser sends it: the cookie alone.
    struct Browser {
        std::string cookie;
        std::string csrfToken;
    };
    Browser browser() {
        const HttpResponse in = login(kPassword, "cookie");
        return {in.setCookie.substr(0, in.setCookie.find(';')), textIn(in, "csrf_token")};
    }

private Q_SLOTS:
    void init() {
        m_logged.clear();
        m_engine = std::make_unique<testing::FakeEngine>();
        m_doorkeeper.reset(
            new node::Doorkeeper({m_clock,
                                  path("password"),
                                  [this](const Caller& by, const std::string&, const CommandResult& result) {
                                      m_logged.emplace_back(by, result);
                                  },
                                  [] {
                                      return GatewayOrders{"https", 9453, "certificate", "key"};
                                  },
                                  {},
                                  {}}));
        m_server = std::make_unique<ApiServer>(*m_engine, ApiServer::Options{});
        QVERIFY(m_server->listenLocal(path("engine.sock")));
        const auto cheap = security::hashPassword(kPassword, {10, 8, 1});
        QVERIFY(security::savePassword(path("password"), *cheap));
        const auto listening =
            m_server->listenGateway(path("gateway.sock"), *m_doorkeeper, userName(::getuid()));
        QVERIFY2(listening, listening ? "" : listening.error().toString().c_str());
    }
    void cleanup() {
        m_server.reset();
        m_doorkeeper.reset();
        m_engine.reset();
    }

    void theSocketIsTheGatewaysAlone() {
        struct stat about {};
        QCOMPARE(::stat(path("gateway.sock").c_str(), &about), 0);
        QCOMPARE(about.st_mode & 0777, mode_t(0600));
        QCOMPARE(about.st_uid, ::getuid());
    }

    void withoutASessionNothingIsAnswered_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("target");
        for (const char* line :
             {"GET /api/v1/state", "GET /api/v1/node", "POST /api/v1/nodes/node1/stop",
              "GET /api/v1/logs/module", "GET /api/v1/events", "GET /api/v1/explain", "GET /api/v1/config",
              "PUT /api/v1/config", "POST /api/v1/config/check", "PUT /api/v1/password",
              "GET /api/v1/gateway", "GET /api/v1/session", "POST /api/v1/logout"}) {
            const QStringList words = QString::fromUtf8(line).split(QLatin1Char(' '));
            QTest::newRow(line) << words[0] << words[1];
        }
    }
    void withoutASessionNothingIsAnswered() {
        QFETCH(QString, method);
        QFETCH(QString, target);
        for (const char* socket : {"gateway.sock", "engine.sock"}) { // its user is the gateway on both
            const HttpResponse response =
                ask(request(method.toUtf8().constData(), target.toUtf8().constData(),
                            R"({"password":"Other.1"})"),
                    socket);
            QVERIFY2(response.status == 401 || response.status == 403,
                     std::to_string(response.status).c_str());
        }
        QVERIFY(m_engine->m_commands.empty() && m_engine->m_applied.empty());
    }

    void whatTheSettingsRunAsRootIsNotChangedFromAfar() {
        QCOMPARE(ask(withToken(request("PUT", "/api/v1/config", "{}"))).status, 403U);
        QCOMPARE(ask(withToken(request("POST", "/api/v1/config/check", "{}"))).status, 403U);
        QCOMPARE(ask(withToken(request("PUT", "/api/v1/password", R"({"password":"Other.1"})"))).status,
                 403U);
        QCOMPARE(ask(withToken(request("GET", "/api/v1/gateway"))).status, 403U);
        QVERIFY(m_engine->m_applied.empty());
    }

    void theGatewayItselfHearsHowToServeAndNothingElse() {
        HttpRequest own = request("GET", "/api/v1/gateway");
        own.address.clear();
        QCOMPARE(textIn(ask(own), "key"), std::string("key"));
        for (const char* target : {"/api/v1/state", "/api/v1/session"}) {
            own.target = target;
            QCOMPARE(ask(own).status, 403U);
        }
        HttpRequest command = withToken(request("POST", "/api/v1/nodes/node1/stop"));
        command.address.clear();
        QCOMPARE(ask(command).status, 403U);
        QVERIFY(m_engine->m_commands.empty());
    }

    void aProgramLogsInForAToken() {
        const HttpResponse in = login(kPassword, "token");
        QCOMPARE(in.status, 200U);
        QVERIFY(in.setCookie.empty());
        HttpRequest command = request("POST", "/api/v1/nodes/node1/start");
        command.authorization = "Bearer " + textIn(in, "token");
        QCOMPARE(ask(command).status, 200U);
        QCOMPARE(m_engine->m_commands.size(), std::size_t(1));
        QVERIFY(m_engine->m_commands[0].second == (Caller{"admin", kHere}));
        QVERIFY(m_logged.at(0).first == (Caller{"admin", kHere}));
    }

    void aBrowserGetsACookieThatNoScriptAndNoOtherPageCanUse() {
        const HttpResponse in = login(kPassword, "cookie");
        QVERIFY(textIn(in, "token").empty());
        for (const char* part :
             {"__Host-understudy=", "; HttpOnly", "; SameSite=Strict", "; Secure", "; Path=/"})
            QVERIFY2(in.setCookie.find(part) != std::string::npos, in.setCookie.c_str());
        HttpRequest plain = request("POST", "/api/v1/login", R"({"user":"admin","password":"Right.1"})");
        plain.isSecure = false;
        const HttpResponse overHttp = ask(plain);
        QVERIFY(overHttp.setCookie.starts_with("understudy="));
        QVERIFY(overHttp.setCookie.find("Secure") == std::string::npos);
    }

    void aChangeByCookieNeedsTheSessionsToken() {
        const Browser one = browser();
        const Browser other = browser();
        HttpRequest command = request("POST", "/api/v1/nodes/node1/stop");
        command.cookie = "a=b; " + one.cookie;
        QCOMPARE(errorIn(ask(command)), std::string("login-no-csrf-token"));
        command.csrfToken = other.csrfToken;
        QCOMPARE(ask(command).status, 403U);
        QVERIFY(m_engine->m_commands.empty());
        command.csrfToken = one.csrfToken;
        command.origin = "https://evil.example";
        QCOMPARE(errorIn(ask(command)), std::string("api-other-page"));
        QVERIFY(m_engine->m_commands.empty());
        command.origin = "https://node1:9453";
        QCOMPARE(ask(command).status, 200U);
        HttpRequest read = request("GET", "/api/v1/session");
        read.cookie = one.cookie;
        QCOMPARE(textIn(ask(read), "csrf_token"), one.csrfToken);
        read.cookie += "; " + other.cookie; // two of one name: somebody put one there
        QCOMPARE(ask(read).status, 401U);
    }

    void aSessionEnds() {
        HttpRequest state = withToken(request("GET", "/api/v1/state"));
        QCOMPARE(ask(state).status, 200U);
        m_clock.m_now += 31min;
        QCOMPARE(errorIn(ask(state)), std::string("login-session-ended"));
        QCOMPARE(errorIn(ask(state)), std::string("login-needed"));
        state = withToken(request("GET", "/api/v1/state"));
        HttpRequest logout = request("POST", "/api/v1/logout");
        logout.authorization = state.authorization;
        QCOMPARE(ask(logout).status, 200U);
        QCOMPARE(ask(state).status, 401U);
    }

    void aWrongNameAndAWrongPasswordAreAnsweredAlike() {
        const HttpResponse password = login("Wrong.1", "token");
        const HttpResponse name = login(kPassword, "token", "root", "192.0.2.8");
        QCOMPARE(password.status, 401U);
        QCOMPARE(name.status, password.status);
        QCOMPARE(name.body, password.body);
        QVERIFY(m_logged.empty()); // whoever guesses does not fill the log
    }

    void whoGuessesWaits() {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(login("Wrong.1", "token").status, 401U);
        const HttpResponse sixth = login(kPassword, "token");
        QCOMPARE(sixth.status, 429U);
        QCOMPARE(sixth.retryAfter, std::string("2"));
        QCOMPARE(login(kPassword, "token", "admin", "192.0.2.8").status, 200U); // others do not
        QCOMPARE(m_logged.size(), std::size_t(2)); // that it waits, and the login
        m_clock.m_now += 2s;
        QCOMPARE(login(kPassword, "token").status, 200U);
    }

    void onlyAFewAreVerifiedAtOnce() {
        const auto dear = security::hashPassword(kPassword, {15, 8, 1});
        QVERIFY(security::savePassword(path("password"), *dear));
        std::vector<unsigned> outcomes;
        for (int i = 0; i < 100; ++i)
            m_doorkeeper->login({"admin", "Wrong.1"}, "192.0.2." + std::to_string(i),
                                [&](const LoginOutcome& outcome) { outcomes.push_back(outcome.status); });
        QTRY_COMPARE_WITH_TIMEOUT(outcomes.size(), std::size_t(100), 60000);
        const auto verified = std::count(outcomes.begin(), outcomes.end(), 401U);
        QVERIFY2(verified <= 9, std::to_string(verified).c_str());
        QCOMPARE(std::count(outcomes.begin(), outcomes.end(), 503U), 100 - verified);
    }

    void aNewPasswordEndsEverySession() {
        HttpRequest state = withToken(request("GET", "/api/v1/state"));
        const auto stream = connected();
        HttpRequest events = state;
        events.target = "/api/v1/events";
        stream->write(QByteArray::fromStdString(writeRequest(events)));
        QTRY_VERIFY(stream->peek(10'000).contains("event: state"));

        std::optional<CommandResult> result;
        m_doorkeeper->setPassword("ab", {}, [&](const CommandResult& told) { result = told; });
        QVERIFY(result && !result->done);
        QCOMPARE(result->reason.id, std::string("password-broken-rules"));
        QCOMPARE(ask(state).status, 200U);
        result.reset();
        m_doorkeeper->setPassword("Other.1", {}, [&](const CommandResult& told) { result = told; });
        QTRY_VERIFY(result);
        QVERIFY(result->done);
        QCOMPARE(ask(state).status, 401U);
        QTRY_COMPARE(stream->state(), QLocalSocket::UnconnectedState);
        QCOMPARE(login(kPassword, "token").status, 401U);
        QCOMPARE(login("Other.1", "token").status, 200U);
        struct stat about {};
        QCOMPARE(::stat(path("password").c_str(), &about), 0);
        QCOMPARE(about.st_mode & 0777, mode_t(0600));
    }

    void withoutAPasswordNobodyComesIn() {
        QCOMPARE(::unlink(path("password").c_str()), 0);
        QCOMPARE(errorIn(login(kPassword, "token")), std::string("login-no-password"));
        QFile file(QString::fromStdString(path("password")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("nonsense");
        file.close();
        file.setPermissions(QFileDevice::ReadOwner);
        QCOMPARE(login("nonsense", "token").status, 500U);
    }

    void theSettingsAreShownWithoutTheirSecrets() {
        m_engine->m_settings = R"({"modules":[{"checkers":[{"password":"Secret.1"}]}]})";
        const HttpResponse shown = ask(withToken(request("GET", "/api/v1/config")));
        QVERIFY2(shown.body.find("Secret.1") == std::string::npos, shown.body.c_str());
        QVERIFY2(shown.body.find("***") != std::string::npos, shown.body.c_str());
    }
};

QTEST_GUILESS_MAIN(DoorkeeperTest)
#include "doorkeeper_test.moc"
