#pragma once
// Who may come in through the gateway: the password, the sessions, and the patience with those who guess.
// Thread: the main thread; the work of verifying is on the PasswordWorker's.

#include "api/server/doorkeeper.h"
#include "base/clock.h"
#include "security/login/login_throttle.h"
#include "security/login/password_worker.h"
#include "security/login/sessions.h"

#include <QObject>

namespace understudy::node {

class Doorkeeper final : public api::Doorkeeper {
public:
    struct Means {
        const Clock& clock;
        std::string passwordFile;
        // For the commands log: who, from where, what, outcome.
        std::function<void(const api::Caller&, const std::string&, const api::CommandResult&)> log;
        std::function<api::GatewayOrders()> orders;
        security::SessionLimits sessions = {};
        security::ThrottleLimits throttle = {};
    };
    explicit Doorkeeper(Means means);

    void login(const api::LoginWanted& wanted, const std::string& address,
               std::function<void(api::LoginOutcome)> done) override;
    api::Admission admit(const api::Proof& proof, api::Intent intent) override;
    bool isOpen(const std::string& token) const override;
    void logout(const std::string& token) override;
    void setPassword(const std::string& password, const api::Caller& by,
                     std::function<void(api::CommandResult)> done) override;
    api::GatewayOrders orders() const override { return m_means.orders(); }

private:
    api::LoginOutcome verified(const Result<bool>& right, const std::string& address);
    void log(const api::Caller& by, const char* command, const api::Message& why = {});

    const Means m_means;
    security::Sessions m_sessions;
    security::LoginThrottle m_throttle;
    QObject m_here;                    // what the worker found is heard on its thread
    security::PasswordWorker m_worker; // last: it ends first
};

} // namespace understudy::node
