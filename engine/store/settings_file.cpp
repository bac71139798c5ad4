#include "base/descriptor.h"
#include "store/settings.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace understudy::store {

std::string Problem::toString() const {
    std::string filled;
    const std::string text = cure.empty() ? what : what + " " + cure;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t number =
            text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9'
                ? static_cast<std::size_t>(text[i + 1] - '1')
                : arguments.size();
        if (number < arguments.size()) {
            filled += arguments[number];
            ++i;
        } else {
            filled += text[i];
        }
    }
    return place + ": " + filled;
}

Result<std::string> settingsTextFor(std::string_view json, NodeId self) {
    const QByteArray text(json.data(), static_cast<qsizetype>(json.size()));
    QJsonObject object = QJsonDocument::fromJson(text).object();
    if (object.isEmpty())
        return fail(ErrorCode::InvalidInput, "settings", "are not a JSON object");
    const std::string_view name = nodeName(self);
    object.insert(QStringLiteral("self"), QLatin1String(name.data(), static_cast<qsizetype>(name.size())));
    return QJsonDocument(object).toJson().toStdString();
}

Result<std::string> readSettingsText(const std::string& path) {
    const auto bytes = readWholeFile(path, Settings::kMaxBytes);
    if (!bytes)
        return fail(bytes.error());
    return std::string(bytes->begin(), bytes->end());
}

Status writeSettingsText(const std::string& path, const std::string& json) {
    return replaceFileDurably(path, json.data(), json.size());
}

} // namespace understudy::store
