#include "node/module.h"

#include "node/module_settings.h"

#include <QCoreApplication>

#include <unistd.h>

#include <csignal>

namespace understudy::node {

namespace {

store::Logs::Options logOptions(const ModuleContext& context, const store::ModuleSettings& settings) {
    store::Logs::Options options;
    options.path = context.stateDirectory + "/" + settings.name + ".log.sqlite";
    return options;
}

void toLoop(std::function<void()> call) {
    QMetaObject::invokeMethod(QCoreApplication::instance(), std::move(call), Qt::QueuedConnection);
}

store::LogLine lineAbout(const Error& error, store::LogLevel level) {
    store::LogLine line;
    line.level = level;
    line.row = "notice";
    line.text = error.toString();
    line.arguments = {error.subject, error.detail};
    return line;
}

} // namespace

Module::Module(const store::Settings& all, const store::ModuleSettings& settings, ModuleContext context)
    : m_settings(settings), m_context(std::move(context)), m_timeout(all.heartbeat.timeout),
      m_createdAt(m_context.clock.now()),
      m_wakefulness(m_context.clock, coreSettings(all, settings).pauseToTell()),
      m_records(m_context.stateDirectory, settings.name), m_logs(logOptions(m_context, settings), toLoop) {}

Module::~Module() {
    m_heartbeat.reset(); // no event comes any more
    if (m_fencing && m_loop && !m_loop->facts().serving)
        m_fencing->standDown();
}

Result<std::unique_ptr<Module>> Module::create(const store::Settings& all,
                                               const store::ModuleSettings& settings, ModuleContext context) {
    std::unique_ptr<Module> module(new Module(all, settings, std::move(context)));
    if (auto built = module->build(all); !built)
        return fail(built.error());
    return module;
}

Status Module::build(const store::Settings& all) {
    auto record = m_records.load();
    if (!record && record.error().code != ErrorCode::NotFound)
        return fail(record.error());
    if (record)
        m_record = *record;

    Loop::Listener listener;
    listener.publish = [this](const cluster::NodeFacts& facts) { publish(facts); };
    listener.log = [this](const cluster::LogRow& row) { logRow(row); };
    listener.viewChanged = [this] {
        m_fencing->lookAgain();
        m_context.viewChanged();
    };
    listener.tellFence = [this](const FenceWord& word) { feedFence(word); };
    listener.pauseDecided = [this] {
        m_wakefulness.decided();
        m_source->reconsider();
    };
    listener.tick = [this] {
        feedFence({});
        m_source->reconsider(); // a doubt may end without a pause to be told
    };
    // Not by exit(): the threads that hang could not be joined.
    listener.endEngine = [] { ::kill(::getpid(), SIGKILL); };
    m_loop = std::make_unique<Loop>(coreSettings(all, m_settings), m_context.clock, std::move(listener));
    m_loop->wakefulness = &m_wakefulness;
    const cluster::EventSink sink = [loop = m_loop.get()](cluster::Event event) {
        loop->post(std::move(event));
    };

    const auto replication = replicationSettings(all, m_settings, m_context.stateDirectory);
    m_source = std::make_unique<replication::Source>(replication, m_context.tls.get(), m_context.clock,
                                                     m_context.self, m_shared, sink, &m_wakefulness);
    m_target = std::make_unique<replication::Target>(replication, m_context.tls.get(), m_context.clock,
                                                     m_shared, sink);
    if (auto built = buildAddress(all); !built)
        return built;
    if (auto built = buildServices(); !built)
        return built;
    m_checkers = std::make_unique<checkers::Checkers>(checkerSettings(m_settings), m_context.clock, sink);
    m_loop->connectPorts({*m_source, *m_target, *m_address, *m_services, *m_checkers, m_records});
    link::HeartbeatSettings heartbeat = heartbeatSettings(all, m_settings, m_context.keys, m_context.self);
    heartbeat.wakefulness = &m_wakefulness;
    if (auto started = startFence(heartbeat); !started)
        return started;
    return startHeartbeat(std::move(heartbeat));
}

Status Module::buildAddress(const store::Settings& all) {
    m_address = std::make_unique<address::VirtualAddress>(
        addressSettings(all, m_settings), m_context.clock,
        [loop = m_loop.get()](cluster::Event e) { loop->post(std::move(e)); },
        [this](const Error& error) {
            log(store::LogKind::Module, lineAbout(error, store::LogLevel::Warning));
        });
    if (auto opened = m_address->open(); !opened)
        return opened;
    return m_address->clearStale();
}

Status Module::buildServices() {
    auto services = services::Services::create(
        m_settings.name, serviceSettings(m_settings), m_context.units, {}, m_context.clock,
        [loop = m_loop.get()](cluster::Event e) { loop->post(std::move(e)); },
        [this](const std::string& service, const std::string& text) {
            store::LogLine line;
            line.source = service;
            line.text = text;
            log(store::LogKind::Application, std::move(line));
        });
    if (!services)
        return fail(services.error());
    m_services = std::move(*services);
    return {};
}

Status Module::startHeartbeat(link::HeartbeatSettings settings) {
    auto heartbeat = link::Heartbeat::start(
        std::move(settings), [loop = m_loop.get()](cluster::Event e) { loop->post(std::move(e)); },
        m_context.clock);
    if (!heartbeat)
        return fail(heartbeat.error());
    m_heartbeat = std::move(*heartbeat);
    m_loop->countSteps = &m_heartbeat->steps();
    return {};
}

Status Module::startFence(const link::HeartbeatSettings& heartbeat) {
    auto fencing = Fencing::start(heartbeat, {*m_source, *m_address, *m_services});
    if (!fencing)
        return fail(fencing.error());
    m_fencing = std::move(*fencing);
    return {};
}

// A fence that cannot be fed is said once, and again when it changes.
void Module::feedFence(const std::optional<FenceWord>& word) {
    const Status fed = m_fencing->feed(m_loop->facts(), m_heartbeat->steps(), word);
    const std::string trouble = fed ? std::string() : fed.error().toString();
    if (!fed && trouble != m_fenceTrouble)
        log(store::LogKind::Module, lineAbout(fed.error(), store::LogLevel::Warning));
    m_fenceTrouble = trouble;
}

void Module::begin() {
    m_services->prepareUnits([this](std::vector<Error> errors) {
        for (const Error& error : errors)
            log(store::LogKind::Module, lineAbout(error, store::LogLevel::Error));
        m_target->recordChanged(m_record);
        m_loop->begin(cluster::EngineStarted{m_record, m_context.self});
    });
}

void Module::publish(const cluster::NodeFacts& facts) {
    m_heartbeat->publish(facts);
}

void Module::logRow(const cluster::LogRow& row) {
    store::LogLine line;
    line.row = row.row;
    line.arguments = row.arguments;
    log(store::LogKind::Module, std::move(line));
}

void Module::log(store::LogKind kind, store::LogLine line) {
    line.time = m_context.clock.wall();
    line.id = m_logs.append(kind, line);
    m_context.logged(kind, line);
}

bool Module::peerIsSilent() const {
    Instant heard = m_createdAt;
    for (const link::NetworkHealth& network : m_heartbeat->networks())
        heard = std::max(heard, network.lastHeard.value_or(heard));
    return m_context.clock.now() - heard > m_timeout;
}
bool Module::holdsAddress() const {
    return m_address->isHeld();
}
bool Module::isStopped() const {
    return m_loop->view().state == cluster::NodeState::Stop;
}

} // namespace understudy::node
