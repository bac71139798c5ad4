#include "node/engine.h"

#include "api/types/messages.h"
#include "base/random.h"
#include "node/folder_fitness.h"
#include "node/initial_records.h"
#include "node/reports.h"

#include <sys/stat.h>

#include <algorithm>

namespace understudy::node {

namespace {

constexpr std::chrono::milliseconds kFirstRetry{1000};
constexpr std::chrono::milliseconds kLongestRetry{30000};

// Nothing but another document cures it: trying again with this one is of no use.
bool isOfTheSettings(const Error& error) {
    return error.code == ErrorCode::InvalidInput;
}

api::Message noticeFor(const Error& trouble) {
    api::Message message = api::messageFor(trouble);
    return api::apiMessage(isOfTheSettings(trouble) ? "module-not-loaded" : "module-not-loaded-yet",
                           std::move(message.arguments));
}

} // namespace

Engine::Engine(Places places, const Clock& clock) : m_places(std::move(places)), m_clock(clock) {
    m_retry.setSingleShot(true);
    QObject::connect(&m_retry, &QTimer::timeout, &m_retry, [this] { static_cast<void>(tryToLoad()); });
}
Engine::~Engine() = default;

Status Engine::load() {
    m_retryDelay = kFirstRetry;
    return tryToLoad();
}

Status Engine::tryToLoad() {
    m_retry.stop();
    m_modules.clear();
    m_settings.reset();
    m_trouble.reset();
    const auto text = store::readSettingsText(m_places.settingsFile());
    if (!text && text.error().code == ErrorCode::NotFound)
        return {}; // not configured
    Status built = text ? readSettings(*text) : fail(text.error());
    if (built)
        built = buildModules();
    if (!built) {
        m_modules.clear();
        m_trouble = built.error();
        if (!isOfTheSettings(*m_trouble))
            tryAgainLater();
    }
    if (onReconfigured)
        onReconfigured();
    if (m_listener != nullptr)
        m_listener->stateChanged();
    return built;
}

void Engine::tryAgainLater() {
    m_retry.start(m_retryDelay);
    m_retryDelay = std::min(2 * m_retryDelay, kLongestRetry);
}

Status Engine::readSettings(const std::string& text) {
    m_settingsText = text;
    auto settings = store::parseSettings(text, store::SelfKey::Required);
    if (settings) {
        m_settings = std::move(*settings);
        return {};
    }
    std::string all;
    for (const store::Problem& problem : settings.error())
        all += "\n  " + problem.toString();
    return fail(ErrorCode::InvalidInput, m_places.settingsFile(), "has errors:" + all);
}

Status Engine::buildModules() {
    auto keys = security::loadKeySet(m_places.keyFolder(), *m_settings->self);
    if (!keys)
        return fail(keys.error());
    m_keys = std::move(*keys);
    auto tls = security::replicationTls(*m_keys, *m_settings->self);
    if (!tls)
        return fail(tls.error());
    m_tls = std::move(*tls);
    if (!m_units)
        if (auto units = services::SystemdUnitControl::onSystemBus())
            m_units = std::move(*units);

    if (auto counted = countStart(); !counted)
        return counted;
    for (const store::ModuleSettings& settings : m_settings->modules) {
        ModuleContext context{m_clock, m_places.stateDirectory, *m_keys, m_tls, m_units.get(), m_self, {},
                              {}};
        context.viewChanged = [this] {
            if (m_listener != nullptr)
                m_listener->stateChanged();
        };
        context.logged = [this](store::LogKind kind, const store::LogLine& line) {
            if (m_listener != nullptr)
                m_listener->logLine(apiKind(kind), logEntry(kind, line));
        };
        auto module = Module::create(*m_settings, settings, std::move(context));
        if (!module)
            return fail(module.error());
        m_modules.push_back(std::move(*module));
    }
    for (const auto& module : m_modules)
        module->begin();
    return {};
}

void Engine::tellEnding() {
    m_retry.stop();
    for (const auto& module : m_modules)
        if (!module->isStopped())
            module->loop().post(cluster::EngineEnding{});
}

bool Engine::isClosed() const {
    return std::all_of(m_modules.begin(), m_modules.end(),
                       [](const auto& module) { return module->isStopped(); });
}

ClosingTimes Engine::closingTimes() const {
    ClosingTimes times;
    for (const auto& module : m_modules)
        times.stopBound = std::max(times.stopBound, module->settings().stopTimeout);
    if (m_settings)
        times.toBeHeard =
            std::min<std::chrono::milliseconds>(2 * m_settings->heartbeat.interval, std::chrono::seconds(2));
    return times;
}

// A later configuration may find records of a former life: this engine counts as later than what wrote them.
// And a node whose state folder was lost with its disk counts from the time of day, which is above every
// start before it: the peer heeds no start that is not later than the last one it heard (S3).
Status Engine::countStart() {
    const auto sinceEpoch =
        std::chrono::duration_cast<std::chrono::seconds>(m_clock.wall().time_since_epoch()).count();
    std::uint64_t atLeast =
        std::max(m_self.starts, static_cast<std::uint64_t>(std::max<std::int64_t>(sinceEpoch, 0)));
    for (const store::ModuleSettings& module : m_settings->modules)
        if (auto record = store::RecordStore(m_places.stateDirectory, module.name).load())
            atLeast = std::max(atLeast, record->engineStarts);
    auto self = store::countStart(m_places.stateDirectory, atLeast);
    if (!self)
        return fail(self.error());
    m_self = *self;
    return {};
}

api::ClusterIdentity Engine::identity() const {
    api::ClusterIdentity identity;
    if (!m_settings)
        return identity;
    const NodeId self = *m_settings->self;
    identity.configured = true;
    identity.cluster = m_settings->cluster;
    identity.module = m_settings->modules.front().name;
    identity.virtualIp = m_settings->modules.front().virtualIp + "/" +
                         std::to_string(m_settings->modules.front().prefixLength);
    identity.self = nodeName(self);
    identity.selfHost = m_settings->node(self).host;
    identity.peer = nodeName(otherNode(self));
    identity.peerHost = m_settings->node(otherNode(self)).host;
    return identity;
}

api::NodeReport Engine::node() const {
    api::NodeReport report;
    if (m_settings && !m_modules.empty()) {
        report = nodeReport(*m_settings, *m_modules.front(), m_clock);
        if (const std::uint64_t count = refusedAtControlPort ? refusedAtControlPort() : 0; count > 0)
            report.refused.push_back({"control", count});
        return report;
    }
    if (m_trouble)
        report.reason = noticeFor(*m_trouble);
    if (!m_settings)
        return report;
    report.name = nodeName(*m_settings->self);
    report.host = m_settings->node(*m_settings->self).host;
    report.state = "STOP";
    report.data = "not uptodate";
    return report;
}

bool Engine::peerIsSilent() const {
    return !m_modules.empty() && m_modules.front()->peerIsSilent();
}

api::Explanation Engine::explain() const {
    api::Explanation explanation;
    explanation.node = node();
    if (m_modules.empty())
        return explanation;
    for (const cluster::Outlook& step : m_modules.front()->loop().outlook())
        explanation.next.push_back({step.command, std::string(cluster::name(step.to)),
                                    api::Message{step.row, step.arguments, step.sentence, {}}});
    return explanation;
}

void Engine::command(api::Command command, const api::Caller& by,
                     std::function<void(api::CommandResult)> done) {
    static constexpr cluster::Command kCommands[] = {cluster::Command::Start, cluster::Command::Stop,
                                                     cluster::Command::Restart, cluster::Command::Swap,
                                                     cluster::Command::ForceStart};
    api::CommandResult result;
    result.command = api::commandName(command);
    if (m_settings)
        result.node = nodeName(*m_settings->self);
    if (m_modules.empty()) {
        result.reason = m_trouble ? noticeFor(*m_trouble) : api::apiMessage("api-not-configured");
        done(result);
        return;
    }
    m_modules.front()->loop().ask(kCommands[static_cast<std::size_t>(command)], by.who,
                                  [this, result, by, done](const cluster::AnswerRequest& answer) mutable {
                                      result.done = answer.accepted;
                                      if (!answer.reason.empty())
                                          result.reason = refusalMessage(answer.reason, answer.arguments);
                                      logCommand(by, result.command, result);
                                      done(result);
                                  });
}

void Engine::logCommand(const api::Caller& by, const std::string& command, const api::CommandResult& result) {
    if (m_modules.empty())
        return;
    store::LogLine line;
    line.source = by.who;
    line.from = by.from;
    line.command = command;
    line.row = result.done ? "done" : result.reason.id;
    line.arguments = result.reason.arguments;
    line.level = result.done ? store::LogLevel::Info : store::LogLevel::Warning;
    m_modules.front()->log(store::LogKind::Commands, std::move(line));
}

void Engine::logs(const api::LogQuery& query, std::function<void(Result<api::LogPage>)> done) {
    if (m_modules.empty()) {
        done(api::LogPage{query.log, {}});
        return;
    }
    store::LogRead read;
    read.log = storeKind(query.log);
    read.after = query.after;
    read.limit = query.limit;
    read.detail = query.verbose ? store::Detail::Verbose : store::Detail::Short;
    m_modules.front()->logs().read(read, [query, done](Result<std::vector<store::LogLine>> lines) {
        if (!lines) {
            done(fail(lines.error()));
            return;
        }
        api::LogPage page{query.log, {}};
        for (const store::LogLine& line : *lines)
            page.entries.push_back(logEntry(storeKind(query.log), line));
        done(page);
    });
}

api::ConfigReport Engine::config() const {
    return {m_settings.has_value(), m_settings ? m_settingsText : std::string()};
}

api::ConfigCheck Engine::checkConfig(const std::string& settings) const {
    auto parsed = store::parseSettings(settings, store::SelfKey::Optional);
    if (!parsed)
        return {configProblems(parsed.error())};
    // Which part this node will have is not known here: a standby may come without a folder.
    return {isClosed() ? folderProblems(*parsed, replication::Missing::MakeEmpty)
                       : std::vector<api::ConfigProblem>()};
}

void Engine::applyConfig(const api::ConfigApply& apply, const api::Caller& by,
                         std::function<void(api::ConfigResult)> done) {
    api::ConfigResult answer;
    answer.result.command = "config apply";
    const auto refuse = [&](api::Message reason) {
        answer.result.reason = std::move(reason);
        logCommand(by, "config apply", answer.result);
        done(answer);
    };
    answer.problems = checkConfig(apply.settings).problems;
    if (!answer.problems.empty())
        return refuse(api::apiMessage("api-config-problems"));
    if (auto why = hindrance ? hindrance() : std::nullopt)
        return refuse(*std::move(why));
    for (const auto& module : m_modules)
        if (!module->isStopped())
            return refuse(api::apiMessage("api-module-runs", {module->settings().name}));

    const auto missing =
        apply.role == api::Role::Primary ? replication::Missing::Refuse : replication::Missing::MakeEmpty;
    answer.problems =
        folderProblems(*store::parseSettings(apply.settings, store::SelfKey::Optional), missing);
    if (!answer.problems.empty())
        return refuse(api::apiMessage("api-config-problems"));
    const NodeId self = apply.role == api::Role::Primary ? NodeId::Node1 : NodeId::Node2;
    answer.result.node = nodeName(self);
    auto text = store::settingsTextFor(apply.settings, self);
    Status status = text ? Status() : fail(text.error());
    if (status && apply.role == api::Role::Primary)
        status = writeInitialRecords(m_places.stateDirectory,
                                     *store::parseSettings(*text, store::SelfKey::Required));
    if (status)
        status = store::writeSettingsText(m_places.settingsFile(), *text);
    if (status)
        status = load();
    if (!status)
        return refuse(api::messageFor(status.error()));
    answer.result.done = true;
    logCommand(by, "config apply", answer.result);
    done(answer);
}

} // namespace understudy::node
