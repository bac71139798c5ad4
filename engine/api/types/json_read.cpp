#include "api/types/json.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>

namespace understudy::api {

namespace {

// Reads the keys of one object and remembers the first that is missing or mistyped, so that a function below
// names all its keys and checks once.
class Keys {
public:
    explicit Keys(const QJsonObject& object) : m_object(object) {}

    std::string text(QLatin1String key) {
        const QJsonValue value = m_object.value(key);
        check(value.isString(), key);
        return value.toString().toStdString();
    }
    std::string textOrNull(QLatin1String key) {
        const QJsonValue value = m_object.value(key);
        check(value.isString() || value.isNull() || value.isUndefined(), key);
        return value.toString().toStdString();
    }
    bool flag(QLatin1String key) {
        const QJsonValue value = m_object.value(key);
        check(value.isBool(), key);
        return value.toBool();
    }
    std::uint64_t number(QLatin1String key) { return numberOrNull(key, Absent::No).value_or(0); }

    enum class Absent { Yes, No };
    std::optional<std::uint64_t> numberOrNull(QLatin1String key, Absent absent = Absent::Yes) {
        const QJsonValue value = m_object.value(key);
        if (absent == Absent::Yes && (value.isNull() || value.isUndefined()))
            return std::nullopt;
        const qint64 whole = value.toInteger(-1);
        check(value.isDouble() && whole >= 0, key);
        return whole >= 0 ? static_cast<std::uint64_t>(whole) : 0;
    }
    std::optional<double> realOrNull(QLatin1String key) {
        const QJsonValue value = m_object.value(key);
        if (value.isNull() || value.isUndefined())
            return std::nullopt;
        check(value.isDouble(), key);
        return value.toDouble();
    }
    std::optional<WallTime> timeOrNull(QLatin1String key) {
        const QJsonValue value = m_object.value(key);
        if (value.isNull() || value.isUndefined())
            return std::nullopt;
        const auto time = parseTime(value.toString().toStdString());
        check(time.has_value(), key);
        return time ? std::optional(*time) : std::nullopt;
    }
    std::vector<std::string> texts(QLatin1String key) {
        std::vector<std::string> list;
        for (const QJsonValue& entry : array(key)) {
            check(entry.isString(), key);
            list.push_back(entry.toString().toStdString());
        }
        return list;
    }
    QJsonObject object(QLatin1String key) {
        const QJsonValue value = m_object.value(key);
        check(value.isObject(), key);
        return value.toObject();
    }
    QJsonArray array(QLatin1String key) {
        const QJsonValue value = m_object.value(key);
        check(value.isArray(), key);
        return value.toArray();
    }
    template <typename T> T part(QLatin1String key) {
        auto value = fromJson<T>(object(key));
        check(value.has_value(), key);
        return value ? *std::move(value) : T{};
    }
    template <typename T> std::vector<T> parts(QLatin1String key) {
        std::vector<T> list;
        for (const QJsonValue& entry : array(key)) {
            auto value = fromJson<T>(entry.toObject());
            check(value.has_value(), key);
            if (value)
                list.push_back(*std::move(value));
        }
        return list;
    }

