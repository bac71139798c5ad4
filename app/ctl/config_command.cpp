#include "api/types/json.h"
#include "api/types/messages.h"
#include "app/ctl/commands.h"
#include "app/ctl/words.h"

#include <QFile>

#include <cstdio>

namespace understudy::ctl {

namespace {

constexpr qint64 kMaxFile = 1 << 20; // what the engine takes

} // namespace

ConfigRun::ConfigRun(const Wanted& wanted, const ConfigCheckWanted& check, QObject* parent)
    : CommandRun(wanted, parent) {
    const auto settings = read(check.file);
    if (!settings)
        return;
    m_client.checkConfig(*settings, [this](const api::Answer<api::ConfigCheck>& answer) {
        if (!answer)
            return fail(answer.error());
        checked(*answer);
    });
}

// Checked first, as it is written: what is no JSON has a line and a column only then.
ConfigRun::ConfigRun(const Wanted& wanted, const ConfigApplyWanted& apply, QObject* parent)
    : CommandRun(wanted, parent) {
    const auto settings = read(apply.file);
    if (!settings)
        return;
    m_client.checkConfig(*settings, [this, settings = *settings,
                                     role = apply.role](const api::Answer<api::ConfigCheck>& answer) {
        if (!answer)
            return fail(answer.error());
        if (!answer->problems.empty())
            return checked(*answer);
        m_client.applyConfig({settings, role}, [this](const api::Answer<api::ConfigResult>& result) {
            if (!result)
                return fail(result.error());
            applied(*result);
        });
    });
}

ConfigRun::ConfigRun(const Wanted& wanted, const ConfigShowWanted&, QObject* parent)
    : CommandRun(wanted, parent) {
    m_client.config([this](const api::Answer<api::ConfigReport>& report) {
        if (!report)
            return fail(report.error());
        if (!report->configured)
            return fail(api::apiMessage("api-not-configured"));
        if (m_form == Form::Json)
            printJson(api::toJson(*report));
        else
            printLine(QString::fromStdString(report->settings).trimmed());
        end(kDone);
    });
}

std::optional<std::string> ConfigRun::read(const std::string& file) {
    QFile source(QString::fromStdString(file));
    const bool open =
        file == "-" ? source.open(stdin, QIODevice::ReadOnly) : source.open(QIODevice::ReadOnly);
    const QByteArray text = open ? source.read(kMaxFile + 1) : QByteArray();
    const QString why = !open || source.error() != QFileDevice::NoError ? source.errorString()
                        : text.size() > kMaxFile                        ? Words::tr("it is larger than 1 MiB")
                                                                        : QString();
    if (why.isEmpty())
        return text.toStdString();
    fail(api::apiMessage("client-file", {file, why.toStdString()}));
    return std::nullopt;
}

void ConfigRun::checked(const api::ConfigCheck& check) {
    if (m_form == Form::Json)
        printJson(api::toJson(check));
    else if (check.problems.empty())
        printLine(Words::tr("The settings are good."));
    else
        listProblems(check.problems);
    end(check.problems.empty() ? kDone : kRefusedOrFailed);
}

void ConfigRun::applied(const api::ConfigResult& result) {
    if (m_form == Form::Json)
        printJson(api::toJson(result));
    else if (result.result.done)
        printLine(Words::tr("The settings are in force. Start the module: understudyctl start"));
    else if (!result.problems.empty())
        listProblems(result.problems);
    else
        printError(api::fullSentence(result.result.reason));
    end(result.result.done ? kDone : kRefusedOrFailed);
}

void ConfigRun::listProblems(const std::vector<api::ConfigProblem>& problems) const {
    for (const api::ConfigProblem& problem : problems)
        printLine(printable(QString::fromStdString(problem.place) + QStringLiteral(": ") +
                            api::fullSentence(problem.message)));
    printError(Words::tr("%n problem(s); nothing was applied.", nullptr, static_cast<int>(problems.size())));
}

} // namespace understudy::ctl
