#pragma once
// The engine of this computer: settings, keys, modules, and what the API shows and asks of them. A computer
// that is not configured has an engine with nothing but an API. Thread: the main thread.

#include "api/server/engine_view.h"
#include "node/module.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace understudy::node {

struct Places {
    std::string settingsDirectory = "/etc/understudy";
    std::string stateDirectory = "/var/lib/understudy";
    std::string runDirectory = "/run/understudy";
    std::string settingsFile() const { return settingsDirectory + "/settings.json"; }
    std::string keyFolder() const { return settingsDirectory + "/keys"; }
    std::string passwordFile() const { return settingsDirectory + "/password"; }
    std::string socket() const { return runDirectory + "/engine.sock"; }
    std::string gatewaySocket() const { return runDirectory + "/gateway.sock"; }
};

struct ClosingTimes {
    std::chrono::milliseconds stopBound{}; // the longest of the modules'
    std::chrono::milliseconds toBeHeard{}; // so long the last facts need to reach the other node
};

class Engine final : public api::EngineView {
public:
    Engine(Places places, const Clock& clock);
    ~Engine() override;

    // Reads the settings and builds the modules. An error stops nothing but the modules: the API goes on and
    // says it. One that is not of the settings (an interface or an address that is not there yet, a bus that
    // does not answer) may pass: it is tried again by itself, with a growing delay.
    Status load();

    const std::optional<store::Settings>& settings() const { return m_settings; }
    const std::optional<security::KeySet>& keys() const { return m_keys; }
    std::function<void()> onReconfigured; // the control connection follows the settings
    std::function<std::uint64_t()> refusedAtControlPort;
    std::function<std::optional<api::Message>()> hindrance; // why settings cannot be applied now

    // The end on purpose: each call is one more word to whoever is not closed yet.
    void tellEnding();
    bool isClosed() const;
    ClosingTimes closingTimes() const;

    api::ClusterIdentity identity() const override;
    api::NodeReport node() const override;
    bool peerIsSilent() const override;
    api::Explanation explain() const override;
    void command(api::Command command, const api::Caller& by,
                 std::function<void(api::CommandResult)> done) override;
    void logs(const api::LogQuery& query, std::function<void(Result<api::LogPage>)> done) override;
    api::ConfigReport config() const override;
    api::ConfigCheck checkConfig(const std::string& settings) const override;
    void applyConfig(const api::ConfigApply& apply, const api::Caller& by,
                     std::function<void(api::ConfigResult)> done) override;
    void setListener(api::EngineListener* listener) override { m_listener = listener; }
    void logCommand(const api::Caller& by, const std::string& command, const api::CommandResult& result);

private:
    Status tryToLoad();
    Status readSettings(const std::string& text);
    void tryAgainLater();
    Status buildModules();
    Status countStart();

    const Places m_places;
    const Clock& m_clock;
    api::EngineListener* m_listener = nullptr;
    Incarnation m_self;
    std::string m_settingsText;
    std::optional<store::Settings> m_settings;
    std::optional<security::KeySet> m_keys;
    security::SslContext m_tls;
    std::unique_ptr<services::SystemdUnitControl> m_units;
    std::optional<Error> m_trouble; // why there is no module although there are settings
    QTimer m_retry;
    std::chrono::milliseconds m_retryDelay{};
    std::vector<std::unique_ptr<Module>> m_modules;
};

} // namespace understudy::node
