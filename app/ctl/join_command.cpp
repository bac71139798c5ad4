// join prepare, start, finish, abort, status.

#include "api/types/messages.h"
#include "app/ctl/commands.h"
#include "app/ctl/terminal.h"
#include "app/ctl/words.h"

#include <QFile>

#include <iostream>

namespace understudy::ctl {

namespace {

constexpr qint64 kMaxFile = 1 << 20; // what the engine takes

std::optional<std::string> secret(bool fromInput, const QString& prompt) {
    if (!fromInput && inputIsTerminal())
        return readHiddenLine(prompt.toStdString());
    if (!fromInput)
        return std::nullopt;
    std::string line;
    std::getline(std::cin, line);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n'))
        line.pop_back();
    return line;
}

QString withReason(const api::JoinStatus& status) {
    QString text = printable(api::fullSentence(status.reason));
    if (status.secondsLeft)
        text += QLatin1Char('\n') + Words::tr("The code is good for %1 and %2 tries.")
                                        .arg(durationText(*status.secondsLeft))
                                        .arg(status.triesLeft.value_or(0));
    return text;
}

} // namespace

JoinRun::JoinRun(const Wanted& wanted, const JoinPrepareWanted& prepare, QObject* parent)
    : CommandRun(wanted, parent) {
    api::JoinPrepare ask{prepare.protocol, {}};
    if (prepare.protocol == "http") {
        const auto password = secret(prepare.fromInput, Words::tr("Password of the cluster: "));
        if (!password) {
            printError(Words::tr("Nobody can be asked here. Use --stdin to read it from a program."));
            end(kWrongUse);
            return;
        }
        ask.password = *password;
    }
    m_client.joinPrepare(ask, [this](const api::Answer<api::JoinResult>& answer) {
        QString done =
            Words::tr("This computer is prepared as node2. Continue on node1: understudyctl join start");
        if (answer && !answer->code.empty())
            done = Words::tr("Security code: %1").arg(QString::fromStdString(answer->code)) +
                   QLatin1Char('\n') + done;
        answered(answer, done);
    });
}

JoinRun::JoinRun(const Wanted& wanted, const JoinStartWanted& start, QObject* parent)
    : CommandRun(wanted, parent) {
    api::JoinStart ask = start.start;
    if (!start.settingsFile.empty()) {
        QFile file(QString::fromStdString(start.settingsFile));
        if (!file.open(QIODevice::ReadOnly)) {
            fail(api::apiMessage("client-file", {start.settingsFile, file.errorString().toStdString()}));
            return;
        }
        ask.settings = file.read(kMaxFile).toStdString();
    }
    std::string& needed = ask.protocol == "http" ? ask.password : ask.code;
    if (needed.empty()) {
        const auto typed =
            secret(start.fromInput, ask.protocol == "http" ? Words::tr("Password of the cluster: ")
                                                           : Words::tr("Security code of node2: "));
        if (!typed) {
            printError(Words::tr("Nobody can be asked here. Use --stdin to read it from a program."));
            end(kWrongUse);
            return;
        }
        needed = *typed;
    }
    m_client.joinStart(ask, [this](const api::Answer<api::JoinResult>& answer) {
        answered(answer, Words::tr("The nodes are joined. Start them: understudyctl join finish"));
    });
}

JoinRun::JoinRun(const Wanted& wanted, const JoinFinishWanted&, QObject* parent)
    : CommandRun(wanted, parent) {
    m_client.joinFinish([this](const api::Answer<api::JoinResult>& answer) {
        if (!answer || !answer->result.done)
            return answered(answer, {});
        m_nodes = {"node2", "node1"}; // the standby first: node1 need not begin alone
        startNodes();
    });
}

JoinRun::JoinRun(const Wanted& wanted, const JoinAbortWanted& abort, QObject* parent)
    : CommandRun(wanted, parent) {
    m_client.joinAbort(abort.force, [this](const api::Answer<api::JoinResult>& answer) {
        QString done = Words::tr("The joining is given up.");
        if (answer && answer->status.phase == "pending")
            done += QLatin1Char('\n') + withReason(answer->status);
        answered(answer, done);
    });
}

JoinRun::JoinRun(const Wanted& wanted, const JoinStatusWanted&, QObject* parent)
    : CommandRun(wanted, parent) {
    m_client.joinStatus([this](const api::Answer<api::JoinStatus>& answer) {
        if (!answer)
            return fail(answer.error());
        if (m_form == Form::Json)
            printJson(api::toJson(*answer));
        else
            printLine(QString::fromStdString(answer->phase) + QStringLiteral(": ") + withReason(*answer));
        end(kDone);
    });
}

void JoinRun::answered(const api::Answer<api::JoinResult>& answer, const QString& done) {
    if (!answer)
        return fail(answer.error());
    if (m_form == Form::Json) {
        printJson(api::toJson(*answer));
    } else if (answer->result.done) {
        printLine(done);
    } else {
        for (const api::ConfigProblem& problem : answer->problems)
            printLine(printable(QString::fromStdString(problem.place) + QStringLiteral(": ") +
                                api::fullSentence(problem.message)));
        printError(printable(api::fullSentence(answer->result.reason)));
    }
    end(answer->result.done ? kDone : kRefusedOrFailed);
}

void JoinRun::startNodes() {
    if (m_nodes.empty()) {
        if (m_form == Form::Json)
            printJson({{QStringLiteral("done"), true}});
        else
            printLine(Words::tr("Both nodes are started. Look at them: understudyctl state"));
        return end(kDone);
    }
    const std::string node = m_nodes.front();
    m_nodes.pop_front();
    m_client.command(node, api::Command::Start, [this](const api::Answer<api::CommandResult>& answer) {
        if (!answer)
            return fail(answer.error());
        if (!answer->done)
            return fail(answer->reason);
        startNodes();
    });
}

} // namespace understudy::ctl
