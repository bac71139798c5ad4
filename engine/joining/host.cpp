#include "joining/host.h"

#include "api/types/messages.h"
#include "base/hex.h"
#include "base/port_holder.h"
#include "joining/draft.h"
#include "security/certificates.h"
#include "store/settings.h"

#include <QJsonDocument>

#include <algorithm>

namespace understudy::joining {

std::string resumeSecret(const security::SecretKey& key) {
    return toHex(key);
}

Host::Host(Means means) : m_means(std::move(means)) {
    connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(); });
}

bool Host::listen() {
    return m_server.isListening() || m_server.listen(m_means.address, m_means.port);
}

Result<std::string> Host::offer(const std::string& password) {
    forgetAll(); // who proved an earlier code
    if (!listen())
        return fail(ErrorCode::Busy, "TCP port " + std::to_string(m_means.port),
                    portHolder(Transport::Tcp, m_means.port));
    const auto code = security::SecurityCode::make();
    m_offer.emplace(code, m_means.clock.now());
    m_kind = password.empty() ? Secret::Code : Secret::Password;
    m_secret = password.empty() ? code.secret() : password;
    m_lastReason = {};
    return password.empty() ? code.toText() : std::string();
}

void Host::withdraw() {
    endOffer();
    forgetAll();
    follow();
}

void Host::endOffer() {
    m_offer.reset();
    m_secret.clear();
}

void Host::forgetAll() {
    while (!m_sessions.empty())
        forget(m_sessions.back().get());
}

void Host::follow() {
    const bool hostsOpenJoining = isOpen(m_means.course.state()) && m_means.course.state().side == Side::Host;
    if (m_offer && m_offer->standing(m_means.clock.now()) != security::CodeStanding::Good &&
        m_guest == nullptr) {
        m_lastReason = whyNot(m_kind).value_or(Reason());
        endOffer();
    }
    if (hostsOpenJoining)
        static_cast<void>(listen()); // taken meanwhile: tried again at the next call
    else if (!m_offer && m_guest == nullptr)
        m_server.close();
}

void Host::accept() {
    while (m_server.hasPendingConnections()) {
        std::unique_ptr<QTcpSocket> socket(m_server.nextPendingConnection());
        socket->setParent(nullptr);
        if (!hasRoom())
            continue; // closed
        auto session = std::make_unique<Session>();
        Session& its = *session;
        its.number = ++m_lastNumber;
        its.line = std::make_unique<Line>(std::move(socket), security::ProofRole::Host, nullptr);
        m_sessions.push_back(std::move(session));
        its.line->listen({[] {}, [this, &its](Message message) { heard(its, std::move(message)); },
                          [this, &its](const Error&) { forget(&its); }});
    }
}

// Strangers find the port also while a module runs already on the same loop (until node1's Thanks).
bool Host::hasRoom() {
    const Instant now = m_means.clock.now();
    while (!m_accepted.empty() && now - m_accepted.front() > std::chrono::seconds(1))
        m_accepted.pop_front();
    const auto strangers = std::ranges::count_if(m_sessions, [](const auto& s) { return !s->proven; });
    if (strangers >= kMostLines || m_accepted.size() >= kMostLinesASecond)
        return false;
    m_accepted.push_back(now);
    return true;
}

Host::Session* Host::sessionOf(std::uint64_t number) const {
    const auto found = std::ranges::find_if(m_sessions, [&](const auto& s) { return s->number == number; });
    return found == m_sessions.end() ? nullptr : found->get();
}

void Host::forget(const Session* session) {
    const auto found = std::ranges::find_if(m_sessions, [&](const auto& s) { return s.get() == session; });
    if (found == m_sessions.end())
        return;
    const bool wasGuest = m_guest == session;
    if (wasGuest)
        m_guest = nullptr;
    // Not from inside its own calls.
    const std::shared_ptr<Session> gone = std::move(*found);
    m_sessions.erase(found);
    gone->line->end();
    QMetaObject::invokeMethod(
        this, [gone] {}, Qt::QueuedConnection);
    if (wasGuest)
        m_means.course.event(ConnectionLost{});
    m_means.changed();
}

void Host::refuse(Session& session, Reason reason) {
    m_lastReason = reason;
    session.line->send(Message(std::move(reason)));
    forget(&session);
}

