#include "fence/fence_feed.h"

#include "fence/image.h"
#include "fence/pack.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace understudy::fence {

namespace {

// The fence answers within microseconds and has priority: a few feeds without an answer mean that it is
// stopped.
constexpr std::uint64_t kMaxUnanswered = 6;
constexpr int kStandDownMilliseconds = 1000;

struct FileActions {
    posix_spawn_file_actions_t actions{};
    FileActions() { posix_spawn_file_actions_init(&actions); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
};

struct Attributes {
    posix_spawnattr_t attributes{};
    Attributes() {
        posix_spawnattr_init(&attributes);
        sigset_t all; // from its first instant on, nobody ends the fence by a polite signal
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &all);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
};

// The C library's own declaration (2.36) cannot be linked from C++.
int pidfdOf(pid_t process) {
    return static_cast<int>(::syscall(SYS_pidfd_open, process, 0)); // close-on-exec by itself
}

// Above the fence's own numbers, so that one dup2 cannot overwrite the source of the next.
Descriptor above(Descriptor fd) {
    return Descriptor(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 16));
}

Status sendAll(int socket, const Message& message, const std::vector<int>& descriptors) {
    iovec part{const_cast<Message*>(&message), sizeof message}; // sendmsg(2) only reads it
    std::array<char, CMSG_SPACE(sizeof(int) * Message::kMaxMounts)> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (!descriptors.empty()) {
        const std::size_t size = descriptors.size() * sizeof(int);
        header.msg_control = control.data();
        header.msg_controllen = CMSG_SPACE(size);
        cmsghdr* rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(rights), descriptors.data(), size);
    }
    if (::sendmsg(socket, &header, MSG_DONTWAIT | MSG_NOSIGNAL) != static_cast<ssize_t>(sizeof message))
        return fail(systemError("the fence", "cannot be fed"));
    return {};
}

} // namespace

Result<std::unique_ptr<FenceFeed>> FenceFeed::start(FenceSettings settings) {
    if (settings.patience < std::chrono::milliseconds(100))
        return fail(ErrorCode::InvalidInput, "the fence", "needs a patience of at least 100 ms");
    std::unique_ptr<FenceFeed> feed(new FenceFeed(settings));
    auto image = programInMemory();
    if (!image)
        return fail(image.error());
    feed->m_image = std::move(*image);
    if (auto started = feed->spawn(); !started)
        return fail(started.error());
    return feed;
}

// The kernel closes the socket with the process: closed here, it would have the fence kill an engine that is
// about to end by itself, and its exit status with it.
FenceFeed::~FenceFeed() {
    static_cast<void>(m_feed.release());
}

Status FenceFeed::spawn() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError("the fence", "cannot be connected"));
    Descriptor ours(ends[0]);
    const Descriptor theirs = above(Descriptor(ends[1]));
    const Descriptor engine = above(Descriptor(pidfdOf(::getpid())));
    const Descriptor image(::fcntl(m_image.get(), F_DUPFD_CLOEXEC, 16));
    if (!theirs.isOpen() || !engine.isOpen() || !image.isOpen())
        return fail(systemError("the fence", "cannot be connected"));

    FileActions files;
    posix_spawn_file_actions_adddup2(&files.actions, theirs.get(), kFeedDescriptor);
    posix_spawn_file_actions_adddup2(&files.actions, engine.get(), kEngineDescriptor);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO}) // standard error is for its one line
        posix_spawn_file_actions_addopen(&files.actions, standard, "/dev/null", O_RDWR, 0);
    const Attributes attributes;
    const std::string path = "/proc/self/fd/" + std::to_string(image.get());
    char name[] = "understudy-fence";
    char* arguments[] = {name, nullptr};
    char* environment[] = {nullptr};
    const int failed = ::posix_spawn(&m_process, path.c_str(), &files.actions, &attributes.attributes,
                                     arguments, environment);
    if (failed != 0) {
        m_process = 0;
        return fail(Error{ErrorCode::System, "the fence", "cannot be started", failed});
    }
    m_feed = std::move(ours);
    m_watch = Descriptor(pidfdOf(m_process));
    m_answered = m_sequence;
    return {};
}

void FenceFeed::dismiss() noexcept {
    if (m_process == 0)
        return;
    ::kill(m_process, SIGKILL); // ours and not reaped: the number cannot mean another process
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_process = 0;
    m_watch.reset();
    m_feed.reset();
}

bool FenceFeed::answers() {
    for (;;) {
        std::uint64_t sequence = 0;
        const ssize_t got = ::recv(m_feed.get(), &sequence, sizeof sequence, MSG_DONTWAIT);
        if (got == static_cast<ssize_t>(sizeof sequence))
            m_answered = sequence;
        else if (got < 0 && errno == EINTR)
            continue;
        else
            return got < 0 && errno == EAGAIN && m_sequence - m_answered < kMaxUnanswered;
    }
}

Status FenceFeed::feed(const FenceOrders& orders) {
    auto packed = pack(orders, m_settings);
    if (!packed) {
        dismiss(); // what it was told before is not true any more
        return fail(packed.error());
    }
    Message& message = (*packed)->message;
    if (m_process != 0 && answers()) {
        message.sequence = ++m_sequence;
        if (sendAll(m_feed.get(), message, (*packed)->descriptors))
            return {};
    }
    if (m_process != 0)
        ++m_replacements;
    dismiss();
    if (auto started = spawn(); !started)
        return started;
    message.sequence = ++m_sequence;
    return sendAll(m_feed.get(), message, (*packed)->descriptors);
}

void FenceFeed::standDown() {
    if (m_process == 0)
        return;
    Message message;
    message.kind = Message::Kind::StandDown;
    message.sequence = ++m_sequence;
    pollfd left{m_watch.get(), POLLIN, 0};
    if (sendAll(m_feed.get(), message, {}))
        ::poll(&left, 1, kStandDownMilliseconds);
    dismiss(); // at once if it has left; one that does not listen has nothing to fence any more
}

} // namespace understudy::fence
