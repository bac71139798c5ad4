// understudyctl as people and scripts meet it: the real program, a real socket, a made-up engine behind it.

#include "api/server/api_server.h"
#include "unit/api/fake_engine.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace understudy;
using namespace understudy::api;
using namespace understudy::api::testing;

namespace {

struct Outcome {
    int status = -1;
    QString out;
    QString err;
    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

} // namespace

class CtlTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<ApiServer> m_server;
    QString socket() const { return m_folder.filePath(QStringLiteral("engine.sock")); }

    std::unique_ptr<QProcess> start(const QStringList& words) {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(UNDERSTUDYCTL),
                       QStringList{QStringLiteral("--socket"), socket()} + words);
        return process;
    }
    Outcome run(const char* line, const QByteArray& input = {}) {
        const auto process = start(QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts));
        process->write(input);
        process->closeWriteChannel();
        if (!QTest::qWaitFor([&] { return process->state() == QProcess::NotRunning; }, 10'000))
            return {};
        return {process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -1,
                QString::fromUtf8(process->readAllStandardOutput()),
                QString::fromUtf8(process->readAllStandardError())};
    }
    QString file(const char* text) {
        QFile out(m_folder.filePath(QStringLiteral("settings.json")));
        if (out.open(QIODevice::WriteOnly))
            out.write(text);
        return out.fileName();
    }

private Q_SLOTS:
    void init() {
        m_engine = std::make_unique<FakeEngine>();
        m_server = std::make_unique<ApiServer>(*m_engine, ApiServer::Options{});
        QVERIFY(m_server->listenLocal(socket().toStdString()).has_value());
    }
    void cleanup() {
        m_server.reset();
        m_engine.reset();
    }

    void stateIsTextForPeopleAndJsonForScripts() {
        const Outcome people = run("state");
        QCOMPARE(people.status, 0);
        QVERIFY2(people.out.contains(QStringLiteral("node2 has been silent for 30 s: this node takes over.")),
                 qPrintable(people.out));
        QVERIFY(people.out.contains(QStringLiteral("ALONE")) &&
                people.out.contains(QStringLiteral("connection error")));
        QVERIFY(!people.out.contains(QLatin1Char('\x1b')));
        for (const char* line : {"state --json", "--json state"}) {
            const Outcome scripts = run(line);
            QCOMPARE(scripts.status, 0);
            const QJsonObject node = scripts.json().value(QStringLiteral("nodes")).toArray().at(0).toObject();
            for (const char* key : {"name", "host", "state", "colour", "data", "since"})
                QVERIFY2(node.value(QLatin1String(key)).isString(), key);
        }
    }

    void aSynchronisationShowsItsProgress() {
        m_engine->m_node.sync = SyncProgress{512ULL << 20, 1ULL << 30, 100ULL << 20, 5, 7 << 20, 3 << 20};
        QVERIFY2(run("state").out.contains(QStringLiteral("synchronising: 512 MiB of 1.0 GiB (50 %), 100 "
                                                          "MiB/s, 5 s left; 3.0 MiB differ, 7.0 MiB sent")),
                 qPrintable(run("state").out));
        const QJsonObject sync = run("state --json")
                                     .json()
                                     .value(QStringLiteral("nodes"))
                                     .toArray()
                                     .at(0)
                                     .toObject()
                                     .value(QStringLiteral("sync"))
                                     .toObject();
        for (const char* key :
             {"done_bytes", "total_bytes", "rate", "seconds_left", "sent_bytes", "changed_bytes"})
            QVERIFY2(sync.value(QLatin1String(key)).isDouble(), key);
    }

    void watchingShowsEachChange() {
        const auto process =
            start({QStringLiteral("state"), QStringLiteral("--watch"), QStringLiteral("--json")});
        QByteArray out;
        const auto lines = [&] { return (out += process->readAllStandardOutput()).count('\n'); };
        QTRY_COMPARE(lines(), 1);
        m_engine->change("PRIM");
        QTRY_COMPARE(lines(), 2);
        QVERIFY(QJsonDocument::fromJson(out.split('\n').at(1)).isObject());
        QVERIFY(out.split('\n').at(1).contains("PRIM"));
        process->kill();
        QVERIFY(process->waitForFinished());
    }

    void commandsEndWithZeroWhenDone_data() {
        QTest::addColumn<int>("command");
        for (const Command command : kCommands)
            QTest::newRow(commandName(command)) << static_cast<int>(command);
    }
    void commandsEndWithZeroWhenDone() {
        QFETCH(int, command);
        const auto asked = static_cast<Command>(command);
        const Outcome outcome = run((std::string(commandName(asked)) + " --yes").c_str());
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out, QStringLiteral("node1: %1 is done.\n").arg(QLatin1String(commandName(asked))));
        QCOMPARE(m_engine->m_commands.size(), std::size_t(1));
        QVERIFY(m_engine->m_commands[0].first == asked);
    }

    void commandsEndWithOneAndTheReasonWhenRefused() {
        m_engine->m_refusal = {
            "standby-not-in-sync", {"node2"}, "%1 does not hold all data yet.", "Wait for it."};
        const Outcome people = run("swap");
        QCOMPARE(people.status, 1);
        QVERIFY(people.out.isEmpty());
        QCOMPARE(
            people.err,
            QStringLiteral("understudyctl: node1: swap: node2 does not hold all data yet. Wait for it.\n"));
        const Outcome scripts = run("swap --json");
        QCOMPARE(scripts.status, 1);
        QCOMPARE(scripts.json().value(QStringLiteral("done")).toBool(true), false);
        QCOMPARE(scripts.json()
                     .value(QStringLiteral("results"))
                     .toArray()
                     .at(0)
                     .toObject()
                     .value(QStringLiteral("reason"))
                     .toObject()
                     .value(QStringLiteral("id"))
                     .toString(),
                 QStringLiteral("standby-not-in-sync"));
    }

    void aNodeThatCannotBeReachedIsAFailure() {
        const Outcome outcome = run("start --node node2");
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(QStringLiteral("node2 cannot be reached")), qPrintable(outcome.err));
        QVERIFY(m_engine->m_commands.empty());
        // Both: the other one is stopped first, and as that fails, the one that serves goes on.
        QCOMPARE(run("stop --node both").status, 1);
        QVERIFY(m_engine->m_commands.empty());
        QCOMPARE(run("start --node both").status, 1);
        QCOMPARE(m_engine->m_commands.size(), std::size_t(1));
    }

    void forceStartSaysWhatItMayLoseAndAsks() {
        const Outcome outcome = run("force-start", "yes\n"); // no terminal: nobody was asked
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.err.contains(QStringLiteral("missing for the application")));
        QVERIFY(outcome.err.contains(QStringLiteral("--yes")));
        QVERIFY(m_engine->m_commands.empty());
    }

    void thePasswordIsNotTakenFromWhereItCouldBeSeen() {
        const Outcome nobody = run("password", "Right.1\n"); // no terminal: nobody was asked
        QCOMPARE(nobody.status, 1);
        QVERIFY2(nobody.err.contains(QStringLiteral("--stdin")), qPrintable(nobody.err));
        QCOMPARE(run("password Right.1").status, 2); // the list of processes shows it
        const Outcome noDoorkeeper = run("password --stdin", "Right.1\n");
        QCOMPARE(noDoorkeeper.status, 1);
        QVERIFY(!noDoorkeeper.err.isEmpty());
    }

    void wrongUseEndsWithTwo_data() {
        QTest::addColumn<QString>("line");
        for (const char* line : {"", "explode", "state --frobnicate", "start --node node3",
                                 "swap --node both", "logs", "logs kernel", "logs module --limit 0", "config",
                                 "config apply", "config check", "config apply --primary a --secondary b"})
            QTest::newRow(line) << QString::fromUtf8(line);
    }
    void wrongUseEndsWithTwo() {
        QFETCH(QString, line);
        const Outcome outcome = run(line.toUtf8().constData());
        QCOMPARE(outcome.status, 2);
        QVERIFY(!outcome.err.isEmpty());
    }

    void helpIsNoError() {
        QCOMPARE(run("--help").status, 0);
        QCOMPARE(run("swap --help").status, 0);
        QCOMPARE(run("--version").status, 0);
    }

    void withoutAnEngineEachCommandSaysSoAndHowToStartIt_data() {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"state", "state --watch", "start", "swap", "force-start --yes", "explain", "logs module",
              "logs module --follow", "config show", "config check -", "config apply --primary -"})
            QTest::newRow(line) << QString::fromUtf8(line);
    }
    void withoutAnEngineEachCommandSaysSoAndHowToStartIt() {
        QFETCH(QString, line);
        m_server.reset();
        const Outcome outcome = run(line.toUtf8().constData(), "{}");
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(QStringLiteral("systemctl start understudyd")),
                 qPrintable(outcome.err));
        const Outcome scripts = run((line + QStringLiteral(" --json")).toUtf8().constData(), "{}");
        QCOMPARE(scripts.status, 1);
        QVERIFY(scripts.out.contains(QStringLiteral("client-no-engine")));
    }

    void itSpeaksTheLanguageOfThePersonAndJsonStaysAsItIs_data() {
        QTest::addColumn<QByteArray>("locale");
        QTest::addColumn<QString>("said");
        QTest::newRow("French") << QByteArray("fr_CA.UTF-8")
                                << QStringLiteral("ne tourne pas sur cet ordinateur");
        QTest::newRow("Japanese") << QByteArray("ja_JP.UTF-8")
                                  << QStringLiteral("エンジンが動作していません");
        QTest::newRow("another") << QByteArray("de_DE.UTF-8")
                                 << QStringLiteral("does not run on this computer");
    }
    void itSpeaksTheLanguageOfThePersonAndJsonStaysAsItIs() {
        QFETCH(QByteArray, locale);
        QFETCH(QString, said);
        m_server.reset();
        qputenv("LC_ALL", locale);
        const Outcome outcome = run("state");
        const Outcome scripts = run("state --json");
        qunsetenv("LC_ALL");
        QVERIFY2(outcome.err.contains(said), qPrintable(outcome.err));
        QVERIFY(scripts.out.contains(QStringLiteral("client-no-engine")));
    }

    void explainNamesTheReasonAndWhatCanHappen() {
        const Outcome outcome = run("explain");
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.out.contains(QStringLiteral("STOP    understudyctl stop: because")));
        QVERIFY(run("explain --json").json().value(QStringLiteral("next")).isArray());
    }

    void logsAreShownAndFollowedWithoutAGapOrADouble() {
        for (std::uint64_t id = 1; id <= 3; ++id)
            m_engine->m_entries.push_back(m_engine->log(id, "row-" + std::to_string(id)));
        QCOMPARE(run("logs module").out.count(QLatin1Char('\n')), 3);
        const auto process = start({QStringLiteral("logs"), QStringLiteral("module"),
                                    QStringLiteral("--follow"), QStringLiteral("--json")});
        QByteArray out;
        const auto lines = [&] { return (out += process->readAllStandardOutput()).count('\n'); };
        QTRY_COMPARE(lines(), 3);
        m_engine->log(4, "row-4");
        m_engine->m_listener->logLine(LogKind::Application, m_engine->m_entries[0]); // another log
        LogEntry verbose = m_engine->m_entries[0];
        verbose.id = 5;
        verbose.verbose = true;
        m_engine->m_listener->logLine(LogKind::Module, verbose);
        m_engine->log(6, "row-6");
        QTRY_COMPARE(lines(), 5);
        QVERIFY(out.contains("row-4") && out.contains("row-6"));
        process->kill();
        QVERIFY(process->waitForFinished());
    }

    void aServiceCannotSteerTheTerminal() {
        LogEntry entry;
        entry.id = 1;
        entry.source = "postgresql";
        entry.message.text = "\x1b]0;title\x07 caf\u00e9\tand more";
        m_engine->m_entries = {entry};
        QVERIFY(run("logs application")
                    .out.endsWith(QStringLiteral("postgresql: ?]0;title? caf\u00e9\tand more\n")));
    }

    void aSettingsFileIsCheckedWithAllItsProblems() {
        const QString bad = file("{ nonsense");
        const Outcome outcome = run(("config check " + bad.toStdString()).c_str());
        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.out, QStringLiteral("modules[0].name: name is missing. Add it.\n"));
        QCOMPARE(run("config check -", "good").status, 0);
        QCOMPARE(run("config check /no/such/file").status, 1);
        QCOMPARE(run(("config apply --primary " + bad.toStdString()).c_str()).status, 1);
        QVERIFY(m_engine->m_applied.empty());
        QCOMPARE(run("config check - --json", "x").json().value(QStringLiteral("valid")).toBool(true), false);
    }

    void settingsAreAppliedForARole() {
        const QString good = file("good");
        const Outcome outcome = run(("config apply --secondary " + good.toStdString()).c_str());
        QCOMPARE(outcome.status, 1); // the made-up engine takes the word "good", which is no document
        QVERIFY(m_engine->m_applied.empty());
        m_engine->m_acceptsAnySettings = true;
        QCOMPARE(run("config apply --secondary -", R"({"format":1})").status, 0);
        QVERIFY(m_engine->m_applied.at(0).role == Role::Secondary);
        m_engine->m_refusal = {"module-runs", {}, "The module runs.", "Stop it."};
        const Outcome refused = run("config apply --primary -", R"({"format":1})");
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.err.contains(QStringLiteral("The module runs. Stop it.")));
    }

    void theSettingsInForceAreShown() {
        QVERIFY(run("config show").out.contains(QStringLiteral("\"format\": 1")));
        m_engine->m_identity.configured = false;
        QCOMPARE(run("config show").status, 1);
    }
};

QTEST_GUILESS_MAIN(CtlTest)
#include "ctl_test.moc"