void Host::heard(Session& session, Message message) {
    if (const auto* begun = std::get_if<Begin>(&message); begun != nullptr && !session.prover)
        return begin(session, *begun);
    if (const auto* proof = std::get_if<ProofStep>(&message);
        proof != nullptr && session.prover && !session.proven)
        return prove(session, *proof);
    if (!session.proven)
        return forget(&session);
    if (const auto* facts = std::get_if<Facts>(&message); facts != nullptr && !session.compared)
        return compare(session, *facts);
    if (const auto* told = std::get_if<Told>(&message))
        return take(session, *told);
    if (const auto* reason = std::get_if<Reason>(&message)) {
        m_lastReason = *reason;
        return forget(&session);
    }
    forget(&session);
}

std::optional<Reason> Host::whyNot(Secret secret) const {
    if (isOpen(m_means.course.state()))
        return Reason{"join-other-node-open", {}};
    if (!m_offer)
        return Reason{"join-code-spent", {}};
    if (secret != m_kind)
        return Reason{"join-other-protocol", {}};
    switch (m_offer->standing(m_means.clock.now())) {
    case security::CodeStanding::Good:
        return std::nullopt;
    case security::CodeStanding::Spent:
        return Reason{"join-code-spent", {}};
    case security::CodeStanding::TooOld:
        return Reason{"join-code-too-old", {}};
    case security::CodeStanding::TooManyWrong:
        return Reason{"join-code-wrong-tries", {}};
    }
    return std::nullopt;
}

void Host::begin(Session& session, const Begin& begin) {
    session.secret = begin.secret;
    std::string secret = m_secret;
    if (begin.secret == Secret::Record) {
        const Record& record = m_means.course.record();
        const State& state = m_means.course.state();
        if (!isOpen(state) || state.side != Side::Host || begin.id != record.id) {
            session.line->send(Told{Word::Unknown, begin.id, {}, std::nullopt, {}});
            return forget(&session);
        }
        secret = resumeSecret(record.resume);
    } else if (auto reason = whyNot(begin.secret)) {
        return refuse(session, *reason);
    }
    const auto exporter = session.line->exporter();
    if (!exporter)
        return forget(&session);
    session.prover.emplace(security::ProofRole::Host, secret, *exporter);
    const auto opening = session.prover->start();
    if (!opening)
        return forget(&session);
    session.line->send(ProofStep{*opening});
}

void Host::prove(Session& session, const ProofStep& proof) {
    if (session.secret != Secret::Record) // many connections at once have five tries together
        if (auto reason = whyNot(session.secret))
            return refuse(session, *reason);
    const auto confirmation = session.prover->receive(proof.bytes);
    if (!confirmation) {
        if (session.secret != Secret::Record && m_offer)
            m_offer->wrongTry();
        session.line->send(ProofStep{security::Prover::refusal()});
        return refuse(session, Reason{"join-wrong-secret", {}});
    }
    session.proven = true;
    session.line->send(ProofStep{*confirmation});
    session.line->proven();
    session.resume = security::deriveKey(session.prover->sharedKey(), "joining resume");
    if (Session* before = m_guest; before != nullptr) // whoever proves it later speaks for the guest
        forget(before);
    m_guest = &session;
    if (session.secret == Secret::Record)
        m_means.course.event(Connected{});
    m_means.changed();
}

void Host::compare(Session& session, const Facts& facts) {
    const WallTime received = m_means.clock.wall();
    session.compared = true;
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(facts.json)).object();
    const auto theirs = prerequisites::factsFrom(object.value(QLatin1String("facts")).toObject());
    session.plan = prerequisites::planFrom(object.value(QLatin1String("plan")).toObject());
    session.plan.peerName = theirs.host;
    session.plan.peerAddress = theirs.contact;
    session.plan.configured = false;
    session.guestName = theirs.host;
    const std::string contact = session.line->ownAddress();
    m_means.work.run<prerequisites::NodeFacts>(
        [plan = session.plan, version = m_means.version] {
            return prerequisites::collectFacts(plan, version);
        },
        [this, number = session.number, theirs, received, contact](prerequisites::NodeFacts own) {
            Session* const its = sessionOf(number);
            if (its == nullptr)
                return;
            own.contact = contact;
            judged(*its, own, theirs, received);
        });
}

