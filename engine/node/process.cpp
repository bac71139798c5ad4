#include "node/process.h"

#include "replication/copy/durable.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <linux/prctl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

namespace understudy::node {

namespace {

Status makeFolder(const std::string& path, mode_t mode) {
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
        return fail(systemError(path, "cannot be made"));
    return {};
}

} // namespace

Status prepareProcess(const Places& places) {
    if (::geteuid() != 0)
        return fail(ErrorCode::NotAllowed, "understudyd",
                    "must run as root: it mounts folders and sets addresses");
    if (auto made = makeFolder(places.settingsDirectory, 0755); !made)
        return made;
    if (auto made = makeFolder(places.stateDirectory, 0700); !made)
        return made;
    if (auto made = makeFolder(places.runDirectory, 0755); !made)
        return made;
    if (replication::durabilityIsOff())
        std::fprintf(stderr, "<2>understudyd: UNDERSTUDY_TEST_NO_FSYNC is set: nothing of the application is "
                             "durable. For tests only.\n");
    // Dozens of threads that each keep a heap of their own cost more memory than they save time.
    ::mallopt(M_ARENA_MAX, 2);
    ::mallopt(M_MMAP_THRESHOLD, 512 << 10);
    ::umask(0);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    ::prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0);
    ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
    ::signal(SIGPIPE, SIG_IGN);
    // Blocked before any thread begins, so that all of them leave these signals to onEndSignal().
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return {};
}

void onEndSignal(QCoreApplication& application, std::function<void()> told) {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, signal);
    const int fd = ::signalfd(-1, &signals, SFD_CLOEXEC);
    if (fd <
        0) { // blocked and not heard, the service could not be stopped: better a death that the fence tells
        std::fprintf(stderr,
                     "<4>understudyd: the signals that end it cannot be watched: it ends at once then\n");
        ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
        return;
    }
    auto* notifier = new QSocketNotifier(fd, QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, [fd, told = std::move(told)] {
        signalfd_siginfo signal{};
        if (::read(fd, &signal, sizeof signal) == sizeof signal)
            told();
    });
}

void tellSystemd(const char* state) {
    ::sd_notify(0, state);
}

} // namespace understudy::node
