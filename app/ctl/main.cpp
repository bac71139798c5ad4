#include "app/ctl/commands.h"
#include "translations/speak.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimer>

namespace understudy::ctl {

namespace {

void run(const Wanted& wanted, QObject* parent) {
    struct Starter {
        const Wanted& wanted;
        QObject* parent;
        void operator()(const StateWanted& state) const { new StateRun(wanted, state, parent); }
        void operator()(const NodeWanted& node) const { new NodeRun(wanted, node, parent); }
        void operator()(const ExplainWanted&) const { new ExplainRun(wanted, parent); }
        void operator()(const LogsWanted& logs) const { new LogsRun(wanted, logs, parent); }
        void operator()(const ConfigCheckWanted& check) const { new ConfigRun(wanted, check, parent); }
        void operator()(const ConfigApplyWanted& apply) const { new ConfigRun(wanted, apply, parent); }
        void operator()(const ConfigShowWanted& show) const { new ConfigRun(wanted, show, parent); }
        void operator()(const PasswordWanted& password) const { new PasswordRun(wanted, password, parent); }
        void operator()(const JoinPrepareWanted& join) const { new JoinRun(wanted, join, parent); }
        void operator()(const JoinStartWanted& join) const { new JoinRun(wanted, join, parent); }
        void operator()(const JoinFinishWanted& join) const { new JoinRun(wanted, join, parent); }
        void operator()(const JoinAbortWanted& join) const { new JoinRun(wanted, join, parent); }
        void operator()(const JoinStatusWanted& join) const { new JoinRun(wanted, join, parent); }
        void operator()(const PrerequisitesWanted& which) const {
            new PrerequisitesRun(wanted, which, parent);
        }
    };
    std::visit(Starter{wanted, parent}, wanted.what);
}

} // namespace

CommandRun::CommandRun(const Wanted& wanted, QObject* parent)
    : QObject(parent), m_socket(wanted.socket), m_form(wanted.json ? Form::Json : Form::Text),
      m_client(wanted.socket) {}

void CommandRun::end(int status) {
    // Queued: the event loop may not run yet.
    QMetaObject::invokeMethod(
        qApp, [status] { QCoreApplication::exit(status); }, Qt::QueuedConnection);
}

void CommandRun::fail(const api::Message& why) {
    printFailure(m_form, why);
    end(kRefusedOrFailed);
}

} // namespace understudy::ctl

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    understudy::translations::speak(app, QLocale::system().uiLanguages());
    int status = understudy::ctl::kDone;
    const auto wanted = understudy::ctl::parseArguments(argc, argv, status);
    if (!wanted)
        return status;
    understudy::ctl::run(*wanted, &app);
    return QCoreApplication::exec();
}