void Host::judged(Session& session, const prerequisites::NodeFacts& own,
                  const prerequisites::NodeFacts& theirs, WallTime received) {
    const auto findings = prerequisites::judge(session.plan, own, &theirs, received);
    prerequisites::NodeFacts now = own;
    now.time = m_means.clock.wall(); // as it leaves
    session.line->send(
        Facts{QJsonDocument(prerequisites::factsJson(now)).toJson(QJsonDocument::Compact).toStdString()});
    if (const auto* obstacle = prerequisites::obstacle(findings))
        return refuse(session, Reason{obstacle->reason, obstacle->arguments});
    session.agreed = true;
}

void Host::take(Session& session, const Told& told) {
    m_answered = told.id;
    if (told.word == Word::Proposal)
        return propose(session, told);
    m_means.course.event(Heard{told.word, told.id});
    if (told.word == Word::Thanks || told.word == Word::Abort)
        forget(&session);
    follow();
    m_means.changed();
}

// What a proposal asks for is looked at on this computer, too, before anything is prepared.
void Host::propose(Session& session, const Told& told) {
    if (!session.agreed || session.secret == Secret::Record)
        return forget(&session);
    const auto settings = store::parseSettings(told.settings, store::SelfKey::Optional);
    if (!settings)
        return decline(session, told.id, {"join-bad-settings", {}});
    const auto& addresses = settings->node2.addresses;
    if (const std::string own = session.line->ownAddress();
        std::ranges::find(addresses, own) == addresses.end())
        return decline(session, told.id,
                       {"pre-name-other-address", {settings->node2.host, addresses.front(), own}});
    m_means.work.run<std::vector<api::ConfigProblem>>(
        [check = m_means.folderProblems, settings = *settings] { return check(settings, Side::Host); },
        [this, number = session.number, told,
         settings = *settings](const std::vector<api::ConfigProblem>& problems) {
            Session* const its = sessionOf(number);
            if (its == nullptr)
                return;
            if (isOpen(m_means.course.state())) // what is prepared stays as it is
                return decline(*its, told.id, {"join-other-node-open", {}});
            if (m_means.files.isConfigured())
                return decline(*its, told.id, {"join-configured", {"-"}});
            if (!problems.empty())
                return decline(
                    *its, told.id,
                    {"join-failed", {"node2", api::fullSentence(problems.front().message).toStdString()}});
            prepare(*its, told, settings);
        });
}

void Host::decline(Session& session, const JoiningId& id, Reason reason) {
    session.line->send(Message(reason));
    m_lastReason = std::move(reason);
    session.line->send(Told{Word::Refused, id, {}, std::nullopt, {}});
}

void Host::prepare(Session& session, const Told& told, const store::Settings& settings) {
    security::ClusterNames names{{{settings.node1.host}, settings.node1.addresses},
                                 {{settings.node2.host}, settings.node2.addresses},
                                 {}};
    for (const auto& module : settings.modules)
        names.virtualIps.push_back(module.virtualIp);
    auto keys = security::makeClusterKeys(names);
    auto text = store::settingsTextFor(told.settings, NodeId::Node2);
    if (!keys || !text)
        return decline(session, told.id,
                       {"join-failed", {"node2", (keys ? text.error() : keys.error()).toString()}});
    Course& course = m_means.course;
    course.begin(Side::Host, Record{Side::Host,
                                    Stage::None,
                                    told.id,
                                    session.resume,
                                    session.line->peerAddress(),
                                    session.guestName,
                                    {}});
    course.staged = {std::move(keys->node2), keys->caKey, *text};
    course.prepared = Told{Word::Prepared, told.id, {}, std::move(keys->node1), keys->caKey};
    m_answered = told.id;
    course.event(Heard{Word::Proposal, told.id});
    if (course.state().stage == Stage::Prepared && m_offer)
        m_offer->spend();
    if (course.trouble())
        m_lastReason = {"join-failed", {"node2", course.trouble()->toString()}};
    m_means.changed();
}

void Host::say(const Told& told) {
    Line* const line = m_guest != nullptr ? m_guest->line.get() : nullptr;
    if (line == nullptr)
        return;
    if (told.word == Word::Refused && m_means.course.trouble())
        line->send(Reason{"join-failed", {"node2", m_means.course.trouble()->toString()}});
    Told answer = told;
    answer.id = m_answered; // an answer about a joining that is not ours carries its id
    line->send(answer);
}

void Host::refuse(Refusal) {
    if (m_guest != nullptr)
        refuse(*m_guest, Reason{"join-other-node-open", {}});
}

} // namespace understudy::joining
