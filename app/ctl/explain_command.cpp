#include "api/types/json.h"
#include "app/ctl/commands.h"
#include "app/ctl/words.h"

namespace understudy::ctl {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

ExplainRun::ExplainRun(const Wanted& wanted, QObject* parent) : CommandRun(wanted, parent) {
    m_client.explain([this](const api::Answer<api::Explanation>& explanation) {
        if (!explanation)
            return fail(explanation.error());
        if (m_form == Form::Json)
            printJson(api::toJson(*explanation));
        else
            show(*explanation);
        end(kDone);
    });
}

void ExplainRun::show(const api::Explanation& explanation) {
    const api::NodeReport& node = explanation.node;
    const QString state = node.state.empty() ? QStringLiteral("-") : text(node.state);
    printLine(
        QStringLiteral("%1: %2 %3, %4").arg(text(node.name), state, text(node.colour), text(node.data)));
    if (!node.reason.isEmpty())
        printLine(api::fullSentence(node.reason));
    if (!explanation.next.empty())
        printLine(Words::tr("\nWhat can happen from here:"));
    for (const api::NextStep& step : explanation.next) {
        const QString command =
            step.command.empty() ? QString() : QStringLiteral("understudyctl %1: ").arg(text(step.command));
        printLine(QStringLiteral("  %1  ").arg(text(step.to), -6) + command + api::sentence(step.why));
    }
}

} // namespace understudy::ctl
