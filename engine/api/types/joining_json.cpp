#include "api/types/joining.h"
#include "api/types/json.h"

#include <QJsonArray>

namespace understudy::api {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QJsonArray texts(const std::vector<std::string>& list) {
    QJsonArray array;
    for (const std::string& entry : list)
        array.append(text(entry));
    return array;
}

QJsonValue numberOrNull(const std::optional<std::uint64_t>& value) {
    return value ? QJsonValue(static_cast<qint64>(*value)) : QJsonValue(QJsonValue::Null);
}

// Remembers the first key of the wrong type; every key may be missing.
class Keys {
public:
    explicit Keys(const QJsonObject& object) : m_object(object) {}
    std::string text(const char* key, const char* otherwise = "") {
        const QJsonValue value = get(key);
        check(value.isString() || value.isNull() || value.isUndefined(), key);
        return value.isString() ? value.toString().toStdString() : otherwise;
    }
    bool flag(const char* key) {
        check(get(key).isBool() || get(key).isUndefined(), key);
        return get(key).toBool();
    }
    std::vector<std::string> texts(const char* key) {
        std::vector<std::string> list;
        check(get(key).isArray() || get(key).isUndefined(), key);
        for (const QJsonValue& entry : get(key).toArray()) {
            check(entry.isString(), key);
            list.push_back(entry.toString().toStdString());
        }
        return list;
    }
    std::optional<std::uint64_t> number(const char* key) {
        const qint64 value = get(key).toInteger(-1);
        return value < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(value));
    }
    template <typename T> T part(const char* key) {
        if (!get(key).isObject())
            return {};
        auto value = fromJson<T>(get(key).toObject());
        check(value.has_value(), key);
        return value ? *std::move(value) : T{};
    }
    template <typename T> std::vector<T> parts(const char* key) {
        std::vector<T> list;
        for (const QJsonValue& entry : get(key).toArray()) {
            auto value = fromJson<T>(entry.toObject());
            check(value.has_value(), key);
            if (value)
                list.push_back(*std::move(value));
        }
        return list;
    }
    template <typename T> Result<T> finish(T value) const {
        if (m_bad.empty())
            return value;
        return fail(ErrorCode::InvalidInput, m_bad, "is of the wrong type");
    }

private:
    QJsonValue get(const char* key) const { return m_object.value(QLatin1String(key)); }
    void check(bool good, const char* key) {
        if (!good && m_bad.empty())
            m_bad = key;
    }
    const QJsonObject& m_object;
    std::string m_bad;
};

QJsonObject toJson(const Prerequisite& one) {
    QJsonObject object{{QStringLiteral("id"), text(one.id)},
                       {QStringLiteral("result"), text(one.result)},
                       {QStringLiteral("engine_can_apply"), one.engineCanApply}};
    if (!one.reason.isEmpty())
        object.insert(QStringLiteral("reason"), toJson(one.reason, IdKey::Id));
    return object;
}

} // namespace

QJsonObject toJson(const JoinPrepare& prepare) {
    return {{QStringLiteral("protocol"), text(prepare.protocol)},
            {QStringLiteral("password"), text(prepare.password)}};
}

QJsonObject toJson(const JoinStart& start) {
    return {{QStringLiteral("host"), text(start.host)},
            {QStringLiteral("protocol"), text(start.protocol)},
            {QStringLiteral("code"), text(start.code)},
            {QStringLiteral("password"), text(start.password)},
            {QStringLiteral("virtual_ip"), text(start.virtualIp)},
            {QStringLiteral("template"), text(start.model)},
            {QStringLiteral("name"), text(start.name)},
            {QStringLiteral("folders"), texts(start.folders)},
            {QStringLiteral("units"), texts(start.units)},
            {QStringLiteral("settings"), text(start.settings)}};
}

QJsonObject toJson(const JoinStatus& status) {
    QJsonObject object{{QStringLiteral("phase"), text(status.phase)},
                       {QStringLiteral("node"), text(status.node)},
                       {QStringLiteral("peer"), text(status.peer)},
                       {QStringLiteral("step"), text(status.step)},
                       {QStringLiteral("seconds_left"), numberOrNull(status.secondsLeft)},
                       {QStringLiteral("tries_left"), numberOrNull(status.triesLeft)}};
    if (!status.reason.isEmpty())
        object.insert(QStringLiteral("reason"), toJson(status.reason, IdKey::Id));
    return object;
}

