#include "joining/joining.h"

#include "api/types/messages.h"
#include "base/password_rules.h"

namespace understudy::joining {

namespace {

api::Message message(const Reason& reason) {
    return reason.id.empty() ? api::Message() : api::apiMessage(reason.id, reason.arguments);
}

Reason brokenRules(const std::string& password) {
    std::string rules;
    for (const PasswordRule rule : brokenPasswordRules(password))
        rules += (rules.empty() ? "" : "; ") + std::string(passwordRuleSentence(rule));
    return rules.empty() ? Reason() : Reason{"join-bad-password", {rules}};
}

Reason portReason(const Error& error) {
    std::string lower = error.detail;
    for (char& c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool recording = lower.find("record") != std::string::npos;
    return {recording ? "join-port-recording-server" : "join-port-taken", {error.detail}};
}

DraftWanted draftOf(const api::JoinStart& start) {
    DraftWanted draft;
    draft.settings = start.settings;
    draft.model = start.model;
    draft.name = start.name;
    draft.virtualIp = start.virtualIp.substr(0, start.virtualIp.find('/'));
    draft.folders = start.folders;
    draft.units = start.units;
    draft.http = start.protocol == "http";
    return draft;
}

} // namespace

Joining::Joining(Means means)
    : m_means(std::move(means)), m_files(m_means.settingsFolder, m_means.files),
      m_course(m_files, {[this](const Told& told) {
                             m_course.state().side == Side::Host ? m_host.say(told) : m_guest.say(told);
                         },
                         [this] { m_guest.connectAgain(); },
                         [this](Refusal why) {
                             if (why == Refusal::OtherIsOpen && m_course.state().side == Side::Host)
                                 return m_host.refuse(why);
                             m_refused = Reason{why == Refusal::OtherIsOpen ? "join-other-open"
                                                : why == Refusal::InDoubt   ? "join-in-doubt"
                                                                            : "join-decided",
                                                {}};
                         },
                         [this] { m_means.reload(); }, [this] { return m_means.isIdle(); }}),
      m_host({m_means.clock, m_course, m_files, m_work, m_means.version, m_means.address, m_means.port,
              [this] { changed(); }, m_means.folderProblems}),
      m_guest({m_means.clock, m_course, m_files, m_work, m_means.version, m_means.port, [this] { changed(); },
               m_means.folderProblems}) {
    m_retry.setInterval(kRetry);
    m_retry.callOnTimeout(this, [this] { retry(); });
}

Joining::~Joining() {
    if (m_starting)
        std::exchange(m_starting, {})->done(answer("join start", Reason{"api-engine-stops", {}}));
}

Status Joining::recover() {
    auto recovered = m_course.recover();
    if (!recovered && !isOpen(m_course.state()))
        m_unreadable = recovered.error();
    changed();
    return recovered;
}

void Joining::retry() {
    m_course.event(RetryTime{});
    if (m_course.state().stage == Stage::Decided && m_course.state().switched)
        m_means.askPeer([this, id = m_course.state().id](bool answers) {
            if (answers && id == m_course.state().id)
                m_course.event(PeerAnswered{});
            changed();
        });
    changed();
}

void Joining::changed() {
    m_host.follow();
    const bool wanted = isOpen(m_course.state()) || m_host.isOffering();
    if (wanted && !m_retry.isActive())
        m_retry.start();
    else if (!wanted)
        m_retry.stop();
    finishStart();
}

// When nothing more will come: done, or taken back, or interrupted.
void Joining::finishStart() {
    if (!m_starting || m_guest.isTalking())
        return;
    const Stage stage = m_course.state().stage;
    std::optional<Reason> refusal;
    if (stage == Stage::Decided)
        refusal = pendingReason();
    else if (stage != Stage::None || !m_files.isConfigured())
        refusal = m_guest.lastReason().id.empty() ? Reason{"join-aborted", {}} : m_guest.lastReason();
    const Starting starting = *std::exchange(m_starting, {});
    reply("join start", refusal, starting.by, starting.done);
}

// A host that has switched cannot take it back any more: it may be configured anew.
std::optional<api::Message> Joining::hindrance() const {
    const State& state = m_course.state();
    const bool settled = state.side == Side::Host && state.stage == Stage::Decided && state.switched;
    if ((isOpen(state) && !settled) || m_starting || (!isOpen(state) && m_host.isTalking()))
        return message(Reason{"join-other-open", {}});
    return std::nullopt;
}

std::optional<Reason> Joining::whyNotNow() const {
    if (m_unreadable)
        return Reason{"join-record", {m_unreadable->toString()}};
    if (isOpen(m_course.state()))
        return Reason{"join-other-open", {}};
    if (const auto settings = m_means.settings())
        return Reason{"join-configured", {settings->cluster}};
    if (m_files.isConfigured())
        return Reason{"join-configured", {"-"}};
    if (m_starting)
        return Reason{"join-other-open", {}};
    return std::nullopt;
}

Reason Joining::pendingReason() const {
    const State& state = m_course.state();
    const Record& record = m_course.record();
    if (m_course.trouble())
        return {"join-pending-disk", {m_course.trouble()->toString()}};
    switch (state.stage) {
    case Stage::Prepared:
        return {"join-pending-host", {record.peerName}};
    case Stage::Decided:
        if (state.unknownToHost)
            return {"join-pending-unknown", {record.peerName}};
        return {"join-pending-decided", {record.peerName}};
    case Stage::None:
        return {};
    default:
        return {"join-pending-aborting", {record.peerName}};
    }
}

api::JoinStatus Joining::joinStatus() const {
    api::JoinStatus status;
    const State& state = m_course.state();
    const auto settings = m_means.settings();
    status.step = stageName(state.stage);
    if (isOpen(state)) {
        const bool talks = state.side == Side::Host ? m_host.isTalking() : m_guest.isTalking();
        status.node = state.side == Side::Host ? "node2" : "node1";
        status.peer = m_course.record().peerName;
        status.phase = talks && state.stage != Stage::Aborting && !m_course.trouble() ? "running" : "pending";
        status.reason =
            status.phase == "running" ? api::apiMessage("join-running") : message(pendingReason());
    } else if (settings) {
        status.phase = "joined";
        status.node = nodeName(*settings->self);
        status.peer = settings->node(otherNode(*settings->self)).host;
        status.reason = api::apiMessage("join-joined", {status.node, settings->cluster});
    } else if (m_starting || m_host.isTalking()) {
        status.phase = "running";
        status.node = m_starting ? "node1" : "node2";
        status.reason = api::apiMessage("join-running");
    } else if (m_host.isOffering()) {
        status.phase = "open";
        status.node = "node2";
        const auto left = m_host.offered()->timeLeft(m_means.clock.now());
        status.secondsLeft =
            static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(left).count());
        status.triesLeft = m_host.offered()->triesLeft();
        status.reason =
            m_host.lastReason().id.empty() ? api::apiMessage("join-open") : message(m_host.lastReason());
    } else {
        const Reason& last = m_guest.lastReason().id.empty() ? m_host.lastReason() : m_guest.lastReason();
        status.reason = last.id.empty() ? api::apiMessage("join-none") : message(last);
    }
    return status;
}

api::JoinResult Joining::answer(const char* command, const std::optional<Reason>& refusal) const {
    api::JoinResult result;
    result.status = joinStatus();
    result.result = {result.status.node, command, !refusal.has_value(), {}};
    if (refusal)
        result.result.reason = message(*refusal);
    return result;
}

void Joining::reply(const char* command, const std::optional<Reason>& refusal, const api::Caller& by,
                    const Done& done) {
    api::JoinResult result = answer(command, refusal);
    result.problems = m_guest.problems();
    if (m_means.log)
        m_means.log(by, result.result);
    done(std::move(result));
}

void Joining::joinPrepare(const api::JoinPrepare& prepare, const api::Caller& by, Done done) {
    constexpr char kCommand[] = "join prepare";
    const bool http = prepare.protocol == "http";
    std::optional<Reason> refusal = whyNotNow();
    if (!refusal && !http && prepare.protocol != "https")
        refusal = Reason{"join-bad-protocol", {prepare.protocol}};
    if (const Reason broken = brokenRules(prepare.password); !refusal && http && !broken.id.empty())
        refusal = broken;
    if (refusal)
        return reply(kCommand, refusal, by, done);
    const auto code = m_host.offer(http ? prepare.password : std::string());
    if (!code)
        return reply(kCommand, portReason(code.error()), by, done);
    changed();
    reply(kCommand, std::nullopt, by, [&](api::JoinResult result) {
        result.code = *code;
        done(std::move(result));
    });
}

void Joining::joinStart(const api::JoinStart& start, const api::Caller& by, Done done) {
    constexpr char kCommand[] = "join start";
    StartWanted wanted{start.host, Secret::Code, start.password, draftOf(start)};
    std::optional<Reason> refusal = whyNotNow();
    if (!refusal && m_host.isOffering())
        refusal = Reason{"join-other-open", {}};
    if (!refusal && start.protocol == "http") {
        wanted.kind = Secret::Password;
        if (const Reason broken = brokenRules(start.password); !broken.id.empty())
            refusal = broken;
    } else if (!refusal && start.protocol != "https") {
        refusal = Reason{"join-bad-protocol", {start.protocol}};
    } else if (!refusal) {
        const auto code = security::SecurityCode::parse(start.code);
        if (code)
            wanted.secret = code->secret();
        else
            refusal = Reason{"join-bad-code", {code.error().detail}};
    }
    if (!refusal)
        if (auto draft = draftSettings(wanted.draft, {"node1", "0.0.0.0"}, {"node2", "0.0.0.0"}); !draft)
            refusal = Reason{"join-failed", {"node1", draft.error().subject + " " + draft.error().detail}};
    if (refusal)
        return reply(kCommand, refusal, by, done);
    m_starting = {by, std::move(done)};
    m_guest.start(std::move(wanted));
    changed();
}

void Joining::joinAbort(bool force, const api::Caller& by, Done done) {
    m_refused.reset();
    const bool switched = m_course.state().stage == Stage::Decided && m_files.isConfigured();
    if (switched && force && !m_means.isIdle()) {
        m_refused = Reason{"join-module-runs", {}};
    } else if (isOpen(m_course.state())) {
        m_course.event(AbortAsked{force});
        if (!m_refused && m_course.trouble())
            m_refused = Reason{"join-pending-disk", {m_course.trouble()->toString()}};
    } else if (m_host.isOffering()) {
        m_host.withdraw();
    } else if (m_guest.isTalking()) {
        m_guest.hangUp({"join-aborted", {}});
    } else {
        m_refused = Reason{"join-none", {}};
    }
    changed();
    reply("join abort", m_refused, by, done);
}

void Joining::joinFinish(const api::Caller& by, Done done) {
    std::optional<Reason> refusal;
    if (isOpen(m_course.state()))
        refusal = pendingReason();
    else if (!m_means.settings())
        refusal = Reason{"join-not-joined", {}};
    reply("join finish", refusal, by, done);
}

} // namespace understudy::joining
