// prerequisites: what a cluster needs, of this node and of the other one.

#include "api/types/json.h"
#include "api/types/messages.h"
#include "app/ctl/commands.h"
#include "app/ctl/words.h"

#include <algorithm>

namespace understudy::ctl {

PrerequisitesRun::PrerequisitesRun(const Wanted& wanted, const PrerequisitesWanted& which, QObject* parent)
    : CommandRun(wanted, parent) {
    if (!which.apply.empty()) {
        m_client.applyCure(which.apply, [this](const api::Answer<api::CommandResult>& answer) {
            if (!answer)
                return fail(answer.error());
            if (m_form == Form::Json)
                printJson(api::toJson(*answer));
            else if (answer->done)
                printLine(Words::tr("Done."));
            else
                printError(printable(api::fullSentence(answer->reason)));
            end(answer->done ? kDone : kRefusedOrFailed);
        });
        return;
    }
    m_client.prerequisites([this](const api::Answer<api::PrerequisitesReport>& answer) {
        if (!answer)
            return fail(answer.error());
        show(*answer);
    });
}

void PrerequisitesRun::show(const api::PrerequisitesReport& report) {
    bool missing = false;
    for (const api::NodePrerequisites& node : report.nodes)
        missing = missing || std::ranges::any_of(node.prerequisites,
                                                 [](const auto& one) { return one.result == "missing"; });
    if (m_form == Form::Json) {
        printJson(api::toJson(report));
        return end(missing ? kRefusedOrFailed : kDone);
    }
    for (const api::NodePrerequisites& node : report.nodes) {
        printLine(printable(QString::fromStdString(node.node)));
        for (const api::Prerequisite& one : node.prerequisites) {
            QString line = QStringLiteral("  %1 %2")
                               .arg(QString::fromStdString(one.result), -8)
                               .arg(QString::fromStdString(one.id), -20);
            if (!one.reason.isEmpty())
                line += QLatin1Char(' ') + api::fullSentence(one.reason);
            if (one.engineCanApply)
                line += QLatin1Char(' ') +
                        Words::tr("The engine can do it: understudyctl prerequisites --apply %1")
                            .arg(QString::fromStdString(one.id));
            printLine(printable(line.trimmed().prepend(QStringLiteral("  "))));
        }
    }
    if (!report.peerReason.isEmpty())
        printError(printable(api::fullSentence(report.peerReason)));
    end(missing ? kRefusedOrFailed : kDone);
}

} // namespace understudy::ctl
