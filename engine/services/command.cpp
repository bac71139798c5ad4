#include "services/command.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace understudy::services {
namespace {

// The engine runs with privileges of its own: raised priority, memory that may not wait for writeback, no
// eye of the OOM killer. The application gets none of them.
void dropEnginePrivileges() {
    const sched_param ordinary{};
    sched_setscheduler(0, SCHED_OTHER, &ordinary);
    setpriority(PRIO_PROCESS, 0, 0);
    prctl(PR_SET_IO_FLUSHER, 0, 0, 0, 0);
    const int oom = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (oom >= 0 && write(oom, "0", 1) != 1)
        return; // it keeps the engine's value: no harm. exec closes the file
}

// Between fork and exec: only async-signal-safe calls. What fails here ends the child: better no service than
// one that the fence cannot reach.
void becomeService(int joinFd, int outputFd, pid_t engine) {
    if (write(joinFd, "0", 1) != 1)
        _exit(127);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != engine)
        _exit(127);
    dropEnginePrivileges();
    setsid();
    if (dup2(outputFd, STDOUT_FILENO) < 0 || dup2(outputFd, STDERR_FILENO) < 0)
        _exit(127);
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
}

} // namespace

Command::Command(std::vector<std::string> command, Line line)
    : m_command(std::move(command)), m_line(std::move(line)) {}

Command::~Command() {
    if (!m_process)
        return;
    m_process->disconnect();
    if (isRunning())
        m_process->kill();
}

Status Command::openOutput() {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return fail(systemError(m_command.front(), "cannot make a pipe for its output"));
    m_output = Descriptor(ends[0]);
    m_outputForChild = Descriptor(ends[1]);
    // The application's end blocks, as a program expects of its standard output.
    if (fcntl(ends[1], F_SETFL, 0) != 0)
        return fail(systemError(m_command.front(), "cannot make a pipe for its output"));
    m_outputNotifier = std::make_unique<QSocketNotifier>(m_output.get(), QSocketNotifier::Read);
    QObject::connect(m_outputNotifier.get(), &QSocketNotifier::activated, m_outputNotifier.get(),
                     [this] { readOutput(); });
    return {};
}

void Command::start(const ControlGroup& group, std::function<void()> started, Ended ended) {
    m_started = std::move(started);
    m_ended = std::move(ended);
    m_lastLine.clear();
    m_process = std::make_unique<QProcess>();
    const auto failLater = [this](Error error) {
        QMetaObject::invokeMethod(
            m_process.get(),
            [this, error = std::move(error)] {
                if (m_ended)
                    std::exchange(m_ended, nullptr)(fail(error));
            },
            Qt::QueuedConnection);
    };
    if (m_command.empty())
        return failLater({ErrorCode::InvalidInput, "command", "is empty", 0});
    if (auto opened = openOutput(); !opened)
        return failLater(opened.error());
    m_process->setProcessChannelMode(QProcess::ForwardedChannels); // the child puts our pipe in place itself
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setProgram(QString::fromStdString(m_command.front()));
    QStringList arguments;
    for (std::size_t i = 1; i < m_command.size(); ++i)
        arguments.append(QString::fromStdString(m_command[i]));
    m_process->setArguments(arguments);
    m_process->setChildProcessModifier([joinFd = group.joinFd(), outputFd = m_outputForChild.get(),
                                        engine = getpid()] { becomeService(joinFd, outputFd, engine); });
    QObject::connect(m_process.get(), &QProcess::started, m_process.get(), [this] {
        if (m_started)
            std::exchange(m_started, nullptr)();
    });
    QObject::connect(m_process.get(), &QProcess::finished, m_process.get(),
                     [this](int code, QProcess::ExitStatus how) { onFinished(code, how); });
    QObject::connect(m_process.get(), &QProcess::errorOccurred, m_process.get(),
                     [this, failLater](QProcess::ProcessError error) {
                         if (error == QProcess::FailedToStart)
                             failLater({ErrorCode::NotFound, m_command.front(),
                                        "cannot be run: " + m_process->errorString().toStdString(), 0});
                     });
    m_process->start();
    m_outputForChild.reset();
}

void Command::terminate() {
    if (isRunning())
        m_process->terminate();
}

void Command::forget() {
    m_started = nullptr;
    m_ended = nullptr;
}

void Command::readOutput() {
    char buffer[4096];
    for (;;) {
        const ssize_t size = read(m_output.get(), buffer, sizeof buffer);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0) {
            const bool ended = size == 0 || errno != EAGAIN;
            emitLines(ended);
            if (ended)
                m_outputNotifier->setEnabled(false);
            return;
        }
        m_pending.append(buffer, static_cast<std::size_t>(size));
        emitLines(false);
    }
}

void Command::emitLines(bool all) {
    for (;;) {
        const std::size_t end = std::min(m_pending.find('\n'), kMaxLine);
        if (m_pending.empty() || (end >= m_pending.size() && !all))
            return;
        m_lastLine = m_pending.substr(0, end);
        const bool lineFeed = end < m_pending.size() && m_pending[end] == '\n';
        m_pending.erase(0, std::min(m_pending.size(), end + (lineFeed ? 1 : 0)));
        m_line(m_lastLine);
    }
}

void Command::onFinished(int exitCode, QProcess::ExitStatus how) {
    readOutput();
    if (!m_ended)
        return;
    const auto ended = std::exchange(m_ended, nullptr);
    if (how == QProcess::NormalExit && exitCode == 0)
        return ended({});
    std::string detail = how == QProcess::NormalExit ? "ended with status " + std::to_string(exitCode)
                                                     : "was killed by a signal";
    if (!m_lastLine.empty())
        detail += ": " + m_lastLine;
    ended(fail(ErrorCode::Refused, m_command.front(), std::move(detail)));
}

} // namespace understudy::services
