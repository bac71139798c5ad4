#include "api/types/json.h"
#include "app/ctl/commands.h"
#include "app/ctl/state_text.h"
#include "app/ctl/terminal.h"
#include "app/ctl/words.h"

namespace understudy::ctl {

namespace {

Paint paintOfOutput() {
    return outputIsTerminal() && !qEnvironmentVariableIsSet("NO_COLOR") ? Paint::Ansi : Paint::Plain;
}

} // namespace

StateRun::StateRun(const Wanted& wanted, const StateWanted& state, QObject* parent)
    : CommandRun(wanted, parent), m_watch(state.watch) {
    if (m_watch) {
        m_stream = std::make_unique<api::EventStream>(
            m_socket, api::EventStream::Listener{[this](const api::ClusterReport& report) { show(report); },
                                                 [](api::LogKind, const api::LogEntry&) {}, [] {},
                                                 [this](const api::Message& why) { lost(why); }});
        return;
    }
    m_client.state([this](const api::Answer<api::ClusterReport>& report) {
        if (!report)
            return fail(report.error());
        show(*report);
        end(kDone);
    });
}

void StateRun::show(const api::ClusterReport& report) {
    if (m_form == Form::Json)
        return printJson(api::toJson(report));
    const QString clear = m_watch && outputIsTerminal() ? QStringLiteral("\x1b[H\x1b[J") : QString();
    const QString apart = m_shown && clear.isEmpty() ? QStringLiteral("\n") : QString();
    m_shown = true;
    printLine(clear + apart + stateText(report, SystemClock().wall(), paintOfOutput()));
}

// Before the first state that is a failure; later the engine may come back.
void StateRun::lost(const api::Message& why) {
    if (!m_shown)
        return fail(why);
    if (m_form == Form::Text)
        printError(api::sentence(why) + QLatin1Char(' ') + Words::tr("Waiting for it."));
}

} // namespace understudy::ctl
