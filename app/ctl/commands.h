#pragma once
// One object per word that was typed: it asks the engine, prints, and ends the event loop with the exit
// status.

#include "api/client/client.h"
#include "api/client/event_stream.h"
#include "app/ctl/arguments.h"
#include "app/ctl/output.h"

#include <QObject>

#include <deque>
#include <memory>

namespace understudy::ctl {

// What all of them have. end() ends the program.
class CommandRun : public QObject {
public:
    CommandRun(const Wanted& wanted, QObject* parent);

protected:
    void end(int status);
    void fail(const api::Message& why); // prints it, and ends with 1

    const std::string m_socket;
    const Form m_form;
    api::Client m_client;
};

class StateRun : public CommandRun {
public:
    StateRun(const Wanted& wanted, const StateWanted& state, QObject* parent);

private:
    void show(const api::ClusterReport& report);
    void lost(const api::Message& why);

    const bool m_watch;
    bool m_shown = false;
    std::unique_ptr<api::EventStream> m_stream;
};

class NodeRun : public CommandRun {
public:
    NodeRun(const Wanted& wanted, NodeWanted node, QObject* parent);

private:
    void choose(const api::ClusterReport& report);
    bool isSure(const api::ClusterReport& report);
    void next();
    void ask(const std::string& node);
    void answered(const std::string& node, const api::Answer<api::CommandResult>& answer);
    void finish();

    const NodeWanted m_wanted;
    std::deque<std::string> m_nodes; // still to ask
    bool m_oneByOne = false;
    int m_asked = 0;
    std::vector<api::CommandResult> m_results;
};

class ExplainRun : public CommandRun {
public:
    ExplainRun(const Wanted& wanted, QObject* parent);

private:
    void show(const api::Explanation& explanation);
};

class LogsRun : public CommandRun {
public:
    LogsRun(const Wanted& wanted, LogsWanted logs, QObject* parent);

private:
    void readPage();
    void showPage(const api::LogPage& page);
    void heard(api::LogKind log, const api::LogEntry& entry);
    void show(const api::LogEntry& entry);

    LogsWanted m_wanted;
    std::uint64_t m_last = 0;             // id of the last line shown
    bool m_reading = false;               // a page is on its way: lines that are heard wait behind it
    std::vector<api::LogEntry> m_waiting; //
    std::unique_ptr<api::EventStream> m_stream;
};

class ConfigRun : public CommandRun {
public:
    ConfigRun(const Wanted& wanted, const ConfigCheckWanted& check, QObject* parent);
    ConfigRun(const Wanted& wanted, const ConfigApplyWanted& apply, QObject* parent);
    ConfigRun(const Wanted& wanted, const ConfigShowWanted& show, QObject* parent);

private:
    std::optional<std::string> read(const std::string& file);
    void checked(const api::ConfigCheck& check);
    void applied(const api::ConfigResult& result);
    void listProblems(const std::vector<api::ConfigProblem>& problems) const;
};

class PasswordRun : public CommandRun {
public:
    PasswordRun(const Wanted& wanted, const PasswordWanted& password, QObject* parent);

private:
    std::optional<std::string> read(const PasswordWanted& wanted);
};

class JoinRun : public CommandRun {
public:
    JoinRun(const Wanted& wanted, const JoinPrepareWanted& prepare, QObject* parent);
    JoinRun(const Wanted& wanted, const JoinStartWanted& start, QObject* parent);
    JoinRun(const Wanted& wanted, const JoinFinishWanted& finish, QObject* parent);
    JoinRun(const Wanted& wanted, const JoinAbortWanted& abort, QObject* parent);
    JoinRun(const Wanted& wanted, const JoinStatusWanted& status, QObject* parent);

private:
    void answered(const api::Answer<api::JoinResult>& answer, const QString& done);
    void startNodes();

    std::deque<std::string> m_nodes; // still to start
};

class PrerequisitesRun : public CommandRun {
public:
    PrerequisitesRun(const Wanted& wanted, const PrerequisitesWanted& which, QObject* parent);

private:
    void show(const api::PrerequisitesReport& report);
};

} // namespace understudy::ctl
