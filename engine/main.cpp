// understudyd: builds the objects and hands each what it needs. No behaviour lives here.

#include "api/server/api_server.h"
#include "base/random.h"
#include "node/console.h"
#include "node/control.h"
#include "node/doorkeeper.h"
#include "node/ending.h"
#include "node/engine.h"
#include "node/joining.h"
#include "node/process.h"
#include "security/make_keys_command.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace understudy;

namespace {

node::Places placesFrom(const QCommandLineParser& parser) {
    node::Places places;
    places.settingsDirectory = parser.value(QStringLiteral("settings")).toStdString();
    places.stateDirectory = parser.value(QStringLiteral("state")).toStdString();
    places.runDirectory = parser.value(QStringLiteral("run")).toStdString();
    return places;
}

void describeOptions(QCommandLineParser& parser) {
    const node::Places standard;
    const auto folder = [&](const char* name, const char* what, const std::string& value) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(what), QStringLiteral("folder"),
                          QString::fromStdString(value)});
    };
    folder("settings", "Where settings.json and keys/ are.", standard.settingsDirectory);
    folder("state", "Where records and logs are kept.", standard.stateDirectory);
    folder("run", "Where the socket of the API is made.", standard.runDirectory);
    parser.addOption({QStringLiteral("gateway-user"), QStringLiteral("Whose requests come from the network."),
                      QStringLiteral("user"), QString::fromLatin1(api::kGatewayUser)});
    parser.setApplicationDescription(
        QStringLiteral("The engine of Understudy: keeps the application of this node alive."));
    parser.addHelpOption();
    parser.addVersionOption();
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "--make-keys")
        return security::makeKeysCommand(std::vector<std::string>(argv + 1, argv + argc));

    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("understudyd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(UNDERSTUDY_VERSION));
    QCommandLineParser parser;
    describeOptions(parser);
    parser.process(application);
    const node::Places places = placesFrom(parser);

    const SystemClock clock;
    if (auto prepared = node::prepareProcess(places); !prepared) {
        std::fprintf(stderr, "<3>understudyd: %s\n", prepared.error().toString().c_str());
        return 1;
    }
    node::Engine engine(places, clock);
    node::Console console(places, clock);
    node::Doorkeeper doorkeeper({clock, places.passwordFile(),
                                 [&](const auto&... what) { engine.logCommand(what...); },
                                 [&] { return console.orders(engine); }});
    api::ApiServer::Options options;
    options.engineStart =
        randomNumber() >> 1; // tells the event ids of this engine from those of an earlier one
    api::ApiServer server(engine, options);
    engine.onReconfigured = [&] {
        node::followSettings(server, engine);
        console.follow(engine);
    };
    engine.refusedAtControlPort = [&] { return server.refusedPeers(); };
    if (auto listening = server.listenLocal(places.socket()); !listening) {
        std::fprintf(stderr, "<3>understudyd: %s\n", listening.error().toString().c_str());
        return 1;
    }
    // Without the gateway's user everything goes on, but nobody comes in from the network.
    if (auto listening = server.listenGateway(places.gatewaySocket(), doorkeeper,
                                              parser.value(QStringLiteral("gateway-user")).toStdString());
        !listening)
        std::fprintf(stderr, "<5>understudyd: %s\n", listening.error().toString().c_str());
    joining::Joining joining(node::joiningMeans(places, clock, engine, server, UNDERSTUDY_VERSION));
    server.setJoining(&joining);
    engine.hindrance = [&] { return joining.hindrance(); };
    // What a joining that was interrupted left is completed or taken back before the settings are read.
    if (auto recovered = joining.recover(); !recovered)
        std::fprintf(stderr, "<3>understudyd: %s\n", recovered.error().toString().c_str());
    // Settings with errors leave an engine that says so through its API: nothing is started.
    if (auto loaded = engine.load(); !loaded)
        std::fprintf(stderr, "<3>understudyd: %s\n", loaded.error().toString().c_str());
    node::Ending ending(engine, [] { QCoreApplication::quit(); });
    node::onEndSignal(application, [&] {
        node::tellSystemd("STOPPING=1");
        ending.begin();
    });
    node::tellSystemd("READY=1");
    return QCoreApplication::exec();
}
