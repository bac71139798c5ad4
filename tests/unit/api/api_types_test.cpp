// What the API says survives its way through JSON, and every sentence has its words.

#include "api/types/json.h"
#include "api/types/messages.h"

#include <QJsonArray>
#include <QTest>

using namespace understudy;
using namespace understudy::api;

namespace {

const Message kMessage{"row-id", {"node1", "30 s"}, "%1 was silent for %2.", "Look at %1."};

NodeReport fullNode() {
    NodeReport node;
    node.name = "node2";
    node.host = "beta";
    node.state = "SECOND";
    node.colour = "magenta";
    node.data = "not uptodate";
    node.since = WallTime(std::chrono::milliseconds(1'795'000'000'007));
    node.reason = kMessage;
    node.sync = SyncProgress{1ULL << 60, 1ULL << 61, 12345, 77, 5, 6};
    node.generation = "00ff";
    node.heartbeatRttMs = 0.25;
    node.lagBytes = 0;
    node.lagMs = 12;
    node.holdsVirtualIp = true;
    node.refused = {{"control", 3}, {"heartbeat replayed", 1ULL << 40}};
    node.version = "0.1.0";
    return node;
}

template <typename T> void comesBack(const T& value) {
    const auto object = parseJsonObject(jsonText(toJson(value)));
    QVERIFY(object.has_value());
    const auto back = fromJson<T>(*object);
    QVERIFY2(back.has_value(), back ? "" : back.error().toString().c_str());
    QVERIFY(*back == value);
    // Without any one of its keys it is either refused, or the key was one that may be absent; never a crash.
    for (const QString& key : object->keys()) {
        QJsonObject less = *object;
        less.remove(key);
        (void)fromJson<T>(less);
        less.insert(key, QJsonArray({QJsonObject(), 5}));
        (void)fromJson<T>(less);
    }
    QVERIFY(!fromJson<T>(QJsonObject()).has_value());
}

} // namespace

class ApiTypesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAnswerComesBackAsItWas() {
        comesBack(kMessage);
        comesBack(fullNode());
        comesBack(NodeReport{});
        comesBack(
            ClusterReport{"cluster1", "postgresql", "10.0.0.9/24", "node1", {fullNode(), NodeReport{}}});
        comesBack(CommandResult{"node1", "swap", false, kMessage});
        LogEntry entry{7, *fullNode().since, "warning", true, {}, {}, {}, kMessage};
        comesBack(LogPage{LogKind::Module, {entry, entry}});
        comesBack(
            LogPage{LogKind::Application,
                    {{8, *fullNode().since, "info", false, "postgresql", {}, {}, {{}, {}, "100%1", {}}}}});
        comesBack(LogPage{LogKind::Commands,
                          {{9, *fullNode().since, "info", false, "root", "node2", "swap", kMessage}}});
        comesBack(ConfigCheck{{{"modules[0].name", kMessage}}});
        comesBack(ConfigApply{"{\n    \"format\": 1\n}\n", Role::Secondary});
        comesBack(ConfigReport{true, "{\n    \"format\": 1\n}\n"});
        comesBack(ConfigResult{{"node1", "config apply", true, kMessage}, {{"self", kMessage}}});
        comesBack(Explanation{fullNode(), {{"swap", "WAIT", kMessage}}});
        comesBack(Caller{"root", "node1"});
    }

    void theStateOfANodeHasTheWordsThatScriptsRead() {
        const QJsonObject node = toJson(fullNode());
        QCOMPARE(node.value(QStringLiteral("since")).toString(), QStringLiteral("2026-11-18T11:06:40.007Z"));
        QCOMPARE(node.value(QStringLiteral("reason")).toObject().value(QStringLiteral("row")).toString(),
                 QStringLiteral("row-id"));
        QCOMPARE(node.value(QStringLiteral("reason")).toObject().value(QStringLiteral("sentence")).toString(),
                 QStringLiteral("node1 was silent for 30 s."));
        QCOMPARE(
            node.value(QStringLiteral("sync")).toObject().value(QStringLiteral("done_bytes")).toInteger(),
            qint64(1) << 60);
        QVERIFY(toJson(NodeReport{}).value(QStringLiteral("state")).isNull());
    }

    void aTimeThatIsNotUtcIsNotATime() {
        for (const char* text :
             {"", "2026-11-18", "2026-11-18T11:06:40.007", "2026-11-18T11:06:40+01:00", "now"})
            QVERIFY2(!parseTime(text).has_value(), text);
    }

    void everySentenceHasItsWordsAndOnlyArgumentsItGets() {
        for (const std::string_view id : apiMessageIds()) {
            const Message message = apiMessage(id, {"one", "two", "three"});
            QVERIFY(!message.text.empty());
            QVERIFY2(!fullSentence(message).contains(QLatin1Char('%')), qPrintable(fullSentence(message)));
        }
    }

    void anArgumentIsNotTakenForAPlace() {
        QCOMPARE(fillIn(QStringLiteral("%2 and %1, 100%, %3"), {"%2", "x"}),
                 QStringLiteral("x and %2, 100%, %3"));
    }

    void whatHasNoWordsShowsItsIdAndArguments() {
        QCOMPARE(sentence(Message{"row-of-tomorrow", {"a", "b"}, {}, {}}),
                 QStringLiteral("row-of-tomorrow a b"));
    }

    void anErrorBecomesASentenceWithItsCure() {
        const Message message =
            messageFor(Error{ErrorCode::DiskFull, "/var/lib/x", "cannot be written", ENOSPC});
        QCOMPARE(fullSentence(message),
                 QStringLiteral("/var/lib/x: cannot be written: the disk is full (No space left on device). "
                                "Free some space on this disk."));
    }
};

QTEST_GUILESS_MAIN(ApiTypesTest)
#include "api_types_test.moc"
