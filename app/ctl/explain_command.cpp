#include "api/types/json.h"
#include "app/ctl/commands.h"
#include "app/ctl/words.h"

namespace understudy::ctl {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

// A sentence of the table before it happened: its arguments are not known yet.
QString openSentence(const std::string& source) {
    return api::sentence(api::Message{{}, std::vector<std::string>(9, "..."), source, {}});
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
    for (const api::Message& message : explanation.waitsFor)
        printLine(api::fullSentence(message));
    if (!explanation.next.empty())
        printLine(Words::tr("\nWhat can happen from here:"));
    for (const api::NextStep& step : explanation.next) {
        printLine(QStringLiteral("  %1 -> %2").arg(openSentence(step.when), text(step.to)));
        printLine(QStringLiteral("      ") + openSentence(step.why));
    }
}

} // namespace understudy::ctl
