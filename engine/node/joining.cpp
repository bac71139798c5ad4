#include "node/joining.h"

#include "node/folder_fitness.h"
#include "node/initial_records.h"

namespace understudy::node {

namespace {

constexpr std::chrono::milliseconds kPeerPatience{2000};

std::optional<store::Settings> settingsIn(const std::string& text) {
    auto settings = store::parseSettings(text, store::SelfKey::Required);
    return settings ? std::optional(*std::move(settings)) : std::nullopt;
}

joining::Files::Hooks fileHooks(const Places& places) {
    const std::string state = places.stateDirectory;
    return {[state](const std::string& text) -> Status {
                const auto settings = settingsIn(text);
                if (!settings)
                    return fail(ErrorCode::Corrupt, "the staged settings", "cannot be read");
                return writeInitialRecords(state, *settings);
            },
            [state](const std::string& text) {
                const auto settings = settingsIn(text);
                return settings ? missingRecords(state, *settings) : std::vector<std::string>();
            }};
}

} // namespace

joining::Joining::Means joiningMeans(const Places& places, const Clock& clock, Engine& engine,
                                     api::ApiServer& server, const std::string& version) {
    return {
        .clock = clock,
        .settingsFolder = places.settingsDirectory,
        .version = version,
        .files = fileHooks(places),
        .settings = [&engine] { return engine.settings(); },
        .reload =
            [&engine] {
                static_cast<void>(engine.load()); // its trouble is shown as the node's state
                if (!engine.settings() && engine.onReconfigured)
                    engine.onReconfigured(); // taken back: nobody is spoken to any more
            },
        .isIdle = [&engine] { return engine.isClosed(); },
        .askPeer =
            [&server](std::function<void(bool)> heard) {
                api::HttpRequest ask;
                ask.target = "/api/v1/node";
                ask.keepAlive = false;
                server.askPeer(ask, kPeerPatience, [heard](const Result<api::HttpResponse>& response) {
                    heard(response && response->status == 200);
                });
            },
        .log = [&engine](const api::Caller& by,
                         const api::CommandResult& result) { engine.logCommand(by, result.command, result); },
        .folderProblems =
            [](const store::Settings& settings, joining::Side side) {
                // The standby's copy comes from the other node.
                return folderProblems(settings, side == joining::Side::Guest
                                                    ? replication::Missing::Refuse
                                                    : replication::Missing::MakeEmpty);
            },
    };
}

} // namespace understudy::node
