// Prerequisites as the API shows them, and the cures that the engine can apply.

#include "api/types/messages.h"
#include "joining/draft.h"
#include "joining/joining.h"

#include <QProcess>

namespace understudy::joining {

namespace {

constexpr int kCurePatienceMs = 20'000;

api::NodePrerequisites asReport(std::string node, const std::vector<prerequisites::Finding>& findings) {
    api::NodePrerequisites report{std::move(node), {}};
    for (const prerequisites::Finding& finding : findings) {
        api::Prerequisite one{finding.id, prerequisites::outcomeName(finding.outcome), {}, finding.curable};
        if (!finding.reason.empty())
            one.reason = api::apiMessage(finding.reason, finding.arguments);
        report.prerequisites.push_back(std::move(one));
    }
    return report;
}

// Empty: done. Otherwise what went wrong.
std::string runCure(const QStringList& command) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command.first(), command.mid(1), QIODevice::ReadOnly);
    const bool ended = process.waitForFinished(kCurePatienceMs);
    if (ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    const std::string said = process.readAll().trimmed().toStdString();
    return command.join(QLatin1Char(' ')).toStdString() + (said.empty() ? " failed" : ": " + said);
}

} // namespace

prerequisites::Plan Joining::plan() const {
    prerequisites::Plan plan;
    const auto settings = m_means.settings();
    if (!settings)
        return plan;
    const store::NodeSettings& peer = settings->node(otherNode(*settings->self));
    plan.configured = true;
    plan.virtualIp = settings->modules.front().virtualIp;
    plan.peerName = peer.host;
    plan.peerAddress = peer.addresses.front();
    for (const store::ModuleSettings& module : settings->modules) {
        for (const store::FolderSettings& folder : module.folders)
            plan.folders.push_back(folder.path);
        for (const store::ServiceSettings& service : module.services)
            if (const auto* unit = std::get_if<store::UnitService>(&service.what)) {
                plan.units.push_back(unit->unit);
                if (unit->unit.starts_with("postgresql"))
                    plan.accounts.emplace_back("postgres");
            }
    }
    return plan;
}

void Joining::prerequisites(const QJsonObject& peerFacts, std::function<void(Judged)> done) {
    const WallTime received = m_means.clock.wall();
    const auto settings = m_means.settings();
    std::optional<prerequisites::NodeFacts> theirs;
    if (!peerFacts.isEmpty())
        theirs = prerequisites::factsFrom(peerFacts);
    collect([this, settings, theirs, received, done = std::move(done)](prerequisites::NodeFacts own) {
        if (settings)
            own.contact = settings->node(*settings->self).addresses.front();
        own.time = m_means.clock.wall(); // as it leaves
        const auto findings = prerequisites::judge(plan(), own, theirs ? &*theirs : nullptr, received);
        done({asReport(settings ? std::string(nodeName(*settings->self)) : own.host, findings),
              prerequisites::factsJson(own)});
    });
}

// However many ask at once, they are collected once.
void Joining::collect(std::function<void(prerequisites::NodeFacts)> found) {
    m_collecting.push_back(std::move(found));
    if (m_collecting.size() > 1)
        return;
    m_work.run<prerequisites::NodeFacts>(
        [plan = plan(), version = m_means.version] { return prerequisites::collectFacts(plan, version); },
        [this](const prerequisites::NodeFacts& own) {
            for (const auto& waiting : std::exchange(m_collecting, {}))
                waiting(own);
        });
}

void Joining::applyCure(const std::string& id, const api::Caller& by,
                        std::function<void(api::CommandResult)> done) {
    std::vector<QStringList> commands;
    if (id == "clock-synchronised")
        commands = {{QStringLiteral("timedatectl"), QStringLiteral("set-ntp"), QStringLiteral("true")}};
    if (id == "unit-at-boot")
        for (const std::string& unit : plan().units)
            commands.push_back({QStringLiteral("systemctl"), QStringLiteral("disable"), QStringLiteral("--"),
                                QString::fromStdString(unit)});
    api::CommandResult result{{}, "prerequisites apply", false, api::apiMessage("pre-no-cure", {id})};
    const auto finish = [log = m_means.log, by, done](const api::CommandResult& outcome) {
        if (log)
            log(by, outcome);
        done(outcome);
    };
    if (commands.empty())
        return finish(result);
    m_work.run<std::string>(
        [commands] {
            std::string wrong;
            for (const QStringList& command : commands)
                if (wrong.empty())
                    wrong = runCure(command);
            return wrong;
        },
        [result, finish, id](const std::string& wrong) mutable {
            result.done = wrong.empty();
            result.reason =
                wrong.empty() ? api::Message() : api::messageFor({ErrorCode::System, id, wrong, 0});
            finish(result);
        });
}

} // namespace understudy::joining
