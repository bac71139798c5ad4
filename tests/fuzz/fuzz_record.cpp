// The durable record: the bytes as they come, and the same content with a checksum that holds, so that what
// lies behind the checksum is reached too. Whatever is accepted must come back the same.

#include "base/result.h"
#include "driver.h"
#include "store/record_store.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

using namespace understudy;
using namespace understudy::store;

namespace {

void check(const std::string& text) {
    const auto record = parseRecord(text, "record");
    if (!record)
        return;
    const auto again = parseRecord(recordText(*record), "record");
    UNDERSTUDY_ASSERT(again && *again == *record);
}

std::string withGoodChecksum(const QByteArray& text) {
    QJsonObject document = QJsonDocument::fromJson(text).object();
    const QByteArray body =
        QJsonDocument(document.value(QStringLiteral("record")).toObject()).toJson(QJsonDocument::Compact);
    document.insert(QStringLiteral("checksum"),
                    QString::fromLatin1(QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex()));
    return QJsonDocument(document).toJson().toStdString();
}

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    cluster::Record record;
    record.generation.bytes.fill(7);
    record.ancestors.resize(3);
    record.lastRole = cluster::Role::Alone;
    record.since = WallTime(std::chrono::milliseconds(1));
    const std::string full = recordText(record);
    const std::string empty = recordText({});
    return {{full.begin(), full.end()}, {empty.begin(), empty.end()}};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    check(text);
    check(withGoodChecksum(QByteArray::fromStdString(text)));
    return 0;
}
