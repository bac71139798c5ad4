#include "security/licence/licence_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <iterator>

namespace understudy::security {

namespace {

constexpr char kSubject[] = "the licence";
constexpr int kFormat = 1;

tl::unexpected<Error> unreadable(const std::string& what) {
    return fail(ErrorCode::InvalidInput, kSubject, what + "; ask the vendor for a new file");
}

// Reads the object's values one by one; the first that is wrong stays the error.
class Reader {
public:
    explicit Reader(const QJsonObject& object) : m_object(object) {}

    std::string text(const char* key) {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (!value.isString())
            return wrong(key, "is not a text"), std::string();
        return value.toString().toStdString();
    }
    std::chrono::sys_days date(const char* key) {
        const std::string found = text(key);
        const auto read = dateFromText(found);
        if (!read)
            wrong(key, "is not a date like 2026-11-25");
        return read.value_or(std::chrono::sys_days{});
    }
    std::array<std::string, 2> hosts(const char* key) {
        const QJsonArray array = m_object.value(QLatin1String(key)).toArray();
        if (array.size() != 2 || !array[0].isString() || !array[1].isString())
            return wrong(key, "does not name two computers"), std::array<std::string, 2>{};
        return {array[0].toString().toStdString(), array[1].toString().toStdString()};
    }
    std::array<std::uint8_t, 64> signature(const char* key) {
        std::array<std::uint8_t, 64> out{};
        const auto bytes = QByteArray::fromBase64Encoding(QByteArray::fromStdString(text(key)),
                                                          QByteArray::AbortOnBase64DecodingErrors);
        if (!bytes || bytes.decoded.size() != static_cast<qsizetype>(out.size()))
            return wrong(key, "is not a signature"), out;
        std::copy(bytes.decoded.begin(), bytes.decoded.end(), out.begin());
        return out;
    }
    bool has(const char* key) const { return m_object.contains(QLatin1String(key)); }
    void wrong(const char* key, const char* what) {
        if (m_error.empty())
            m_error = std::string("has a '") + key + "' that " + what;
    }
    const std::string& error() const { return m_error; }

private:
    const QJsonObject& m_object;
    std::string m_error;
};

QString firstUnknownKey(const QJsonObject& object) {
    static constexpr const char* known[] = {"format", "product", "hosts", "issued", "ends", "signature"};
    for (const QString& key : object.keys())
        if (std::none_of(std::begin(known), std::end(known),
                         [&](auto* k) { return key == QLatin1String(k); }))
            return key;
    return {};
}

} // namespace

Result<SignedLicence> readLicenceFile(std::string_view text) {
    if (text.size() > kLicenceFileLimit)
        return unreadable("is longer than any licence");
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    if (!document.isObject())
        return unreadable("is not a licence file");
    const QJsonObject object = document.object();
    if (const auto format = object.value(QLatin1String("format"));
        format.isDouble() && format.toInt() != kFormat)
        return fail(ErrorCode::VersionMismatch, kSubject,
                    "is of a format that this version does not know; install a newer Understudy");
    if (const QString key = firstUnknownKey(object); !key.isNull())
        return unreadable("has an unknown '" + key.left(40).toStdString() + "'");

    Reader reader(object);
    SignedLicence read;
    if (object.value(QLatin1String("format")).toInt() != kFormat)
        reader.wrong("format", "is not 1");
    read.licence.product = reader.text("product");
    read.licence.hosts = reader.hosts("hosts");
    read.licence.issued = reader.date("issued");
    if (reader.has("ends"))
        read.licence.ends = reader.date("ends");
    read.signature = reader.signature("signature");
    if (!reader.error().empty())
        return unreadable(reader.error());
    return read;
}

std::string SignedLicence::toText() const {
    QJsonObject object;
    object.insert(QLatin1String("format"), kFormat);
    object.insert(QLatin1String("product"), QString::fromStdString(licence.product));
    object.insert(QLatin1String("hosts"), QJsonArray{QString::fromStdString(licence.hosts[0]),
                                                     QString::fromStdString(licence.hosts[1])});
    object.insert(QLatin1String("issued"), QString::fromStdString(dateToText(licence.issued)));
    if (licence.ends)
        object.insert(QLatin1String("ends"), QString::fromStdString(dateToText(*licence.ends)));
    const QByteArray raw(reinterpret_cast<const char*>(signature.data()), static_cast<int>(signature.size()));
    object.insert(QLatin1String("signature"), QLatin1String(raw.toBase64()));
    return QJsonDocument(object).toJson().toStdString();
}

} // namespace understudy::security
