// password: twice from the terminal, or one line of standard input.

#include "api/types/json.h"
#include "api/types/messages.h"
#include "app/ctl/commands.h"
#include "app/ctl/terminal.h"
#include "app/ctl/words.h"
#include "base/password_rules.h"

#include <iostream>

namespace understudy::ctl {

PasswordRun::PasswordRun(const Wanted& wanted, const PasswordWanted& password, QObject* parent)
    : CommandRun(wanted, parent) {
    const auto chosen = read(password);
    if (!chosen) {
        end(kRefusedOrFailed);
        return;
    }
    m_client.setPassword(*chosen, [this](const api::Answer<api::CommandResult>& answer) {
        if (!answer)
            return fail(answer.error());
        if (m_form == Form::Json)
            printJson(api::toJson(*answer));
        else if (answer->done)
            printLine(Words::tr("The password is set. Whoever was logged in has to log in again."));
        else
            printError(api::fullSentence(answer->reason));
        end(answer->done ? kDone : kRefusedOrFailed);
    });
}

// nullopt: said why already.
std::optional<std::string> PasswordRun::read(const PasswordWanted& wanted) {
    if (wanted.fromInput) {
        std::string line;
        std::getline(std::cin, line);
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        return line;
    }
    if (!inputIsTerminal()) {
        printError(Words::tr("Nobody can be asked here. Use --stdin to read the password from a program."));
        return std::nullopt;
    }
    const auto first = readHiddenLine(Words::tr("New password for admin: ").toStdString());
    if (first && brokenPasswordRules(*first).empty()) {
        const auto second = readHiddenLine(Words::tr("Once more: ").toStdString());
        if (second && *second == *first)
            return first;
        printError(Words::tr("The two are not the same. Nothing was changed."));
        return std::nullopt;
    }
    for (const PasswordRule rule : brokenPasswordRules(first.value_or("")))
        printError(Words::tr("A password has to be: %1.")
                       .arg(QString::fromUtf8(passwordRuleSentence(rule).data(),
                                              static_cast<qsizetype>(passwordRuleSentence(rule).size()))));
    return std::nullopt;
}

} // namespace understudy::ctl
