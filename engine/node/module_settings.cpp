#include "node/module_settings.h"

#include <cstring>

namespace understudy::node {

namespace {

NodeId selfOf(const store::Settings& all) {
    return all.self.value_or(NodeId::Node1);
}

template <typename... Ts> struct Overloads : Ts... { using Ts::operator()...; };
template <typename... Ts> Overloads(Ts...) -> Overloads<Ts...>;

replication::Mode mode(store::FolderMode mode) {
    switch (mode) {
    case store::FolderMode::Barrier:
        return replication::Mode::Barrier;
    case store::FolderMode::EveryWrite:
        return replication::Mode::EveryWrite;
    case store::FolderMode::Async:
        return replication::Mode::Async;
    }
    return replication::Mode::Barrier;
}

cluster::BootPolicy boot(store::Boot boot) {
    switch (boot) {
    case store::Boot::AsBefore:
        return cluster::BootPolicy::AsBefore;
    case store::Boot::On:
        return cluster::BootPolicy::On;
    case store::Boot::Off:
        return cluster::BootPolicy::Off;
    }
    return cluster::BootPolicy::AsBefore;
}

} // namespace

cluster::CoreSettings coreSettings(const store::Settings& all, const store::ModuleSettings& module) {
    cluster::CoreSettings core;
    core.self = selfOf(all);
    core.heartbeatTimeout = all.heartbeat.timeout;
    core.heartbeatInterval = all.heartbeat.interval;
    core.standbyTimeout = module.standbyTimeout;
    core.stopBound = module.stopTimeout;
    core.maxLoop = module.maxLoop;
    core.loopInterval = module.loopInterval;
    core.failover = module.failover;
    core.boot = boot(module.boot);
    return core;
}

link::HeartbeatSettings heartbeatSettings(const store::Settings& all, const store::ModuleSettings& module,
                                          const security::KeySet& keys, Incarnation self) {
    link::HeartbeatSettings heartbeat;
    heartbeat.self = selfOf(all);
    heartbeat.incarnation = self;
    heartbeat.conversation.module = static_cast<std::uint16_t>(module.id);
    heartbeat.conversation.key = security::deriveKey(keys.clusterKey, "heartbeat");
    const auto tag = security::deriveKey(keys.clusterKey, "cluster tag");
    std::memcpy(&heartbeat.conversation.clusterTag, tag.data(), sizeof heartbeat.conversation.clusterTag);
    const auto& own = all.node(selfOf(all)).addresses;
    const auto& peer = all.node(otherNode(selfOf(all))).addresses;
    for (std::size_t i = 0; i < own.size() && i < peer.size(); ++i)
        heartbeat.networks.push_back({own[i], peer[i]});
    heartbeat.port = module.heartbeatPort();
    heartbeat.interval = all.heartbeat.interval;
    heartbeat.timeout = all.heartbeat.timeout;
    heartbeat.pauseAfter = coreSettings(all, module).pauseToTell();
    return heartbeat;
}

replication::ReplicationSettings replicationSettings(const store::Settings& all,
                                                     const store::ModuleSettings& module,
                                                     const std::string& stateDirectory) {
    replication::ReplicationSettings replication;
    replication.self = selfOf(all);
    replication.module = module.name;
    replication.port = module.replicationPort();
    replication.ownAddress = all.node(selfOf(all)).addresses.front();
    replication.peerAddress = all.node(otherNode(selfOf(all))).addresses.front();
    for (const store::FolderSettings& folder : module.folders)
        replication.folders.push_back({folder.name, folder.path, mode(folder.mode), folder.xattrs});
    replication.stateDirectory = stateDirectory;
    replication.standbyTimeout = module.standbyTimeout;
    return replication;
}

address::AddressSettings addressSettings(const store::Settings& all, const store::ModuleSettings& module) {
    address::AddressSettings address;
    address.address = module.virtualIp;
    address.prefixLength = module.prefixLength;
    address.interface = module.interface;
    address.peerAddresses = all.node(otherNode(selfOf(all))).addresses;
    return address;
}

std::vector<services::ServiceSettings> serviceSettings(const store::ModuleSettings& module) {
    std::vector<services::ServiceSettings> result;
    for (const store::ServiceSettings& from : module.services) {
        services::ServiceSettings service;
        service.name = from.name;
        service.startTimeout = from.startTimeout;
        service.stopTimeout = from.stopTimeout;
        std::visit(
            Overloads{
                [&](const store::UnitService& s) { service.what = services::UnitService{s.unit}; },
                [&](const store::ScriptService& s) {
                    service.what = services::ScriptService{s.start, s.stop};
                },
                [&](const store::ProcessService& s) { service.what = services::ProcessService{s.command}; }},
            from.what);
        result.push_back(std::move(service));
    }
    return result;
}

std::vector<checkers::CheckerSettings> checkerSettings(const store::ModuleSettings& module) {
    std::vector<checkers::CheckerSettings> result;
    for (const store::CheckerSettings& from : module.checkers) {
        checkers::CheckerSettings checker;
        checker.name = from.name;
        checker.interval = from.interval;
        checker.timeout = from.timeout;
        checker.startBound = from.startTimeout;
        checker.failuresBeforeDown = from.failures;
        std::visit(Overloads{[&](const store::ProcessChecker& c) {
                                 checker.what = checkers::ProcessCheck{c.controlGroup, c.program};
                             },
                             [&](const store::TcpChecker& c) {
                                 checker.what = checkers::TcpCheck{c.host, c.port};
                             },
                             [&](const store::SqlChecker& c) {
                                 checker.what = checkers::SqlCheck{c.driver, c.host,     c.port, c.database,
                                                                   c.user,   c.password, c.query};
                             }},
                   from.what);
        result.push_back(std::move(checker));
    }
    return result;
}

} // namespace understudy::node
