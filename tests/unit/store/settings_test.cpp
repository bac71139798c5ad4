// The settings document: what is accepted, and that everything wrong in it is named with its place.

#include "store/settings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace understudy;
using namespace understudy::store;

namespace {

const char* const kGood = R"({
  "format": 1,
  "cluster": {"name": "cluster1"},
  "nodes": {
    "node1": {"host": "alpha", "addresses": ["10.99.0.1", "10.98.0.1"]},
    "node2": {"host": "beta", "addresses": ["10.99.0.2", "10.98.0.2"]}
  },
  "self": "node1",
  "heartbeat": {"interval_ms": 100, "timeout_ms": 300},
  "console": {"protocol": "http", "port": 9011},
  "modules": [{
    "name": "postgresql", "id": 2, "virtual_ip": "10.99.0.100/24", "interface": "host0",
    "folders": [
      {"name": "main", "path": "/var/lib/postgresql/15/main", "mode": "every-write", "xattrs": false},
      {"name": "wal", "path": "/var/lib/postgresql/15/main-wal"}
    ],
    "standby_timeout_ms": 5000, "stop_timeout_ms": 60000,
    "services": [
      {"name": "stale-pid", "kind": "script", "start": ["/bin/rm", "-f", "/x"], "stop": [], "start_timeout_ms": 1000},
      {"name": "postgresql", "kind": "unit", "unit": "postgresql@15-main.service"},
      {"name": "helper", "kind": "process", "command": ["/usr/bin/helper"]}
    ],
    "checkers": [
      {"name": "sql", "kind": "sql", "driver": "QPSQL", "host": "127.0.0.1", "port": 5432, "database": "d", "user": "u",
       "password": "p", "query": "SELECT 1", "interval_ms": 500, "timeout_ms": 2000, "failures": 2},
      {"name": "port", "kind": "tcp", "port": 5432},
      {"name": "alive", "kind": "process", "program": "postgres"}
    ],
    "maxloop": 3, "loop_interval_s": 86400, "failover": true, "boot": "on"
  }]
})";

// The good document with one value replaced, removed (Undefined) or added at a path like modules[0].name.
QJsonValue replaced(const QJsonValue& in, QStringList path, const QJsonValue& value) {
    if (path.isEmpty())
        return value;
    const QString step = path.takeFirst();
    if (in.isArray()) {
        QJsonArray array = in.toArray();
        const int at = step.toInt();
        const QJsonValue inner = replaced(array.at(at), path, value);
        if (at < array.size())
            array.replace(at, inner);
        else
            array.append(inner);
        return array;
    }
    QJsonObject object = in.toObject();
    object.insert(step, replaced(object.value(step), path, value)); // inserting Undefined removes
    return object;
}

std::string with(const QString& place, const QJsonValue& value) {
    QString path = place;
    if (path.contains(QLatin1Char(']')))
        path.replace(QLatin1Char('['), QLatin1Char('.')).remove(QLatin1Char(']'));
    const QJsonValue document = QJsonDocument::fromJson(kGood).object();
    return QJsonDocument(replaced(document, path.split(QLatin1Char('.')), value).toObject())
        .toJson()
        .toStdString();
}

std::vector<Problem> problemsOf(const std::string& text) {
    const auto parsed = parseSettings(text, SelfKey::Required);
    return parsed ? std::vector<Problem>() : parsed.error();
}