QJsonObject toJson(const JoinResult& result) {
    QJsonArray problems;
    for (const ConfigProblem& problem : result.problems) {
        QJsonObject object = toJson(problem.message, IdKey::Id);
        object.insert(QStringLiteral("place"), text(problem.place));
        problems.append(object);
    }
    QJsonObject object{{QStringLiteral("result"), toJson(result.result)},
                       {QStringLiteral("status"), toJson(result.status)},
                       {QStringLiteral("problems"), problems}};
    if (!result.code.empty())
        object.insert(QStringLiteral("code"), text(result.code));
    return object;
}

QJsonObject toJson(const NodePrerequisites& node) {
    QJsonArray list;
    for (const Prerequisite& one : node.prerequisites)
        list.append(toJson(one));
    return {{QStringLiteral("node"), text(node.node)}, {QStringLiteral("prerequisites"), list}};
}

QJsonObject toJson(const PrerequisitesReport& report) {
    QJsonArray nodes;
    for (const NodePrerequisites& node : report.nodes)
        nodes.append(toJson(node));
    QJsonObject object{{QStringLiteral("nodes"), nodes}};
    if (!report.peerReason.isEmpty())
        object.insert(QStringLiteral("peer_reason"), toJson(report.peerReason, IdKey::Id));
    return object;
}

template <> Result<JoinPrepare> fromJson(const QJsonObject& object) {
    Keys keys(object);
    return keys.finish(JoinPrepare{keys.text("protocol", "https"), keys.text("password")});
}

template <> Result<JoinStart> fromJson(const QJsonObject& object) {
    Keys keys(object);
    JoinStart start;
    start.host = keys.text("host");
    start.protocol = keys.text("protocol", "https");
    start.code = keys.text("code");
    start.password = keys.text("password");
    start.virtualIp = keys.text("virtual_ip");
    start.model = keys.text("template");
    start.name = keys.text("name");
    start.folders = keys.texts("folders");
    start.units = keys.texts("units");
    start.settings = keys.text("settings");
    return keys.finish(std::move(start));
}

template <> Result<JoinStatus> fromJson(const QJsonObject& object) {
    Keys keys(object);
    JoinStatus status;
    status.phase = keys.text("phase");
    status.node = keys.text("node");
    status.peer = keys.text("peer");
    status.step = keys.text("step");
    status.reason = keys.part<Message>("reason");
    status.secondsLeft = keys.number("seconds_left");
    status.triesLeft = keys.number("tries_left");
    return keys.finish(std::move(status));
}

template <> Result<JoinResult> fromJson(const QJsonObject& object) {
    Keys keys(object);
    JoinResult result;
    result.result = keys.part<CommandResult>("result");
    result.status = keys.part<JoinStatus>("status");
    result.code = keys.text("code");
    for (const QJsonValue& value : object.value(QLatin1String("problems")).toArray()) {
        const QJsonObject problem = value.toObject();
        auto message = fromJson<Message>(problem);
        if (!message)
            return fail(message.error());
        result.problems.push_back(
            {problem.value(QLatin1String("place")).toString().toStdString(), *std::move(message)});
    }
    return keys.finish(std::move(result));
}

namespace {

Result<Prerequisite> prerequisiteFrom(const QJsonObject& object) {
    Keys keys(object);
    return keys.finish(Prerequisite{keys.text("id"), keys.text("result"), keys.part<Message>("reason"),
                                    keys.flag("engine_can_apply")});
}

} // namespace

template <> Result<NodePrerequisites> fromJson(const QJsonObject& object) {
    Keys keys(object);
    NodePrerequisites node{keys.text("node"), {}};
    for (const QJsonValue& value : object.value(QLatin1String("prerequisites")).toArray()) {
        auto one = prerequisiteFrom(value.toObject());
        if (!one)
            return fail(one.error());
        node.prerequisites.push_back(*std::move(one));
    }
    return keys.finish(std::move(node));
}

template <> Result<PrerequisitesReport> fromJson(const QJsonObject& object) {
    Keys keys(object);
    PrerequisitesReport report;
    report.nodes = keys.parts<NodePrerequisites>("nodes");
    report.peerReason = keys.part<Message>("peer_reason");
    return keys.finish(std::move(report));
}

} // namespace understudy::api
