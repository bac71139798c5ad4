// The document of the API, resources/openapi.json, held against the server's table of routes and against what
// it really writes, in both directions: nothing is undocumented, and nothing documented is missing.

#include "api/server/routes.h"
#include "api/types/joining.h"
#include "api/types/json.h"
#include "api/types/login.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace understudy;
using namespace understudy::api;

namespace {

const Message kMessage{"row-id", {"node1"}, "%1 was silent.", "Look at %1."};

NodeReport fullNode() {
    NodeReport node;
    node.name = "node2";
    node.host = "beta";
    node.state = "SECOND";
    node.since = WallTime(std::chrono::milliseconds(1'795'000'000'007));
    node.reason = kMessage;
    node.sync = SyncProgress{1, 2, 3, 4, 5, 6};
    node.generation = "00ff";
    node.heartbeatRttMs = 0.25;
    node.lagBytes = 0;
    node.lagMs = 12;
    node.refused = {{"control", 3}};
    node.version = "0.1.0";
    return node;
}

// What is wrong with a value, beside what the document says of it. Notes which properties were seen.
class Document {
public:
    explicit Document(QJsonObject document) : m_document(std::move(document)) {}

    QJsonObject schemas() const {
        return m_document.value(QStringLiteral("components"))
            .toObject()
            .value(QStringLiteral("schemas"))
            .toObject();
    }
    QJsonObject paths() const { return m_document.value(QStringLiteral("paths")).toObject(); }

    QString judge(const QJsonValue& value, const QString& schema) {
        return judge(value, schemas().value(schema).toObject(), schema);
    }
    QStringList neverSeen(const QString& schema) const {
        QStringList missing;
        for (const QString& key :
             schemas().value(schema).toObject().value(QStringLiteral("properties")).toObject().keys())
            if (m_seen.count(schema + u'.' + key) == 0)
                missing.append(schema + u'.' + key);
        return missing;
    }

private:
    QString judge(const QJsonValue& value, const QJsonObject& schema, const QString& where) {
        if (schema.contains(QStringLiteral("$ref"))) {
            const QString name = schema.value(QStringLiteral("$ref")).toString().section(u'/', -1);
            return schemas().contains(name) ? judge(value, name)
                                            : where + QStringLiteral(": no schema ") + name;
        }
        if (schema.contains(QStringLiteral("oneOf")))
            return judgeOneOf(value, schema.value(QStringLiteral("oneOf")).toArray(), where);
        if (!hasType(value, schema.value(QStringLiteral("type"))))
            return where + QStringLiteral(": is of another type");
        const QJsonArray words = schema.value(QStringLiteral("enum")).toArray();
        if (!words.isEmpty() && !words.contains(value))
            return where + QStringLiteral(": has a word that is not in the document: ") + value.toString();
        if (value.isArray())
            for (const QJsonValue& one : value.toArray())
                if (const QString wrong = judge(one, schema.value(QStringLiteral("items")).toObject(), where);
                    !wrong.isEmpty())
                    return wrong;
        return value.isObject() ? judgeObject(value.toObject(), schema, where) : QString();
    }

    QString judgeOneOf(const QJsonValue& value, const QJsonArray& choices, const QString& where) {
        QString all;
        for (const QJsonValue& choice : choices) {
            const QString wrong = judge(value, choice.toObject(), where);
            if (wrong.isEmpty())
                return {};
            all += wrong + QStringLiteral("; ");
        }
        return all;
    }

    QString judgeObject(const QJsonObject& object, const QJsonObject& schema, const QString& where) {
        const QJsonObject properties = schema.value(QStringLiteral("properties")).toObject();
        const bool open = schema.value(QStringLiteral("additionalProperties")) != QJsonValue(false);
        for (auto it = object.begin(); it != object.end(); ++it) {
            m_seen.insert(where + u'.' + it.key());
            if (!properties.contains(it.key()) && !open)
                return where + u'.' + it.key() + QStringLiteral(": is not in the document");
            if (const QString wrong =
                    judge(*it, properties.value(it.key()).toObject(), where + u'.' + it.key());
                !wrong.isEmpty())
                return wrong;
        }
        for (const QJsonValue& key : schema.value(QStringLiteral("required")).toArray())
            if (!object.contains(key.toString()))
                return where + u'.' + key.toString() + QStringLiteral(": is missing");
        return {};
    }

    static bool hasType(const QJsonValue& value, const QJsonValue& type) {
        if (type.isArray()) {
            const QJsonArray types = type.toArray();
            return std::any_of(types.begin(), types.end(),
                               [&](const QJsonValue& one) { return hasType(value, one); });
        }
        const QString word = type.toString();
        return word.isEmpty() || (word == u"string" && value.isString()) ||
               (word == u"boolean" && value.isBool()) || (word == u"array" && value.isArray()) ||
               (word == u"object" && value.isObject()) || (word == u"null" && value.isNull()) ||
               (word == u"number" && value.isDouble()) ||
               (word == u"integer" && value.isDouble() &&
                value.toDouble() == static_cast<double>(value.toInteger()));
    }

