#include "node/reports.h"

#include "cluster/refusals.h"

#include <QCoreApplication>

namespace understudy::node {

namespace {

double milliseconds(Duration d) {
    return std::chrono::duration<double, std::milli>(d).count();
}

std::optional<api::SyncProgress> syncProgress(const replication::SyncProgress& progress, const Clock& clock) {
    if (progress.startedNs == 0)
        return std::nullopt;
    api::SyncProgress sync;
    sync.doneBytes = progress.doneBytes;
    sync.totalBytes = std::max<std::uint64_t>(progress.totalBytes, sync.doneBytes);
    sync.sentBytes = progress.sentBytes;
    sync.changedBytes = progress.changedBytes;
    sync.running = progress.active;
    const std::int64_t until =
        sync.running ? clock.now().time_since_epoch().count() : progress.endedNs.load();
    const Duration elapsed(until - progress.startedNs);
    const double seconds = milliseconds(elapsed) / 1000.0;
    if (seconds > 0)
        sync.rate = static_cast<std::uint64_t>(static_cast<double>(sync.doneBytes) / seconds);
    if (sync.rate > 0)
        sync.secondsLeft = (sync.totalBytes - sync.doneBytes) / sync.rate;
    return sync;
}

std::vector<api::Refused> refused(const Module& module) {
    std::vector<api::Refused> result;
    const link::LinkCounters heartbeat = module.heartbeat().counters();
    for (std::size_t i = 0; i < heartbeat.drops.size(); ++i)
        if (heartbeat.drops[i] > 0)
            result.push_back(
                {"heartbeat " + std::string(link::name(static_cast<link::Drop>(i))), heartbeat.drops[i]});
    if (const std::uint64_t count = module.target().refusedConnections(); count > 0)
        result.push_back({"replication", count});
    return result;
}

} // namespace

api::Message rowMessage(const std::string& row, const std::vector<std::string>& arguments) {
    api::Message message{row, arguments, {}, {}};
    if (const char* sentence = cluster::rowSentence(row))
        message.text = sentence;
    return message;
}

api::Message refusalMessage(const std::string& reason, const std::vector<std::string>& arguments) {
    api::Message message{reason, arguments, {}, {}};
    for (const cluster::Refusal& refusal : cluster::refusalTexts())
        if (refusal.reason == reason)
            message.text = refusal.sentence;
    return message;
}

api::NodeReport nodeReport(const store::Settings& all, const Module& module, const Clock& clock) {
    const cluster::NodeView& view = module.loop().view();
    api::NodeReport report;
    report.name = nodeName(*all.self);
    report.host = all.node(*all.self).host;
    report.state = cluster::name(view.state);
    report.colour = cluster::name(view.colour);
    report.data = cluster::name(view.data);
    report.since = view.since;
    report.reason = rowMessage(view.row, view.arguments);
    report.generation = module.loop().facts().generation.toHex();
    report.sync = syncProgress(module.source().progress(), clock);
    for (const link::NetworkHealth& network : module.heartbeat().networks())
        if (network.roundTrip && !report.heartbeatRttMs)
            report.heartbeatRttMs = milliseconds(*network.roundTrip);
    if (view.state == cluster::NodeState::Prim) {
        report.lagBytes = module.source().lagBytes();
        report.lagMs = static_cast<std::uint64_t>(milliseconds(module.source().oldestUnconfirmed()));
    }
    report.holdsVirtualIp = module.holdsAddress();
    report.refused = refused(module);
    report.version = QCoreApplication::applicationVersion().toStdString();
    return report;
}

api::LogKind apiKind(store::LogKind kind) {
    switch (kind) {
    case store::LogKind::Module:
        return api::LogKind::Module;
    case store::LogKind::Application:
        return api::LogKind::Application;
    case store::LogKind::Commands:
        return api::LogKind::Commands;
    }
    return api::LogKind::Module;
}

store::LogKind storeKind(api::LogKind kind) {
    switch (kind) {
    case api::LogKind::Module:
        return store::LogKind::Module;
    case api::LogKind::Application:
        return store::LogKind::Application;
    case api::LogKind::Commands:
        return store::LogKind::Commands;
    }
    return store::LogKind::Module;
}

api::LogEntry logEntry(store::LogKind kind, const store::LogLine& line) {
    static constexpr const char* kLevels[] = {"info", "warning", "error"};
    api::LogEntry entry;
    entry.id = line.id;
    entry.time = line.time;
    entry.level = kLevels[static_cast<std::size_t>(line.level)];
    entry.verbose = line.detail == store::Detail::Verbose;
    entry.source = line.source;
    entry.from = line.from;
    entry.command = line.command;
    entry.message = kind == store::LogKind::Commands ? refusalMessage(line.row, line.arguments)
                                                     : rowMessage(line.row, line.arguments);
    if (entry.message.text.empty())
        entry.message.text = line.text;
    return entry;
}

std::vector<api::ConfigProblem> configProblems(const std::vector<store::Problem>& problems) {
    std::vector<api::ConfigProblem> result;
    for (const store::Problem& problem : problems)
        result.push_back({problem.place, {"config-problem", problem.arguments, problem.what, problem.cure}});
    return result;
}

} // namespace understudy::node
