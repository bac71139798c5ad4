#pragma once
// An engine without an engine: answers what a test put in, and remembers what was asked.

#include "api/server/engine_view.h"

#include <vector>

namespace understudy::api::testing {

class FakeEngine : public EngineView {
public:
    explicit FakeEngine(const std::string& self = "node1", const std::string& peer = "node2") {
        m_identity = {true, "cluster1",     "postgresql", "10.99.0.100/24",
                      self, self + "-host", peer,         peer + "-host"};
        m_node.name = self;
        m_node.host = self + "-host";
        m_node.state = "ALONE";
        m_node.colour = "green";
        m_node.data = "uptodate";
        m_node.since = WallTime(std::chrono::milliseconds(1'795'000'000'123));
        m_node.reason = {
            "takeover-silent-peer", {peer, "30 s"}, "%1 has been silent for %2: this node takes over.", ""};
    }

    ClusterIdentity identity() const override { return m_identity; }
    NodeReport node() const override { return m_node; }
    bool peerIsSilent() const override { return m_peerIsSilent; }
    Explanation explain() const override {
        return {m_node, {{"stop", "STOP", {"stop-asked", {}, "because", {}}}}};
    }
    void command(Command command, const Caller& by, std::function<void(CommandResult)> done) override {
        m_commands.emplace_back(command, by);
        m_waiting = std::move(done);
        if (m_answersAtOnce)
            answer();
    }
    void answer() {
        const auto done = std::exchange(m_waiting, {});
        done({m_identity.self, commandName(m_commands.back().first), m_refusal.isEmpty(), m_refusal});
    }
    void logs(const LogQuery& query, std::function<void(Result<LogPage>)> done) override {
        m_queries.push_back(query);
        done(LogPage{query.log, m_entries});
    }
    ConfigReport config() const override { return {m_identity.configured, m_settings}; }
    ConfigCheck checkConfig(const std::string& settings) const override {
        if (settings == "good" || m_acceptsAnySettings)
            return {};
        return {{{"modules[0].name", {"", {"name"}, "%1 is missing.", "Add it."}}}};
    }
    void applyConfig(const ConfigApply& apply, const Caller& by,
                     std::function<void(ConfigResult)> done) override {
        m_applied.push_back(apply);
        m_commands.emplace_back(Command::Start, by);
        done({{m_identity.self, "config apply", m_refusal.isEmpty(), m_refusal}, {}});
    }
    void setListener(EngineListener* listener) override { m_listener = listener; }

    void change(const std::string& state) {
        m_node.state = state;
        m_listener->stateChanged();
    }
    LogEntry log(std::uint64_t id, const std::string& row) {
        LogEntry entry;
        entry.id = id;
        entry.time = *m_node.since;
        entry.message = {row, {"node2"}, "%1 is silent.", ""};
        m_listener->logLine(LogKind::Module, entry);
        return entry;
    }

    ClusterIdentity m_identity;
    NodeReport m_node;
    bool m_peerIsSilent = false;
    Message m_refusal; // empty: everything is done
    bool m_answersAtOnce = true;
    bool m_acceptsAnySettings = false;
    std::string m_settings = R"({"format":1})";
    std::vector<LogEntry> m_entries;
    EngineListener* m_listener = nullptr;

    std::vector<std::pair<Command, Caller>> m_commands;
    std::vector<LogQuery> m_queries;
    std::vector<ConfigApply> m_applied;
    std::function<void(CommandResult)> m_waiting;
};

} // namespace understudy::api::testing
