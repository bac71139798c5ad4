#include "joining/guest.h"

#include "address/addresses.h"
#include "base/random.h"
#include "joining/host.h"
#include "prerequisites/ask_network.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace understudy::joining {

Guest::~Guest() = default;

void Guest::start(StartWanted wanted) {
    m_wanted = std::move(wanted);
    m_lastReason = {};
    m_problems.clear();
    m_own = {};
    m_resolving = true;
    m_compared = false;
    ++m_attempt;
    m_means.work.run<Result<std::string>>(
        [host = m_wanted.host] { return prerequisites::resolveHost(host); },
        [this, attempt = m_attempt](const Result<std::string>& address) {
            if (attempt != m_attempt || !m_resolving)
                return; // given up
            m_resolving = false;
            if (address)
                return dial(*address, Purpose::Start);
            const bool unknown = address.error().code == ErrorCode::NotFound;
            m_lastReason = {unknown ? "join-unknown-name" : "join-ipv6", {m_wanted.host}};
            m_means.changed();
        });
}

void Guest::connectAgain() {
    if (!isTalking())
        dial(m_means.course.record().peerAddress, Purpose::Tell);
}

void Guest::dial(const std::string& address, Purpose purpose) {
    m_purpose = purpose;
    m_address = address;
    m_prover.reset();
    auto socket = std::make_unique<QTcpSocket>();
    QTcpSocket* const raw = socket.get();
    m_line = std::make_unique<Line>(std::move(socket), security::ProofRole::Guest, nullptr);
    m_line->listen({[this] {
                        Begin begin{m_wanted.kind, {}};
                        if (m_purpose == Purpose::Tell)
                            begin = {Secret::Record, m_means.course.record().id};
                        m_line->send(begin);
                    },
                    [this](Message message) { heard(std::move(message)); },
                    [this](const Error& error) { ended(error); }});
    raw->connectToHost(QString::fromStdString(address), m_means.port);
}

// The line reports its end by itself only once; whoever ends it here says why before.
void Guest::ended(const Error& error) {
    if (m_line == nullptr)
        return;
    m_wanted.secret.clear();
    const std::shared_ptr<Line> gone = std::move(m_line); // not from inside its own calls
    gone->end();
    QMetaObject::invokeMethod(
        this, [gone] {}, Qt::QueuedConnection);
    if (m_lastReason.id.empty() && m_purpose == Purpose::Start) {
        if (!m_prover)
            m_lastReason = {"join-not-prepared", {m_address, error.detail}};
        else if (error.code == ErrorCode::VersionMismatch)
            m_lastReason = {"join-version", {error.detail}};
        else
            m_lastReason = {"join-lost", {error.detail}};
    }
    m_means.course.event(ConnectionLost{});
    m_means.changed();
}

void Guest::hangUp(Reason why) {
    if (m_lastReason.id.empty())
        m_lastReason = std::move(why);
    m_resolving = false;
    ended({ErrorCode::Cancelled, "the joining", "was given up", 0});
}

void Guest::fail(Reason reason) {
    if (m_line)
        m_line->send(Message(reason));
    hangUp(std::move(reason));
}

void Guest::heard(Message message) {
    if (const auto* reason = std::get_if<Reason>(&message)) {
        // A host that refuses a proposal says its reason first and Refused then.
        if (m_purpose == Purpose::Start)
            m_lastReason = *reason;
        if (!isOpen(m_means.course.state()) || m_purpose == Purpose::Tell)
            hangUp(*reason);
        return;
    }
    if (const auto* proof = std::get_if<ProofStep>(&message))
        return prove(*proof);
    if (const auto* told = std::get_if<Told>(&message))
        return take(*told);
    if (const auto* facts = std::get_if<Facts>(&message);
        facts != nullptr && m_prover && m_prover->isProven())
        return compare(*facts);
    hangUp({"join-lost", {"it says what it should not say now"}});
}

void Guest::prove(const ProofStep& proof) {
    if (!m_prover) {
        const auto exporter = m_line->exporter();
        if (!exporter)
            return hangUp({"join-lost", {exporter.error().detail}});
        const std::string secret =
            m_purpose == Purpose::Tell ? resumeSecret(m_means.course.record().resume) : m_wanted.secret;
        m_prover.emplace(security::ProofRole::Guest, secret, *exporter);
    }
    const auto answer = m_prover->receive(proof.bytes);
    if (!answer) {
        if (answer.error().code == ErrorCode::VersionMismatch)
            return hangUp({"join-version", {answer.error().detail}});
        return hangUp({"join-wrong-secret", {}});
    }
    if (!answer->empty())
        m_line->send(ProofStep{*answer});
    if (m_prover->isProven())
        proven();
}

