#pragma once
// What the API says about logging in from afar, and what the engine tells its gateway: as values and as JSON.

#include "api/types/json.h"

#include <string>

namespace understudy::api {

inline constexpr const char* kAdmin = "admin"; // the one user

// POST /api/v1/login
struct LoginWanted {
    enum class Form : std::uint8_t {
        Cookie, // for browsers: the token is in a cookie that scripts cannot read; changes need the CSRF
                // token
        Token   // for programs: the token comes in the answer, to be sent as "Authorization: Bearer ..."
    };
    std::string user = kAdmin;
    std::string password;
    Form form = Form::Cookie;

    bool operator==(const LoginWanted&) const = default;
};

// The answer to it, and to GET /api/v1/session.
struct LoginReport {
    std::string user;
    std::string token;     // only for Form::Token, and only when logging in
    std::string csrfToken; // to be sent as X-CSRF-Token with each request that changes something

    bool operator==(const LoginReport&) const = default;
};

// PUT /api/v1/password, for programs of the same computer
struct PasswordWanted {
    std::string password;

    bool operator==(const PasswordWanted&) const = default;
};

// GET /api/v1/gateway, for the gateway alone: how it shall serve. `protocol` is "http", "https" or "none".
struct GatewayOrders {
    std::string protocol = "none";
    std::uint16_t port = 0;
    std::string certificate; // PEM; with https
    std::string key;         // PEM; with https. Good for nothing but this door.

    bool operator==(const GatewayOrders&) const = default;
};

QJsonObject toJson(const LoginWanted& wanted);
QJsonObject toJson(const LoginReport& report);
QJsonObject toJson(const PasswordWanted& wanted);
QJsonObject toJson(const GatewayOrders& orders);
template <> Result<LoginWanted> fromJson(const QJsonObject& object);
template <> Result<LoginReport> fromJson(const QJsonObject& object);
template <> Result<PasswordWanted> fromJson(const QJsonObject& object);
template <> Result<GatewayOrders> fromJson(const QJsonObject& object);

} // namespace understudy::api
