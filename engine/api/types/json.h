#pragma once
// The values of reports.h as JSON and back. Reading is for bytes from outside: a missing or mistyped key is
// an InvalidInput error that names it; unknown keys are ignored, so that a newer engine can say more.

#include "api/types/reports.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace understudy::api {

// 2026-11-24T10:00:00.123Z
std::string formatTime(WallTime time);
Result<WallTime> parseTime(std::string_view text);

enum class IdKey : std::uint8_t { Id, Row };                       // a node's reason calls its id "row"
QJsonObject toJson(const Message& message, IdKey key = IdKey::Id); // adds the finished English sentence
QJsonObject toJson(const NodeReport& report);
QJsonObject toJson(const ClusterReport& report);
QJsonObject toJson(const CommandResult& result);
QJsonObject toJson(LogKind log, const LogEntry& entry);
QJsonObject toJson(const LogPage& page);
QJsonObject toJson(const ConfigCheck& check);
QJsonObject toJson(const ConfigReport& report);
QJsonObject toJson(const ConfigApply& apply);
QJsonObject toJson(const ConfigResult& result);
QJsonObject toJson(const Explanation& explanation);
QJsonObject toJson(const Caller& caller);

// One for each type above: fromJson<NodeReport>(object).
template <typename T> Result<T> fromJson(const QJsonObject& object);
template <> Result<Message> fromJson(const QJsonObject& object);
template <> Result<NodeReport> fromJson(const QJsonObject& object);
template <> Result<ClusterReport> fromJson(const QJsonObject& object);
template <> Result<CommandResult> fromJson(const QJsonObject& object);
template <> Result<LogEntry> fromJson(const QJsonObject& object);
template <> Result<LogPage> fromJson(const QJsonObject& object);
template <> Result<ConfigCheck> fromJson(const QJsonObject& object);
template <> Result<ConfigReport> fromJson(const QJsonObject& object);
template <> Result<ConfigApply> fromJson(const QJsonObject& object);
template <> Result<ConfigResult> fromJson(const QJsonObject& object);
template <> Result<Explanation> fromJson(const QJsonObject& object);
template <> Result<Caller> fromJson(const QJsonObject& object);

// Text to object: InvalidInput names line and column of what does not parse.
Result<QJsonObject> parseJsonObject(const QByteArray& text);
QByteArray jsonText(const QJsonObject& object); // compact, one line

// Text to a value in one go.
template <typename T> Result<T> fromJsonText(const std::string& text) {
    const auto object = parseJsonObject(QByteArray::fromStdString(text));
    return object ? fromJson<T>(*object) : Result<T>(fail(object.error()));
}

} // namespace understudy::api