QJsonValue json(const char* text) {
    return QJsonDocument::fromJson(QByteArray("[") + text + "]").array().at(0);
}

} // namespace

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyValueOfAGoodDocumentArrives() {
        const auto parsed = parseSettings(kGood, SelfKey::Required);
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().front().toString().c_str());
        QCOMPARE(parsed->cluster, std::string("cluster1"));
        QCOMPARE(parsed->node(NodeId::Node2).host, std::string("beta"));
        QCOMPARE(parsed->node1.addresses.size(), std::size_t(2));
        QVERIFY(parsed->self == NodeId::Node1);
        QCOMPARE(parsed->heartbeat.timeout.count(), 300);
        QVERIFY(parsed->console.protocol == ConsoleProtocol::Http);
        QCOMPARE(parsed->console.portInUse(), std::uint16_t(9011));
        const ModuleSettings& module = parsed->modules.at(0);
        QCOMPARE(module.virtualIp, std::string("10.99.0.100"));
        QCOMPARE(module.prefixLength, 24U);
        QCOMPARE(module.heartbeatPort(), std::uint16_t(8889));
        QCOMPARE(module.replicationPort(), std::uint16_t(5604));
        QVERIFY(module.folders.at(0).mode == FolderMode::EveryWrite);
        QVERIFY(module.folders.at(1).mode == FolderMode::Barrier);
        QVERIFY(!module.folders.at(0).xattrs);
        QVERIFY(module.folders.at(1).xattrs);
        QVERIFY(module.boot == Boot::On);
        QCOMPARE(std::get<ScriptService>(module.services.at(0).what).start.size(), std::size_t(3));
        QCOMPARE(module.services.at(0).startTimeout.count(), 1000);
        QCOMPARE(std::get<UnitService>(module.services.at(1).what).unit,
                 std::string("postgresql@15-main.service"));
        QCOMPARE(std::get<ProcessService>(module.services.at(2).what).command.size(), std::size_t(1));
        QCOMPARE(std::get<SqlChecker>(module.checkers.at(0).what).password, std::string("p"));
        QCOMPARE(module.checkers.at(0).failures, 2U);
        QCOMPARE(std::get<TcpChecker>(module.checkers.at(1).what).port, std::uint16_t(5432));
        QCOMPARE(std::get<ProcessChecker>(module.checkers.at(2).what).program, std::string("postgres"));
    }

    void whatIsLeftOutHasItsDefault() {
        const auto parsed =
            parseSettings(with(QStringLiteral("heartbeat"), QJsonValue::Undefined), SelfKey::Required);
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->heartbeat.timeout.count(), 30000);
        const auto plain =
            parseSettings(with(QStringLiteral("console"), QJsonValue::Undefined), SelfKey::Required);
        QVERIFY(plain.has_value());
        QVERIFY(plain->console.protocol == ConsoleProtocol::Https);
        QCOMPARE(plain->console.portInUse(), std::uint16_t(9453));
    }

    void everyPrefixOfAGoodDocumentIsRefusedWithAPlace() {
        const std::string whole(kGood);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const auto parsed = parseSettings(std::string_view(whole).substr(0, length), SelfKey::Required);
            QVERIFY2(!parsed.has_value(), std::to_string(length).c_str());
            QCOMPARE(parsed.error().size(), std::size_t(1));
            QVERIFY(parsed.error().front().place.rfind("line ", 0) == 0);
        }
    }

    void textThatIsNotJsonIsNamedByLineAndColumn() {
        const auto problems = problemsOf("{\n  \"format\": 1,\n  oops\n}");
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY2(problems.front().place.rfind("line 3", 0) == 0, problems.front().place.c_str());
    }

    void oneWrongThingIsNamedAtItsPlace_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* place, const QJsonValue& value,
                            const char* named = nullptr) {
            QTest::newRow(name) << QString::fromUtf8(place) << value
                                << QString::fromUtf8(named ? named : place);
        };
        const QJsonValue gone(QJsonValue::Undefined);
        for (const char* required : {"format",
                                     "cluster",
                                     "cluster.name",
                                     "nodes",
                                     "nodes.node1",
                                     "nodes.node2.host",
                                     "nodes.node1.addresses",
                                     "self",
                                     "modules",
                                     "modules[0].name",
                                     "modules[0].id",
                                     "modules[0].virtual_ip",
                                     "modules[0].folders",
                                     "modules[0].folders[0].name",
                                     "modules[0].folders[1].path",
                                     "modules[0].services[0].name",
                                     "modules[0].services[0].kind",
                                     "modules[0].services[0].start",
                                     "modules[0].services[1].unit",
                                     "modules[0].services[2].command",
                                     "modules[0].checkers[0].kind",
                                     "modules[0].checkers[1].port"})
            row((std::string("missing ") + required).c_str(), required, gone);
        for (const char* place :
             {"format", "cluster", "nodes", "nodes.node1", "self", "heartbeat", "heartbeat.interval_ms",
              "modules", "modules[0].name", "modules[0].id", "modules[0].folders",
              "modules[0].folders[0].mode", "modules[0].failover", "modules[0].boot", "modules[0].interface",
              "modules[0].services[0].start_timeout_ms", "modules[0].checkers[0].query",
              "modules[0].maxloop"}) {
            row((std::string("null at ") + place).c_str(), place, QJsonValue(QJsonValue::Null));
            row((std::string("list of lists at ") + place).c_str(), place, json("[[]]"),
                std::string(place) == "modules"              ? "modules[0]"
                : std::string(place) == "modules[0].folders" ? "modules[0].folders[0]"
                                                             : place);
        }
        for (const char* unknown :
             {"extra", "cluster.extra", "nodes.node3", "nodes.node1.extra", "heartbeat.extra",
              "console.extra", "modules[0].extra", "modules[0].folders[0].extra",
              "modules[0].services[1].start", "modules[0].checkers[1].query"})
            row((std::string("unknown ") + unknown).c_str(), unknown, json("1"));
        row("unknown without a name", "", json("1"), "\"\"");
        row("unknown with an escape sequence", "a\x1b[31m", json("1"), "a?[31m");
        row("a console of another protocol", "console.protocol", json("\"ftp\""));
        row("a console's port that needs rights", "console.port", json("443"));
        row("no folder mode of that name", "modules[0].folders[0].mode", json("\"fast\""));
        row("self is neither node", "self", json("\"node3\""));
        row("id 0", "modules[0].id", json("0"));
        row("id too large", "modules[0].id", json("65"));
        row("id not whole", "modules[0].id", json("1.5"));
        row("id enormous", "modules[0].id", json("1e300"));
        row("interval below range", "heartbeat.interval_ms", json("1"));
        row("timeout below twice the interval", "heartbeat.timeout_ms", json("199"));
        row("port 0", "modules[0].checkers[1].port", json("0"));
        row("port 65536", "modules[0].checkers[1].port", json("65536"));
        row("module named like a path", "modules[0].name", json("\"../etc\""));
        row("empty module name", "modules[0].name", json("\"\""));
        row("no module", "modules", json("[]"));
        row("virtual ip without prefix", "modules[0].virtual_ip", json("\"10.99.0.100\""));
        row("virtual ip with nonsense", "modules[0].virtual_ip", json("\"10.99.0.1000/24\""));
        row("virtual ip with a leading zero", "modules[0].virtual_ip", json("\"10.99.0.010/24\""));
        row("virtual ip is the network", "modules[0].virtual_ip", json("\"10.99.0.0/24\""));
        row("virtual ip is the broadcast", "modules[0].virtual_ip", json("\"10.99.0.255/24\""));
        row("virtual ip is node2's", "modules[0].virtual_ip", json("\"10.99.0.2/24\""));
        row("virtual ip of loopback", "modules[0].virtual_ip", json("\"127.0.0.9/8\""));
        row("address not IPv4", "nodes.node1.addresses[1]", json("\"fe80::1\""));
        row("one address more on one node", "nodes.node2.addresses", json("[\"10.99.0.2\"]"));
        row("no address", "nodes.node1.addresses", json("[]"));
        row("address twice", "nodes.node2.addresses[0]", json("\"10.99.0.1\""));
        row("both nodes one host", "nodes.node2.host", json("\"alpha\""));
        row("relative folder", "modules[0].folders[1].path", json("\"var/lib\""));
        row("folder with ..", "modules[0].folders[1].path", json("\"/var/../etc\""));
        row("folder with / at its end", "modules[0].folders[1].path", json("\"/srv/\""));
        row("root folder", "modules[0].folders[1].path", json("\"/\""));
        row("folder in a folder", "modules[0].folders[1].path",
            json("\"/var/lib/postgresql/15/main/pg_wal\""));
        row("folder around a folder", "modules[0].folders[1].path", json("\"/var/lib\""));
        row("folder twice", "modules[0].folders[1].path", json("\"/var/lib/postgresql/15/main\""));
        row("folder name twice", "modules[0].folders[1].name", json("\"main\""));
        row("service name twice", "modules[0].services[1].name", json("\"stale-pid\""));
        row("checker name twice", "modules[0].checkers[1].name", json("\"sql\""));
        row("unit without its suffix", "modules[0].services[1].unit", json("\"postgresql\""));
        row("command not absolute", "modules[0].services[2].command", json("[\"helper\"]"));
        row("command empty", "modules[0].services[0].start", json("[]"));
        row("argument not a text", "modules[0].services[0].start[1]", json("7"));
        row("process checker that looks for nothing", "modules[0].checkers[2].program", gone);
        row("zero byte in a text", "modules[0].checkers[0].query", QJsonValue(QString(QChar(0))));
        row("a format of the future", "format", json("2"));
    }
    void oneWrongThingIsNamedAtItsPlace() {
        QFETCH(QString, place);
        QFETCH(QJsonValue, value);
        QFETCH(QString, named);
        const auto problems = problemsOf(with(place, value));
        QStringList seen;
        for (const Problem& problem : problems)
            seen << QString::fromStdString(problem.toString());
        QVERIFY2(!problems.empty(), "accepted");
        bool found = false;
        for (const Problem& problem : problems) {
            found = found || problem.place == named.toStdString();
            QVERIFY2(problem.toString().find('%') == std::string::npos, problem.toString().c_str());
            QVERIFY(!problem.what.empty() && !problem.cure.empty());
        }
        QVERIFY2(found, qPrintable(seen.join(QLatin1Char('\n'))));
        QVERIFY2(problems.size() <= 2, qPrintable(seen.join(QLatin1Char('\n'))));
    }

    void twoModulesMayNotShareNameIdAddressOrFolder() {
        const QJsonValue module =
            QJsonDocument::fromJson(kGood).object().value(QStringLiteral("modules")).toArray().at(0);
        const auto problems = problemsOf(with(QStringLiteral("modules[1]"), module));
        std::vector<std::string> places;
        for (const Problem& problem : problems)
            places.push_back(problem.place);
        for (const char* place : {"modules[1].name", "modules[1].id", "modules[1].virtual_ip",
                                  "modules[1].folders[0].path", "modules[1].folders[1].path"})
            QVERIFY2(std::count(places.begin(), places.end(), place) == 1, place);
    }

    void allProblemsAreListedAtOnce() {
        const auto problems =
            problemsOf(R"({"format": 1, "cluster": {"name": 5, "colour": "red"}, "nodes": {"node1":
            {"host": "a", "addresses": ["x"]}}, "self": "me", "modules": [{"name": "m", "id": "1", "folders": [{}]}]})");
        QCOMPARE(problems.size(), std::size_t(9));
    }

    void theVirtualAddressHasToBeInANetworkOfBothNodes() {
        const auto problems =
            problemsOf(with(QStringLiteral("modules[0].virtual_ip"), json("\"192.168.7.9/24\"")));
        QCOMPARE(problems.size(), std::size_t(2));
        QVERIFY(problems.at(0).toString().find("node1") != std::string::npos);
        QVERIFY(problems.at(1).toString().find("node2") != std::string::npos);
    }

    void aDocumentForBothNodesNeedNotSayWhoReadsIt() {
        const std::string text = with(QStringLiteral("self"), QJsonValue::Undefined);
        const auto parsed = parseSettings(text, SelfKey::Optional);
        QVERIFY(parsed.has_value());
        QVERIFY(!parsed->self);
        const auto mine = settingsTextFor(text, NodeId::Node2);
        QVERIFY(mine.has_value());
        QVERIFY(parseSettings(*mine, SelfKey::Required)->self == NodeId::Node2);
    }

    void aDocumentIsWrittenAndReadBack() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("settings.json")).toStdString();
        QVERIFY(readSettingsText(path).error().code == ErrorCode::NotFound);
        QVERIFY(writeSettingsText(path, kGood).has_value());
        QCOMPARE(*readSettingsText(path), std::string(kGood));
        QVERIFY(!writeSettingsText(path + "/no/folder", kGood).has_value());
    }

    void aFileThatIsFarTooLargeIsNotRead() {
        const auto problems = problemsOf(std::string(Settings::kMaxBytes + 1, ' '));
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems.front().place, std::string("document"));
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
