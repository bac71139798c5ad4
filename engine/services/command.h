#pragma once
// A child process of a service: in the service's control group, dying with the engine, its output read line
// by line. The output outlives the command: what a start script leaves running goes on writing to it.
// Thread: the loop's.

#include "base/descriptor.h"
#include "base/result.h"
#include "services/control_group.h"

#include <QProcess>
#include <QSocketNotifier>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace understudy::services {

class Command {
public:
    static constexpr std::size_t kMaxLine = 4096; // a longer one comes in pieces
    using Line = std::function<void(const std::string&)>;
    using Ended = std::function<void(Status)>; // an error says how: exit status, signal

    Command(std::vector<std::string> command, Line line);
    ~Command(); // kills the child if it still runs; what it started is the control group's business

    // `started` and `ended` come from the event loop, never from inside this call. After a failure to start,
    // only `ended`.
    void start(const ControlGroup& group, std::function<void()> started, Ended ended);
    void terminate(); // SIGTERM
    void forget();    // neither callback any more
    bool isRunning() const { return m_process && m_process->state() != QProcess::NotRunning; }
    const std::string& lastLine() const { return m_lastLine; }

private:
    Status openOutput();
    void readOutput();
    void emitLines(bool all);
    void onFinished(int exitCode, QProcess::ExitStatus how);

    std::vector<std::string> m_command;
    Line m_line;
    std::unique_ptr<QProcess> m_process;
    std::function<void()> m_started;
    Ended m_ended;
    Descriptor m_output;
    Descriptor m_outputForChild;
    std::unique_ptr<QSocketNotifier> m_outputNotifier;
    std::string m_pending;
    std::string m_lastLine;
};

} // namespace understudy::services
