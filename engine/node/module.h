#pragma once
// One protected application on this node: its parts, built from the settings and tied together by the
// decision loop. Owner: the engine. Thread: the main thread.

#include "address/virtual_address.h"
#include "base/clock.h"
#include "base/wakefulness.h"
#include "checkers/checkers.h"
#include "link/heartbeat.h"
#include "node/fencing.h"
#include "node/loop.h"
#include "replication/shared_copy.h"
#include "replication/source/source.h"
#include "replication/target/target.h"
#include "security/key_set.h"
#include "security/tls.h"
#include "services/services.h"
#include "services/systemd_unit_control.h"
#include "store/logs.h"
#include "store/record_store.h"
#include "store/settings.h"

#include <memory>
#include <optional>

namespace understudy::node {

struct ModuleContext {
    const Clock& clock;
    std::string stateDirectory;
    const security::KeySet& keys;
    const security::SslContext& tls;
    services::UnitControl* units = nullptr;
    Incarnation self;
    std::function<void()> viewChanged;
    std::function<void(store::LogKind, const store::LogLine&)> logged;
};

class Module {
public:
    // Checks what can be checked before anything is moved, and starts nothing. Errors name what and where.
    static Result<std::unique_ptr<Module>>
    create(const store::Settings& all, const store::ModuleSettings& settings, ModuleContext context);
    ~Module();

    void begin(); // the first event: what the record says

    Loop& loop() { return *m_loop; }
    const Loop& loop() const { return *m_loop; }
    store::Logs& logs() { return m_logs; }
    void log(store::LogKind kind, store::LogLine line);
    const replication::Source& source() const { return *m_source; }
    const replication::Target& target() const { return *m_target; }
    const link::Heartbeat& heartbeat() const { return *m_heartbeat; }
    const store::ModuleSettings& settings() const { return m_settings; }
    bool isStopped() const; // nothing runs: the configuration may change
    bool holdsAddress() const;
    bool peerIsSilent() const; // no heartbeat of it for longer than the timeout

private:
    Module(const store::Settings& all, const store::ModuleSettings& settings, ModuleContext context);
    Status build(const store::Settings& all);
    Status buildAddress(const store::Settings& all);
    Status buildServices();
    Status startHeartbeat(link::HeartbeatSettings settings);
    Status startFence(const link::HeartbeatSettings& heartbeat);
    void feedFence(const std::optional<FenceWord>& word);
    void logRow(const cluster::LogRow& row);
    void publish(const cluster::NodeFacts& facts);

    const store::ModuleSettings m_settings;
    ModuleContext m_context;
    const Duration m_timeout;           // of the heartbeats
    const Instant m_createdAt;          // silence is measured from here until the peer is heard
    std::unique_ptr<Fencing> m_fencing; // ends last: after all that it would have to end
    Wakefulness m_wakefulness;
    store::RecordStore m_records;
    store::Logs m_logs;
    cluster::Record m_record; // as found at the start
    std::string m_fenceTrouble;
    replication::SharedCopy m_shared;
    std::unique_ptr<Loop> m_loop;
    std::unique_ptr<replication::Source> m_source;
    std::unique_ptr<replication::Target> m_target;
    std::unique_ptr<address::VirtualAddress> m_address;
    std::unique_ptr<services::Services> m_services;
    std::unique_ptr<checkers::Checkers> m_checkers;
    std::unique_ptr<link::Heartbeat> m_heartbeat; // last: its thread posts events
};

} // namespace understudy::node
