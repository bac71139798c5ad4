#include "api/types/json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace understudy::api {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QJsonValue number(std::uint64_t value) {
    return QJsonValue(static_cast<qint64>(value));
}

QJsonValue textOrNull(const std::string& utf8) {
    return utf8.empty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text(utf8));
}

template <typename T> QJsonValue numberOrNull(const std::optional<T>& value) {
    return value ? number(*value) : QJsonValue(QJsonValue::Null);
}

QJsonArray texts(const std::vector<std::string>& list) {
    QJsonArray array;
    for (const std::string& entry : list)
        array.append(text(entry));
    return array;
}

QJsonArray problemsJson(const std::vector<ConfigProblem>& problems) {
    QJsonArray array;
    for (const ConfigProblem& problem : problems) {
        QJsonObject object = toJson(problem.message);
        object.insert(QStringLiteral("place"), text(problem.place));
        array.append(object);
    }
    return array;
}

QJsonObject syncJson(const SyncProgress& sync) {
    return {{QStringLiteral("running"), sync.running},
            {QStringLiteral("done_bytes"), number(sync.doneBytes)},
            {QStringLiteral("total_bytes"), number(sync.totalBytes)},
            {QStringLiteral("rate"), number(sync.rate)},
            {QStringLiteral("seconds_left"), numberOrNull(sync.secondsLeft)},
            {QStringLiteral("sent_bytes"), number(sync.sentBytes)},
            {QStringLiteral("changed_bytes"), number(sync.changedBytes)}};
}

} // namespace

QJsonObject toJson(const Message& message, IdKey key) {
    QJsonObject object{{key == IdKey::Row ? QStringLiteral("row") : QStringLiteral("id"), text(message.id)},
                       {QStringLiteral("arguments"), texts(message.arguments)},
                       {QStringLiteral("text"), text(message.text)},
                       {QStringLiteral("cure"), text(message.cure)},
                       {QStringLiteral("sentence"), fillIn(text(message.text), message.arguments)}};
    if (!message.cure.empty())
        object.insert(QStringLiteral("cure_sentence"), fillIn(text(message.cure), message.arguments));
    return object;
}

QJsonObject toJson(const NodeReport& report) {
    QJsonObject object{
        {QStringLiteral("name"), text(report.name)},
        {QStringLiteral("host"), text(report.host)},
        {QStringLiteral("state"), textOrNull(report.state)},
        {QStringLiteral("colour"), text(report.colour)},
        {QStringLiteral("data"), text(report.data)},
        {QStringLiteral("since"), report.since ? QJsonValue(text(formatTime(*report.since))) : QJsonValue()},
        {QStringLiteral("reason"), toJson(report.reason, IdKey::Row)},
        {QStringLiteral("generation"), textOrNull(report.generation)},
        {QStringLiteral("heartbeat_rtt_ms"),
         report.heartbeatRttMs ? QJsonValue(*report.heartbeatRttMs) : QJsonValue()},
        {QStringLiteral("lag_bytes"), numberOrNull(report.lagBytes)},
        {QStringLiteral("lag_ms"), numberOrNull(report.lagMs)},
        {QStringLiteral("holds_virtual_ip"), report.holdsVirtualIp},
        {QStringLiteral("version"), textOrNull(report.version)}};
    if (report.sync)
        object.insert(QStringLiteral("sync"), syncJson(*report.sync));
    QJsonObject refused;
    for (const Refused& one : report.refused)
        refused.insert(text(one.what), number(one.count));
    object.insert(QStringLiteral("refused"), refused);
    return object;
}

QJsonObject toJson(const ClusterReport& report) {
    QJsonArray nodes;
    for (const NodeReport& node : report.nodes)
        nodes.append(toJson(node));
    return {{QStringLiteral("cluster"), text(report.cluster)},
            {QStringLiteral("module"), text(report.module)},
            {QStringLiteral("virtual_ip"), text(report.virtualIp)},
            {QStringLiteral("self"), text(report.self)},
            {QStringLiteral("nodes"), nodes}};
}

QJsonObject toJson(const CommandResult& result) {
    return {{QStringLiteral("node"), text(result.node)},
            {QStringLiteral("command"), text(result.command)},
            {QStringLiteral("done"), result.done},
            {QStringLiteral("reason"), toJson(result.reason)}};
}

QJsonObject toJson(LogKind log, const LogEntry& entry) {
    QJsonObject object = log == LogKind::Module ? toJson(entry.message, IdKey::Row) : QJsonObject();
    object.insert(QStringLiteral("log"), QLatin1String(logName(log)));
    object.insert(QStringLiteral("id"), number(entry.id));
    object.insert(QStringLiteral("time"), text(formatTime(entry.time)));
    object.insert(QStringLiteral("level"), text(entry.level));
    object.insert(QStringLiteral("verbose"), entry.verbose);
    if (log == LogKind::Application) {
        object.insert(QStringLiteral("source"), text(entry.source));
        object.insert(QStringLiteral("line"), text(entry.message.text));
    }
    if (log == LogKind::Commands) {
        object.insert(QStringLiteral("who"), text(entry.source));
        object.insert(QStringLiteral("from"), text(entry.from));
        object.insert(QStringLiteral("command"), text(entry.command));
        object.insert(QStringLiteral("outcome"), toJson(entry.message));
    }
    return object;
}

QJsonObject toJson(const LogPage& page) {
    QJsonArray entries;
    for (const LogEntry& entry : page.entries)
        entries.append(toJson(page.log, entry));
    return {{QStringLiteral("log"), QLatin1String(logName(page.log))}, {QStringLiteral("entries"), entries}};
}

QJsonObject toJson(const ConfigCheck& check) {
    return {{QStringLiteral("valid"), check.problems.empty()},
            {QStringLiteral("problems"), problemsJson(check.problems)}};
}

QJsonObject toJson(const ConfigReport& report) {
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(report.settings));
    return {{QStringLiteral("configured"), report.configured},
            {QStringLiteral("settings"), document.isObject() ? QJsonValue(document.object()) : QJsonValue()}};
}

QJsonObject toJson(const ConfigApply& apply) {
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(apply.settings));
    return {{QStringLiteral("settings"), document.isObject() ? QJsonValue(document.object()) : QJsonValue()},
            {QStringLiteral("role"),
             apply.role == Role::Primary ? QStringLiteral("primary") : QStringLiteral("secondary")}};
}

QJsonObject toJson(const ConfigResult& result) {
    QJsonObject object = toJson(result.result);
    object.insert(QStringLiteral("problems"), problemsJson(result.problems));
    return object;
}

QJsonObject toJson(const Explanation& explanation) {
    QJsonArray next;
    for (const NextStep& step : explanation.next)
        next.append(QJsonObject{{QStringLiteral("command"), text(step.command)},
                                {QStringLiteral("to"), text(step.to)},
                                {QStringLiteral("why"), toJson(step.why)}});
    return {{QStringLiteral("node"), toJson(explanation.node)}, {QStringLiteral("next"), next}};
}

QJsonObject toJson(const Caller& caller) {
    return {{QStringLiteral("who"), text(caller.who)}, {QStringLiteral("from"), text(caller.from)}};
}

QByteArray jsonText(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace understudy::api