void Guest::proven() {
    m_line->proven();
    if (m_purpose == Purpose::Tell)
        return m_means.course.event(Connected{});
    m_resume = security::deriveKey(m_prover->sharedKey(), "joining resume");
    const DraftParts parts =
        partsOf(draftSettings(m_wanted.draft, {"node1", "0.0.0.0"}, {"node2", "0.0.0.0"}).value_or(""));
    m_plan = {parts.virtualIp, m_wanted.host, m_address, parts.units, parts.folders, parts.accounts, false};
    m_means.work.run<prerequisites::NodeFacts>(
        [plan = m_plan, version = m_means.version] { return prerequisites::collectFacts(plan, version); },
        [this, attempt = m_attempt](prerequisites::NodeFacts own) {
            if (attempt != m_attempt || !m_line || m_purpose != Purpose::Start)
                return;
            m_own = std::move(own);
            m_own.contact = m_line->ownAddress();
            m_own.time = m_means.clock.wall(); // as it leaves
            const QJsonObject both{{QStringLiteral("facts"), prerequisites::factsJson(m_own)},
                                   {QStringLiteral("plan"), prerequisites::planJson(m_plan)}};
            m_line->send(Facts{QJsonDocument(both).toJson(QJsonDocument::Compact).toStdString()});
        });
}

void Guest::compare(const Facts& facts) {
    if (m_own.host.empty() || std::exchange(m_compared, true))
        return hangUp({"join-lost", {"it says what it should not say now"}});
    const auto theirs =
        prerequisites::factsFrom(QJsonDocument::fromJson(QByteArray::fromStdString(facts.json)).object());
    const auto findings = prerequisites::judge(m_plan, m_own, &theirs, m_means.clock.wall());
    if (const auto* obstacle = prerequisites::obstacle(findings))
        return fail({obstacle->reason, obstacle->arguments});
    propose(m_own, theirs);
}

void Guest::propose(const prerequisites::NodeFacts& own, const prerequisites::NodeFacts& theirs) {
    if (m_means.files.isConfigured())
        return fail({"join-configured", {"-"}});
    for (const auto& network : own.addresses)
        if (network.address == own.contact)
            m_wanted.draft.prefixLength = network.prefixLength;
    // The name that was typed is what people will use; an address is none.
    const bool isName = !address::Ipv4::parse(m_wanted.host).has_value();
    const auto text = draftSettings(m_wanted.draft, {own.host, own.contact},
                                    {isName ? m_wanted.host : theirs.host, m_address});
    const auto self = text ? store::settingsTextFor(*text, NodeId::Node1)
                           : Result<std::string>(understudy::fail(text.error()));
    if (!self)
        return fail({"join-failed", {"node1", self.error().toString()}});
    const auto settings = store::parseSettings(*self, store::SelfKey::Required);
    if (!settings) {
        for (const store::Problem& problem : settings.error())
            m_problems.push_back({problem.place, {"", problem.arguments, problem.what, problem.cure}});
        return fail({"join-bad-settings", {}});
    }
    m_means.work.run<std::vector<api::ConfigProblem>>(
        [check = m_means.folderProblems, settings = *settings] { return check(settings, Side::Guest); },
        [this, attempt = m_attempt, proposal = *text,
         self = *self](std::vector<api::ConfigProblem> problems) {
            if (attempt != m_attempt || !m_line || m_purpose != Purpose::Start)
                return;
            m_problems = std::move(problems);
            if (!m_problems.empty())
                return fail({"join-bad-settings", {}});
            decide(proposal, self);
        });
}

void Guest::decide(const std::string& proposal, const std::string& self) {
    Course& course = m_means.course;
    JoiningId id{};
    fillRandom(id.data(), id.size());
    course.begin(Side::Guest, Record{Side::Guest, Stage::None, id, m_resume, m_address, m_wanted.host,
                                     m_means.files.stateFiles(self)});
    course.staged = {{}, {}, self};
    course.proposal = proposal;
    course.event(StartAsked{id});
    if (course.trouble() && m_lastReason.id.empty())
        hangUp({"join-failed", {"node1", course.trouble()->toString()}});
    m_means.changed();
}

void Guest::take(const Told& told) {
    const bool proven = m_prover && m_prover->isProven();
    if (!proven && (m_purpose != Purpose::Tell || told.word != Word::Unknown))
        return hangUp({"join-lost", {"it says what it should not say now"}});
    Course& course = m_means.course;
    if (told.word == Word::Prepared && told.keys) {
        if (auto good = security::checkKeySet(*told.keys, NodeId::Node1, "the other node"); !good) {
            m_lastReason = {"join-failed", {"node1", good.error().toString()}};
            course.event(AbortAsked{false});
            return m_means.changed();
        }
        course.staged.keys = *told.keys;
        course.staged.caKey = told.caKey;
    }
    course.event(Heard{told.word, told.id});
    if (course.trouble())
        m_lastReason = {"join-failed", {"node1", course.trouble()->toString()}};
    if (!isOpen(course.state()) || told.word == Word::Unknown)
        ended({ErrorCode::Cancelled, "the joining", "is over", 0}); // after Thanks, or an Aborted
    m_means.changed();
}

void Guest::say(const Told& told) {
    if (m_line)
        m_line->send(told);
}

} // namespace understudy::joining