    QJsonObject m_document;
    std::set<QString> m_seen;
};

QJsonObject documentOnDisk() {
    QFile file(QFINDTESTDATA("../../../resources/openapi.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

// Every schema that stands for a value of ours, with the values that use all of it.
std::vector<std::pair<QString, QJsonObject>> samples() {
    const CommandResult result{"node1", "swap", false, kMessage};
    const LogEntry entry{7, *fullNode().since, "warning", true, "postgresql", "node2", "swap", kMessage};
    const JoinStatus status{"open", "node2", "alpha", "prepared", kMessage, 3600, 5};
    const NodePrerequisites prerequisites{"node1",
                                          {{"fuse", "missing", kMessage, true}, {"time", "met", {}, false}}};
    LoginReport session{"admin", "token", "csrf"};
    return {{QStringLiteral("Message"), toJson(kMessage)},
            {QStringLiteral("Node"), toJson(fullNode())},
            {QStringLiteral("Node"), toJson(NodeReport{})},
            {QStringLiteral("State"),
             toJson(ClusterReport{"c", "m", "10.0.0.9/24", "node1", {fullNode(), NodeReport{}}})},
            {QStringLiteral("Explanation"), toJson(Explanation{fullNode(), {{"swap", "WAIT", kMessage}}})},
            {QStringLiteral("CommandResult"), toJson(result)},
            {QStringLiteral("Caller"), toJson(Caller{"root", "node1"})},
            {QStringLiteral("ModuleEntry"), toJson(LogKind::Module, entry)},
            {QStringLiteral("ApplicationEntry"), toJson(LogKind::Application, entry)},
            {QStringLiteral("CommandEntry"), toJson(LogKind::Commands, entry)},
            {QStringLiteral("LogPage"), toJson(LogPage{LogKind::Module, {entry}})},
            {QStringLiteral("LogPage"), toJson(LogPage{LogKind::Application, {entry}})},
            {QStringLiteral("LogPage"), toJson(LogPage{LogKind::Commands, {entry}})},
            {QStringLiteral("Config"), toJson(ConfigReport{true, R"({"format":1})"})},
            {QStringLiteral("Config"), toJson(ConfigReport{})},
            {QStringLiteral("ConfigApply"), toJson(ConfigApply{R"({"format":1})", Role::Secondary})},
            {QStringLiteral("ConfigCheck"), toJson(ConfigCheck{{{"modules[0].name", kMessage}}})},
            {QStringLiteral("ConfigResult"), toJson(ConfigResult{result, {{"self", kMessage}}})},
            {QStringLiteral("Login"), toJson(LoginWanted{})},
            {QStringLiteral("Session"), toJson(session)},
            {QStringLiteral("Password"), toJson(PasswordWanted{"p"})},
            {QStringLiteral("GatewayOrders"), toJson(GatewayOrders{"https", 9453, "PEM", "PEM"})},
            {QStringLiteral("JoinPrepare"), toJson(JoinPrepare{})},
            {QStringLiteral("JoinStart"), toJson(JoinStart{})},
            {QStringLiteral("JoinStatus"), toJson(status)},
            {QStringLiteral("JoinStatus"), toJson(JoinStatus{})},
            {QStringLiteral("JoinResult"), toJson(JoinResult{result, status, "CODE", {{"self", kMessage}}})},
            {QStringLiteral("NodePrerequisites"), toJson(prerequisites)},
            {QStringLiteral("Prerequisites"), toJson(PrerequisitesReport{{prerequisites}, kMessage})}};
}

} // namespace

class OpenApiTest : public QObject {
    Q_OBJECT

    Document m_document{documentOnDisk()};

private Q_SLOTS:
    void everyRouteIsDocumentedAndEveryDocumentedOneIsThere() {
        std::map<QString, QString> documented;
        const QJsonObject paths = m_document.paths();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QString pattern =
                QString(path.key())
                    .replace(QRegularExpression(QStringLiteral("\\{[a-z]+\\}")), QStringLiteral("{}"));
            const QJsonObject methods = path->toObject();
            for (auto method = methods.begin(); method != methods.end(); ++method)
                documented[method.key().toUpper() + u' ' + pattern] =
                    method->toObject().value(QStringLiteral("x-from-afar")).toString();
        }
        std::map<QString, QString> served;
        for (const RouteText& route : routeTexts())
            served[QString::fromStdString(route.method + " " + route.pattern)] =
                QString::fromStdString(route.fromAfar);
        for (const auto& [route, afar] : served)
            QVERIFY2(documented.count(route) == 1 && documented[route] == afar,
                     qPrintable(route + u' ' + afar));
        QCOMPARE(documented.size(), served.size());
    }

    void everyFieldIsDocumentedAndEveryDocumentedOneIsThere() {
        std::set<QString> judged;
        for (const auto& [schema, value] : samples()) {
            const QString wrong = m_document.judge(value, schema);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        // Between engines: written by the server itself, with facts that are not of the API.
        const QStringList notOurs = {QStringLiteral("PeerPrerequisites"), QStringLiteral("Error")};
        for (const QString& schema : m_document.schemas().keys())
            if (!notOurs.contains(schema))
                QCOMPARE(m_document.neverSeen(schema), QStringList());
    }

    void whatTheDocumentRefersToIsInIt() {
        const QString text = QString::fromUtf8(QJsonDocument(documentOnDisk()).toJson());
        auto found = QRegularExpression(QStringLiteral("#/components/schemas/(\\w+)")).globalMatch(text);
        std::set<QString> used;
        while (found.hasNext())
            used.insert(found.next().captured(1));
        const QStringList there = m_document.schemas().keys();
        QCOMPARE(used, std::set<QString>(there.begin(), there.end()));
    }
};

QTEST_APPLESS_MAIN(OpenApiTest)
#include "openapi_test.moc"
