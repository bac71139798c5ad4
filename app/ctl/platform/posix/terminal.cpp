#include "app/ctl/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

namespace understudy::ctl {

namespace {

// The terminal does not show what is typed while this lives. Interrupted meanwhile, it would stay so: the
// signals wait until then.
class Hidden {
public:
    Hidden() {
        sigset_t signals;
        sigemptyset(&signals);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP})
            sigaddset(&signals, signal);
        ::sigprocmask(SIG_BLOCK, &signals, &m_signals);
        m_isTerminal = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_isTerminal)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Hidden() {
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        ::sigprocmask(SIG_SETMASK, &m_signals, nullptr);
    }
    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;

private:
    termios m_before{};
    sigset_t m_signals{};
    bool m_isTerminal = false;
};

} // namespace

bool inputIsTerminal() {
    return ::isatty(STDIN_FILENO) == 1;
}

bool outputIsTerminal() {
    return ::isatty(STDOUT_FILENO) == 1;
}

std::optional<std::string> readHiddenLine(const std::string& prompt) {
    std::cerr << prompt << std::flush;
    std::string line;
    bool got = false;
    {
        const Hidden hidden;
        got = static_cast<bool>(std::getline(std::cin, line));
    }
    std::cerr << std::endl;
    // Control-C is a character while the terminal sends no signals: nobody has it in a password.
    if (!got || line.find('\x03') != std::string::npos)
        return std::nullopt;
    return line;
}

} // namespace understudy::ctl
