#include "store/record_store.h"

#include "base/descriptor.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <charconv>

namespace understudy::store {

namespace {

constexpr int kFormat = 1;
constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr const char* kRoles[] = {"none", "standby", "prim", "alone"}; // in the order of cluster::Role

QString hex(const Generation& generation) {
    return QString::fromStdString(generation.toHex());
}

QJsonValue timeValue(const std::optional<WallTime>& time) {
    return time ? QJsonValue(static_cast<qint64>(time->time_since_epoch().count())) : QJsonValue();
}

QJsonObject bodyOf(const cluster::Record& record) {
    QJsonArray ancestors;
    for (const Generation& ancestor : record.ancestors)
        ancestors.append(hex(ancestor));
    return {{QStringLiteral("generation"), hex(record.generation)},
            {QStringLiteral("ancestors"), ancestors},
            {QStringLiteral("complete"), record.complete},
            {QStringLiteral("last_role"), QLatin1String(kRoles[static_cast<std::size_t>(record.lastRole)])},
            {QStringLiteral("took_over"), record.tookOver},
            {QStringLiteral("running"), record.running},
            {QStringLiteral("engine_starts"), static_cast<qint64>(record.engineStarts)},
            {QStringLiteral("peer_last_seen_ms"), timeValue(record.peerLastSeen)},
            {QStringLiteral("since_ms"), timeValue(record.since)}};
}

// Over the compact text, whose keys are sorted: the same content has one checksum.
QString checksumOf(const QJsonObject& body) {
    const QByteArray text = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

bool readGeneration(const QJsonValue& value, Generation& out) {
    return value.isString() && Generation::fromHex(value.toString().toStdString(), out);
}

bool readTime(const QJsonValue& value, std::optional<WallTime>& out) {
    if (value.isDouble())
        out = WallTime(std::chrono::milliseconds(value.toInteger()));
    return value.isDouble() || value.isNull();
}

bool readBody(const QJsonObject& body, cluster::Record& record) {
    bool good = readGeneration(body.value(QStringLiteral("generation")), record.generation);
    const QJsonArray ancestors = body.value(QStringLiteral("ancestors")).toArray();
    good = good && body.value(QStringLiteral("ancestors")).isArray() &&
           ancestors.size() <= static_cast<qsizetype>(cluster::Record::kMaxAncestors);
    for (const QJsonValue& value : ancestors) {
        Generation ancestor;
        good = good && readGeneration(value, ancestor);
        record.ancestors.push_back(ancestor);
    }
    const std::string role = body.value(QStringLiteral("last_role")).toString().toStdString();
    const auto found = std::find(std::begin(kRoles), std::end(kRoles), role);
    good = good && found != std::end(kRoles);
    record.lastRole = static_cast<cluster::Role>(found - std::begin(kRoles));
    for (const auto& [key, flag] : {std::pair(QStringLiteral("complete"), &record.complete),
                                    std::pair(QStringLiteral("took_over"), &record.tookOver),
                                    std::pair(QStringLiteral("running"), &record.running)}) {
        good = good && body.value(key).isBool();
        *flag = body.value(key).toBool();
    }
    const qint64 starts = body.value(QStringLiteral("engine_starts")).toInteger(-1);
    record.engineStarts = static_cast<std::uint64_t>(starts);
    return good && starts >= 0 &&
           readTime(body.value(QStringLiteral("peer_last_seen_ms")), record.peerLastSeen) &&
           readTime(body.value(QStringLiteral("since_ms")), record.since);
}

Result<std::uint64_t> readNumberFile(const std::string& path) {
    const auto bytes = readWholeFile(path, 64);
    if (!bytes)
        return fail(bytes.error());
    const std::string text(bytes->begin(), bytes->end());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || std::string_view(end) != "\n")
        return fail(ErrorCode::Corrupt, path, "does not hold a number");
    return number;
}

// The kernel's boot id, 128 random bits, folded to 64: equal within a boot, different in another.
Result<std::uint64_t> bootNumber() {
    static constexpr const char* path = "/proc/sys/kernel/random/boot_id";
    auto bytes = readWholeFile(path, 256);
    if (!bytes)
        return fail(bytes.error());
    std::string digits(bytes->begin(), bytes->end());
    digits.erase(std::remove_if(digits.begin(), digits.end(), [](char c) { return c == '-' || c == '\n'; }),
                 digits.end());
    Generation id;
    if (!Generation::fromHex(digits, id))
        return fail(ErrorCode::Corrupt, path, "is not a boot id");
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < id.bytes.size(); ++i)
        number ^= static_cast<std::uint64_t>(id.bytes[i]) << (i % 8 * 8);
    return number;
}

} // namespace

std::string recordText(const cluster::Record& record) {
    UNDERSTUDY_ASSERT(record.ancestors.size() <= cluster::Record::kMaxAncestors);
    const QJsonObject body = bodyOf(record);
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), kFormat},
                                     {QStringLiteral("record"), body},
                                     {QStringLiteral("checksum"), checksumOf(body)}})
        .toJson()
        .toStdString();
}

Result<cluster::Record> parseRecord(const std::string& text, const std::string& path) {
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    const QJsonObject object = document.object();
    const qint64 format = object.value(QStringLiteral("format")).toInteger(-1);
    if (format > kFormat)
        return fail(ErrorCode::VersionMismatch, path, "was written by a newer version of Understudy");
    const QJsonObject body = object.value(QStringLiteral("record")).toObject();
    if (format != kFormat || object.value(QStringLiteral("checksum")).toString() != checksumOf(body))
        return fail(ErrorCode::Corrupt, path, "the checksum does not hold");
    cluster::Record record;
    if (!readBody(body, record))
        return fail(ErrorCode::Corrupt, path, "a value is missing or wrong");
    return record;
}

RecordStore::RecordStore(const std::string& folder, const std::string& module)
    : m_path(folder + "/" + module + ".record") {}

Status RecordStore::save(const cluster::Record& record) {
    const std::string text = recordText(record);
    return replaceFileDurably(m_path, text.data(), text.size());
}

Result<cluster::Record> RecordStore::load() const {
    const auto bytes = readWholeFile(m_path, kMaxBytes);
    if (!bytes && bytes.error().code == ErrorCode::InvalidInput)
        return fail(ErrorCode::Corrupt, m_path, bytes.error().detail);
    if (!bytes)
        return fail(bytes.error());
    return parseRecord(std::string(bytes->begin(), bytes->end()), m_path);
}

Result<Incarnation> countStart(const std::string& folder, std::uint64_t atLeast) {
    const std::string path = folder + "/engine-starts";
    const auto before = readNumberFile(path);
    if (!before && before.error().code != ErrorCode::NotFound)
        return fail(before.error());
    const auto boot = bootNumber();
    if (!boot)
        return fail(boot.error());
    const std::uint64_t starts = std::max(before.value_or(0), atLeast) + 1;
    const std::string text = std::to_string(starts) + "\n";
    if (const auto saved = replaceFileDurably(path, text.data(), text.size()); !saved)
        return fail(saved.error());
    return Incarnation{starts, *boot};
}

} // namespace understudy::store
