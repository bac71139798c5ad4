// understudy-gateway: builds the objects and hands each what it needs. No behaviour lives here.

#include "gateway/doorway.h"
#include "gateway/forwarder.h"
#include "gateway/orders.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

using namespace understudy;

namespace {

void describeOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(QStringLiteral(
        "The door to the network: passes what is asked on TCP 9453 or 9010 on to the engine."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({QStringLiteral("engine"), QStringLiteral("The engine's socket for the gateway."),
                      QStringLiteral("socket"), QStringLiteral("/run/understudy/gateway.sock")});
}

// No core with the key in it, no new rights by a program that is run, and room for all connections.
void limitProcess() {
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    ::signal(SIGPIPE, SIG_IGN);
}

} // namespace

int main(int argc, char** argv) {
    if (::geteuid() == 0) {
        std::fprintf(stderr, "<3>understudy-gateway: must not run as root: start it as its own user, "
                             "systemctl start understudy-gateway\n");
        return 1;
    }
    limitProcess();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("understudy-gateway"));
    QCoreApplication::setApplicationVersion(QStringLiteral(UNDERSTUDY_VERSION));
    QCommandLineParser parser;
    describeOptions(parser);
    parser.process(application);
    const std::string engine = parser.value(QStringLiteral("engine")).toStdString();

    const SystemClock clock;
    gateway::Forwarder forwarder(engine, clock);
    gateway::Doorway doorway([&](const auto& client, const auto& request, auto connection) {
        forwarder.handle(client, request, std::move(connection));
    });
    const gateway::Orders orders(engine, [&](const auto& told) { return doorway.obey(told); });
    return QCoreApplication::exec();
}
