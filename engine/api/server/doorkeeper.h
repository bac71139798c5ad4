#pragma once
// Who may come in through the gateway. The server declares it, node/ implements it: passwords and sessions
// are the engine's, so that the gateway, which stands on the network, never sees a hash and holds no session.
// Everything is called on the loop's thread and returns at once; answers that take time come through a
// callback on the same thread, exactly once.

#include "api/types/login.h"
#include "api/types/reports.h"

#include <functional>
#include <optional>
#include <string>

namespace understudy::api {

// What a request shows for itself. The bearer's token counts alone if it is there.
struct Proof {
    std::string bearer;    // from "Authorization: Bearer ..."
    std::string cookie;    // the session's cookie
    std::string csrfToken; // from X-CSRF-Token

    const std::string& token() const { return bearer.empty() ? cookie : bearer; }
};

enum class Intent : std::uint8_t { Read, Change };

struct Admission {
    std::string user; // empty: not let in
    std::string csrfToken;
    unsigned status = 200; // else 401 (log in) or 403 (no CSRF token)
    Message reason;
};

struct LoginOutcome {
    std::optional<LoginReport> in; // with the token, whatever the form
    unsigned status = 200;         // else 401 (wrong), 429 (wait), 503 (busy, or no password is set)
    unsigned waitSeconds = 0;
    Message reason;
};

class Doorkeeper {
public:
    virtual ~Doorkeeper() = default;

    // `address`: of the client, as the gateway says. The outcome comes after about 0.1 s.
    virtual void login(const LoginWanted& wanted, const std::string& address,
                       std::function<void(LoginOutcome)> done) = 0;
    virtual Admission admit(const Proof& proof, Intent intent) = 0;
    virtual bool
    isOpen(const std::string& token) const = 0; // whether a stream may go on; does not count as use
    virtual void logout(const std::string& token) = 0;

    // Refused when it breaks a rule of base/password_rules.h. Durable when done; all sessions have ended.
    virtual void setPassword(const std::string& password, const Caller& by,
                             std::function<void(CommandResult)> done) = 0;

    virtual GatewayOrders orders() const = 0;
};

} // namespace understudy::api
