// The record of a joining as text: JSON with a format number.

#include "base/hex.h"
#include "joining/files.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace understudy::joining {

namespace {

constexpr int kFormat = 1;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

template <std::size_t N> bool fromHex(const QJsonValue& value, std::array<std::uint8_t, N>& out) {
    const QByteArray bytes = QByteArray::fromHex(value.toString().toLatin1());
    if (bytes.size() != static_cast<qsizetype>(N))
        return false;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return true;
}

} // namespace

std::string recordText(const Record& record) {
    QJsonArray made;
    for (const std::string& file : record.made)
        made.append(text(file));
    const QJsonObject object{{QStringLiteral("format"), kFormat},
                             {QStringLiteral("side"), static_cast<int>(record.side)},
                             {QStringLiteral("stage"), static_cast<int>(record.stage)},
                             {QStringLiteral("id"), text(toHex(record.id))},
                             {QStringLiteral("resume"), text(toHex(record.resume))},
                             {QStringLiteral("peer_address"), text(record.peerAddress)},
                             {QStringLiteral("peer_name"), text(record.peerName)},
                             {QStringLiteral("made"), made}};
    return QJsonDocument(object).toJson().toStdString();
}

Result<Record> parseRecord(const std::string& json, const std::string& path) {
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    if (const int format = object.value(QLatin1String("format")).toInt(); format > kFormat)
        return fail(ErrorCode::VersionMismatch, path, "was written by a later version");
    const int side = object.value(QLatin1String("side")).toInt();
    const int stage = object.value(QLatin1String("stage")).toInt(-1);
    Record record;
    const bool good = (side == 1 || side == 2) && stage >= 0 && stage <= static_cast<int>(Stage::Aborting) &&
                      fromHex(object.value(QLatin1String("id")), record.id) &&
                      fromHex(object.value(QLatin1String("resume")), record.resume);
    if (!good)
        return fail(ErrorCode::Corrupt, path, "is not a record of a joining");
    record.side = static_cast<Side>(side);
    record.stage = static_cast<Stage>(stage);
    record.peerAddress = object.value(QLatin1String("peer_address")).toString().toStdString();
    record.peerName = object.value(QLatin1String("peer_name")).toString().toStdString();
    for (const QJsonValue& file : object.value(QLatin1String("made")).toArray())
        record.made.push_back(file.toString().toStdString());
    return record;
}

} // namespace understudy::joining
