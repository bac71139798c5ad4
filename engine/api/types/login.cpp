#include "api/types/login.h"

namespace understudy::api {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

// The text of that key; a missing one is empty, and `bad` remembers the first that is no text.
std::string textOf(const QJsonObject& object, const char* key, std::string& bad) {
    const QJsonValue value = object.value(QLatin1String(key));
    if (!value.isString() && !value.isUndefined() && bad.empty())
        bad = key;
    return value.toString().toStdString();
}

template <typename T> Result<T> finished(T value, const std::string& bad) {
    if (bad.empty())
        return value;
    return fail(ErrorCode::InvalidInput, bad, "is of the wrong type");
}

} // namespace

QJsonObject toJson(const LoginWanted& wanted) {
    const bool isCookie = wanted.form == LoginWanted::Form::Cookie;
    return {{QStringLiteral("user"), text(wanted.user)},
            {QStringLiteral("password"), text(wanted.password)},
            {QStringLiteral("form"), isCookie ? QStringLiteral("cookie") : QStringLiteral("token")}};
}

template <> Result<LoginWanted> fromJson(const QJsonObject& object) {
    std::string bad;
    LoginWanted wanted{textOf(object, "user", bad), textOf(object, "password", bad),
                       LoginWanted::Form::Cookie};
    const std::string form = textOf(object, "form", bad);
    if (form == "token")
        wanted.form = LoginWanted::Form::Token;
    else if (form != "cookie" && !form.empty() && bad.empty())
        bad = "form";
    return finished(std::move(wanted), bad);
}

QJsonObject toJson(const LoginReport& report) {
    QJsonObject object{{QStringLiteral("user"), text(report.user)},
                       {QStringLiteral("csrf_token"), text(report.csrfToken)}};
    if (!report.token.empty())
        object.insert(QStringLiteral("token"), text(report.token));
    return object;
}

template <> Result<LoginReport> fromJson(const QJsonObject& object) {
    std::string bad;
    LoginReport report{textOf(object, "user", bad), textOf(object, "token", bad),
                       textOf(object, "csrf_token", bad)};
    return finished(std::move(report), bad);
}

QJsonObject toJson(const PasswordWanted& wanted) {
    return {{QStringLiteral("password"), text(wanted.password)}};
}

template <> Result<PasswordWanted> fromJson(const QJsonObject& object) {
    std::string bad;
    PasswordWanted wanted{textOf(object, "password", bad)};
    return finished(std::move(wanted), bad);
}

QJsonObject toJson(const GatewayOrders& orders) {
    return {{QStringLiteral("protocol"), text(orders.protocol)},
            {QStringLiteral("port"), orders.port},
            {QStringLiteral("certificate"), text(orders.certificate)},
            {QStringLiteral("key"), text(orders.key)}};
}

template <> Result<GatewayOrders> fromJson(const QJsonObject& object) {
    std::string bad;
    GatewayOrders orders;
    orders.protocol = textOf(object, "protocol", bad);
    orders.certificate = textOf(object, "certificate", bad);
    orders.key = textOf(object, "key", bad);
    const qint64 port = object.value(QLatin1String("port")).toInteger(-1);
    if ((port < 0 || port > 65535) && bad.empty())
        bad = "port";
    orders.port = static_cast<std::uint16_t>(port);
    return finished(std::move(orders), bad);
}

} // namespace understudy::api
