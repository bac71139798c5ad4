// start, stop, restart, swap, force-start.

#include "api/types/json.h"
#include "api/types/messages.h"
#include "app/ctl/commands.h"
#include "app/ctl/terminal.h"
#include "app/ctl/words.h"

#include <QJsonArray>

#include <algorithm>
#include <iostream>

namespace understudy::ctl {

namespace {

bool serves(const api::NodeReport& node) {
    return node.state == "PRIM" || node.state == "ALONE";
}

} // namespace

NodeRun::NodeRun(const Wanted& wanted, NodeWanted node, QObject* parent)
    : CommandRun(wanted, parent), m_wanted(std::move(node)) {
    m_client.state([this](const api::Answer<api::ClusterReport>& report) {
        if (!report)
            return fail(report.error());
        choose(*report);
    });
}

// Without --node: this node; a swap is asked of the node that serves.
void NodeRun::choose(const api::ClusterReport& report) {
    if (report.self.empty())
        return fail(api::apiMessage("api-not-configured"));
    std::vector<api::NodeReport> nodes = report.nodes;
    if (m_wanted.node == "both") {
        // The one that serves stops last: otherwise the other would take over meanwhile.
        std::stable_partition(nodes.begin(), nodes.end(), [](const auto& node) { return !serves(node); });
        for (const api::NodeReport& node : nodes)
            m_nodes.push_back(node.name);
        m_oneByOne = m_wanted.command != api::Command::Start;
    } else if (!m_wanted.node.empty()) {
        m_nodes.push_back(m_wanted.node);
    } else {
        const auto serving = std::find_if(nodes.begin(), nodes.end(), serves);
        const bool isSwap = m_wanted.command == api::Command::Swap && serving != nodes.end();
        m_nodes.push_back(isSwap ? serving->name : report.self);
    }
    if (m_wanted.command == api::Command::ForceStart && !isSure(report))
        return end(kRefusedOrFailed);
    next();
}

// Says what may be lost, and asks.
bool NodeRun::isSure(const api::ClusterReport& report) {
    if (m_wanted.yes)
        return true;
    const QString node = QString::fromStdString(m_nodes.front());
    const auto found = std::find_if(report.nodes.begin(), report.nodes.end(),
                                    [&](const auto& candidate) { return candidate.name == m_nodes.front(); });
    if (found != report.nodes.end() && !found->reason.isEmpty())
        printError(node + QStringLiteral(": ") + api::fullSentence(found->reason));
    printError(
        Words::tr(
            "force-start makes %1 serve with the data it has. Changes that only the other node has, "
            "confirmed ones too, are then missing for the application; if %1's copy is incomplete, so is "
            "what the application finds.")
            .arg(node));
    if (!inputIsTerminal()) {
        printError(
            Words::tr("Refused, because nobody can be asked here. Use --yes if that is what you want."));
        return false;
    }
    std::cerr << Words::tr("Type yes to go on: ").toStdString() << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer == "yes")
        return true;
    printError(Words::tr("Nothing was done."));
    return false;
}

void NodeRun::next() {
    if (m_nodes.empty() && m_asked == 0)
        return finish();
    while (!m_nodes.empty() && (m_asked == 0 || !m_oneByOne)) {
        const std::string node = m_nodes.front();
        m_nodes.pop_front();
        ++m_asked;
        ask(node);
    }
}

void NodeRun::ask(const std::string& node) {
    m_client.command(node, m_wanted.command, [this, node](const api::Answer<api::CommandResult>& answer) {
        --m_asked;
        answered(node, answer);
        next();
    });
}

void NodeRun::answered(const std::string& node, const api::Answer<api::CommandResult>& answer) {
    const char* const command = api::commandName(m_wanted.command);
    api::CommandResult result = answer ? *answer : api::CommandResult{node, command, false, answer.error()};
    if (!result.done)
        m_nodes.clear(); // one that could not be done ends the sequence
    if (m_form == Form::Text && result.done)
        printLine(Words::tr("%1: %2 is done.").arg(QString::fromStdString(node), QLatin1String(command)));
    else if (m_form == Form::Text)
        printError(
            QStringLiteral("%1: %2: %3")
                .arg(QString::fromStdString(node), QLatin1String(command), api::fullSentence(result.reason)));
    m_results.push_back(std::move(result));
}

void NodeRun::finish() {
    const bool done =
        std::all_of(m_results.begin(), m_results.end(), [](const auto& result) { return result.done; });
    if (m_form == Form::Json) {
        QJsonArray results;
        for (const api::CommandResult& result : m_results)
            results.append(api::toJson(result));
        printJson({{QStringLiteral("done"), done}, {QStringLiteral("results"), results}});
    }
    end(done ? kDone : kRefusedOrFailed);
}

} // namespace understudy::ctl