    void check(bool good, QLatin1String key) {
        if (!good && m_bad.empty())
            m_bad = std::string(key.data(), static_cast<std::size_t>(key.size()));
    }
    template <typename T> Result<T> finish(T value) const {
        if (m_bad.empty())
            return value;
        return fail(ErrorCode::InvalidInput, m_bad, "is missing or of the wrong type");
    }

private:
    const QJsonObject& m_object;
    std::string m_bad;
};

QLatin1String operator""_key(const char* text, std::size_t size) {
    return QLatin1String(text, static_cast<qsizetype>(size));
}

SyncProgress readSync(Keys& keys) {
    const QJsonObject object = keys.object("sync"_key);
    Keys sync(object);
    SyncProgress out;
    out.running = sync.flag("running"_key);
    out.doneBytes = sync.number("done_bytes"_key);
    out.totalBytes = sync.number("total_bytes"_key);
    out.rate = sync.number("rate"_key);
    out.secondsLeft = sync.numberOrNull("seconds_left"_key);
    out.sentBytes = sync.number("sent_bytes"_key);
    out.changedBytes = sync.number("changed_bytes"_key);
    keys.check(sync.finish(out).has_value(), "sync"_key);
    return out;
}

// In the order of their names. An engine that does not say them has none.
std::vector<Refused> readRefused(Keys& keys, const QJsonValue& value) {
    std::vector<Refused> out;
    keys.check(value.isObject() || value.isUndefined(), "refused"_key);
    const QJsonObject object = value.toObject();
    for (auto one = object.begin(); one != object.end(); ++one) {
        const qint64 count = one.value().toInteger(-1);
        keys.check(one.value().isDouble() && count >= 0, "refused"_key);
        out.push_back({one.key().toStdString(), static_cast<std::uint64_t>(std::max<qint64>(count, 0))});
    }
    return out;
}

Message readMessage(Keys& keys, QLatin1String idKey) {
    Message message;
    message.id = keys.text(idKey);
    message.arguments = keys.texts("arguments"_key);
    message.text = keys.text("text"_key);
    message.cure = keys.textOrNull("cure"_key);
    return message;
}

} // namespace

template <> Result<Message> fromJson(const QJsonObject& object) {
    Keys keys(object);
    Message message = readMessage(keys, object.contains("row"_key) ? "row"_key : "id"_key);
    return keys.finish(std::move(message));
}

template <> Result<NodeReport> fromJson(const QJsonObject& object) {
    Keys keys(object);
    NodeReport report;
    report.name = keys.text("name"_key);
    report.host = keys.text("host"_key);
    report.state = keys.textOrNull("state"_key);
    report.colour = keys.text("colour"_key);
    report.data = keys.text("data"_key);
    report.since = keys.timeOrNull("since"_key);
    report.reason = keys.part<Message>("reason"_key);
    if (object.contains("sync"_key))
        report.sync = readSync(keys);
    report.generation = keys.textOrNull("generation"_key);
    report.heartbeatRttMs = keys.realOrNull("heartbeat_rtt_ms"_key);
    report.lagBytes = keys.numberOrNull("lag_bytes"_key);
    report.lagMs = keys.numberOrNull("lag_ms"_key);
    report.holdsVirtualIp = keys.flag("holds_virtual_ip"_key);
    report.refused = readRefused(keys, object.value("refused"_key));
    report.version = keys.textOrNull("version"_key);
    return keys.finish(std::move(report));
}

template <> Result<ClusterReport> fromJson(const QJsonObject& object) {
    Keys keys(object);
    ClusterReport report;
    report.cluster = keys.text("cluster"_key);
    report.module = keys.text("module"_key);
    report.virtualIp = keys.text("virtual_ip"_key);
    report.self = keys.text("self"_key);
    report.nodes = keys.parts<NodeReport>("nodes"_key);
    return keys.finish(std::move(report));
}

template <> Result<CommandResult> fromJson(const QJsonObject& object) {
    Keys keys(object);
    CommandResult result;
    result.node = keys.text("node"_key);
    result.command = keys.text("command"_key);
    result.done = keys.flag("done"_key);
    result.reason = keys.part<Message>("reason"_key);
    return keys.finish(std::move(result));
}

template <> Result<LogEntry> fromJson(const QJsonObject& object) {
    Keys keys(object);
    LogEntry entry;
    const auto log = logFromName(keys.text("log"_key));
    keys.check(log.has_value(), "log"_key);
    entry.id = keys.number("id"_key);
    entry.time = keys.timeOrNull("time"_key).value_or(WallTime{});
    entry.level = keys.text("level"_key);
    entry.verbose = keys.flag("verbose"_key);
    if (log == LogKind::Module)
        entry.message = readMessage(keys, "row"_key);
    if (log == LogKind::Application) {
        entry.source = keys.text("source"_key);
        entry.message.text = keys.text("line"_key);
    }
    if (log == LogKind::Commands) {
        entry.source = keys.text("who"_key);
        entry.from = keys.text("from"_key);
        entry.command = keys.text("command"_key);
        entry.message = keys.part<Message>("outcome"_key);
    }
    return keys.finish(std::move(entry));
}

template <> Result<LogPage> fromJson(const QJsonObject& object) {
    Keys keys(object);
    LogPage page;
    const auto log = logFromName(keys.text("log"_key));
    keys.check(log.has_value(), "log"_key);
    page.log = log.value_or(LogKind::Module);
    page.entries = keys.parts<LogEntry>("entries"_key);
    return keys.finish(std::move(page));
}

template <> Result<ConfigProblem> fromJson(const QJsonObject& object) {
    Keys keys(object);
    ConfigProblem problem;
    problem.place = keys.text("place"_key);
    problem.message = readMessage(keys, "id"_key);
    return keys.finish(std::move(problem));
}

template <> Result<ConfigCheck> fromJson(const QJsonObject& object) {
    Keys keys(object);
    ConfigCheck check;
    check.problems = keys.parts<ConfigProblem>("problems"_key);
    return keys.finish(std::move(check));
}

template <> Result<ConfigReport> fromJson(const QJsonObject& object) {
    Keys keys(object);
    ConfigReport report;
    report.configured = keys.flag("configured"_key);
    const QJsonValue settings = object.value("settings"_key);
    keys.check(settings.isObject() || settings.isNull(), "settings"_key);
    if (settings.isObject())
        report.settings = QJsonDocument(settings.toObject()).toJson().toStdString();
    return keys.finish(std::move(report));
}

template <> Result<ConfigApply> fromJson(const QJsonObject& object) {
    Keys keys(object);
    ConfigApply apply;
    apply.settings = QJsonDocument(keys.object("settings"_key)).toJson().toStdString();
    const std::string role = keys.text("role"_key);
    keys.check(role == "primary" || role == "secondary", "role"_key);
    apply.role = role == "secondary" ? Role::Secondary : Role::Primary;
    return keys.finish(std::move(apply));
}

template <> Result<ConfigResult> fromJson(const QJsonObject& object) {
    Keys keys(object);
    ConfigResult result;
    const auto command = fromJson<CommandResult>(object);
    if (!command)
        return fail(command.error());
    result.result = *command;
    result.problems = keys.parts<ConfigProblem>("problems"_key);
    return keys.finish(std::move(result));
}

template <> Result<NextStep> fromJson(const QJsonObject& object) {
    Keys keys(object);
    NextStep step;
    step.command = keys.text("command"_key);
    step.to = keys.text("to"_key);
    step.why = keys.part<Message>("why"_key);
    return keys.finish(std::move(step));
}

template <> Result<Explanation> fromJson(const QJsonObject& object) {
    Keys keys(object);
    Explanation explanation;
    explanation.node = keys.part<NodeReport>("node"_key);
    explanation.next = keys.parts<NextStep>("next"_key);
    return keys.finish(std::move(explanation));
}

template <> Result<Caller> fromJson(const QJsonObject& object) {
    Keys keys(object);
    Caller caller;
    caller.who = keys.text("who"_key);
    caller.from = keys.text("from"_key);
    return keys.finish(std::move(caller));
}

std::string formatTime(WallTime time) {
    const QDateTime date = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return date.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")).toStdString() + "Z";
}

Result<WallTime> parseTime(std::string_view text) {
    const QString whole = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    const QDateTime date = QDateTime::fromString(whole, Qt::ISODateWithMs);
    if (!date.isValid() || date.timeSpec() != Qt::UTC)
        return fail(ErrorCode::InvalidInput, std::string(text), "is not a time in UTC");
    return WallTime(std::chrono::milliseconds(date.toMSecsSinceEpoch()));
}

Result<QJsonObject> parseJsonObject(const QByteArray& text) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = text.left(error.offset);
        const auto line = before.count('\n') + 1;
        const auto column = error.offset - (before.lastIndexOf('\n') + 1) + 1;
        return fail(ErrorCode::InvalidInput,
                    "line " + std::to_string(line) + ", column " + std::to_string(column),
                    error.errorString().toStdString());
    }
    if (!document.isObject())
        return fail(ErrorCode::InvalidInput, "line 1", "is not a JSON object");
    return document.object();
}

} // namespace understudy::api
