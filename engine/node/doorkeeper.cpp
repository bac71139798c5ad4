#include "node/doorkeeper.h"

#include "api/types/messages.h"
#include "base/password_rules.h"

namespace understudy::node {

namespace {

constexpr unsigned kBusyWait = 2; // seconds

unsigned secondsUp(Duration time) {
    return static_cast<unsigned>(std::chrono::ceil<std::chrono::seconds>(time).count());
}

api::LoginOutcome refused(unsigned status, const char* id, unsigned wait = 0) {
    api::LoginOutcome outcome;
    outcome.status = status;
    outcome.waitSeconds = wait;
    outcome.reason = wait > 0 ? api::apiMessage(id, {std::to_string(wait)}) : api::apiMessage(id);
    return outcome;
}

api::Message ruleMessage(const std::vector<PasswordRule>& broken) {
    std::string rules;
    for (const PasswordRule rule : broken)
        rules += (rules.empty() ? "" : "; ") + std::string(passwordRuleSentence(rule));
    return api::apiMessage("password-broken-rules", {rules});
}

} // namespace

Doorkeeper::Doorkeeper(Means means)
    : m_means(std::move(means)), m_sessions(m_means.sessions), m_throttle(m_means.throttle),
      m_worker(m_means.passwordFile, [this](std::function<void()> found) {
          QMetaObject::invokeMethod(&m_here, std::move(found), Qt::QueuedConnection);
      }) {}

void Doorkeeper::login(const api::LoginWanted& wanted, const std::string& address,
                       std::function<void(api::LoginOutcome)> done) {
    if (!m_worker.hasRoom()) // and this counts as no try
        return done(refused(503, "login-busy", kBusyWait));
    if (const Duration wait = m_throttle.attempt(address, m_means.clock.now()); wait > Duration::zero())
        return done(refused(429, "login-wait", secondsUp(wait)));
    const auto known = wanted.user == api::kAdmin ? security::Known::User : security::Known::Nobody;
    m_worker.verify(known, wanted.password,
                    [this, address, done](const Result<bool>& right) { done(verified(right, address)); });
}

// Wrong passwords are not in the commands log, or whoever guesses would fill it; the address that has to wait
// from now on is.
api::LoginOutcome Doorkeeper::verified(const Result<bool>& right, const std::string& address) {
    const api::Caller by{api::kAdmin, address};
    if (!right) {
        if (right.error().code == ErrorCode::NotFound)
            return refused(503, "login-no-password");
        api::LoginOutcome failed = refused(500, "login-wrong");
        failed.reason = api::messageFor(right.error());
        return failed;
    }
    if (!*right) {
        const Instant now = m_means.clock.now();
        if (const Duration wait = m_throttle.waitOf(address, now); wait > Duration::zero())
            log(by, "login", api::apiMessage("login-wait", {std::to_string(secondsUp(wait))}));
        return refused(401, "login-wrong");
    }
    m_throttle.succeeded(address);
    const auto secrets = m_sessions.open(api::kAdmin, address, m_means.clock.now());
    log(by, "login");
    api::LoginOutcome outcome;
    outcome.in = api::LoginReport{api::kAdmin, secrets.token, secrets.csrfToken};
    return outcome;
}

api::Admission Doorkeeper::admit(const api::Proof& proof, api::Intent intent) {
    const Instant now = m_means.clock.now();
    // A browser sends the cookie by itself, whoever asks it to; a bearer's token it never sends by itself.
    const bool needsCsrfToken = intent == api::Intent::Change && proof.bearer.empty();
    const auto answer = needsCsrfToken ? m_sessions.findForChange(proof.token(), proof.csrfToken, now)
                                       : m_sessions.find(proof.token(), now);
    api::Admission admission;
    if (answer.session) {
        admission.user = answer.session->user;
        admission.csrfToken = security::Sessions::csrfTokenOf(proof.token());
        return admission;
    }
    admission.status = 401;
    switch (answer.refusal) {
    case security::SessionRefusal::Unknown:
        admission.reason = api::apiMessage("login-needed");
        break;
    case security::SessionRefusal::IdleTooLong:
    case security::SessionRefusal::TooOld:
        admission.reason = api::apiMessage("login-session-ended");
        break;
    case security::SessionRefusal::NoCsrfToken:
        admission.status = 403;
        admission.reason = api::apiMessage("login-no-csrf-token");
        break;
    }
    return admission;
}

bool Doorkeeper::isOpen(const std::string& token) const {
    return m_sessions.isOpen(token, m_means.clock.now());
}

void Doorkeeper::logout(const std::string& token) {
    m_sessions.close(token);
}

void Doorkeeper::setPassword(const std::string& password, const api::Caller& by,
                             std::function<void(api::CommandResult)> done) {
    api::CommandResult result;
    result.command = "password";
    const auto finish = [this, by, done](api::CommandResult finished) {
        log(by, "password", finished.reason);
        done(finished);
    };
    if (const auto broken = brokenPasswordRules(password); !broken.empty()) {
        result.reason = ruleMessage(broken);
        return finish(result);
    }
    m_worker.set(password, [this, result, finish](const Status& saved) mutable {
        result.done = saved.has_value();
        if (saved)
            m_sessions.closeAll();
        else
            result.reason = api::messageFor(saved.error());
        finish(result);
    });
}

void Doorkeeper::log(const api::Caller& by, const char* command, const api::Message& why) {
    if (m_means.log)
        m_means.log(by, command, {{}, command, why.isEmpty(), why});
}

} // namespace understudy::node
