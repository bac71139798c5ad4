// understudy-fence: waits beside the engine for its death. Started by fence_feed.cpp, with the feed as
// descriptor 3, a pidfd of the engine as 4, and every signal blocked that can be. After start() nothing is
// allocated and nothing is read from a disk.

#include "fence/program/act.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace understudy::fence {
namespace {

// What a stop of the machine's own may add to a wait before it counts as one: the fence has priority and is
// late by microseconds.
constexpr std::uint64_t kLateMilliseconds = 100;

struct Fence {
    Orders orders;
    Tools tools;
    Message received;
    bool fed = false;
    bool standDown = false;
    bool ended = false; // no engine holds the other end
    std::uint64_t aliveAt = 0;
};

// Static: as good as allocated at the start.
Fence g_fence;

void start() {
    ::prctl(PR_SET_NAME, "understudy-fence");
    ::close_range(kEngineDescriptor + 1, ~0U, 0);
    sched_param lowest{};
    lowest.sched_priority = 1;
    if (::sched_setscheduler(0, SCHED_FIFO, &lowest) != 0)
        ::setpriority(PRIO_PROCESS, 0, -20);
    if (const Held score(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)); score.isOpen())
        writeText(score.get(), "-1000");
    if (::chdir("/") != 0 || ::mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
        say("the memory cannot be locked: the fence may be slow when memory is short");
    g_fence.tools.open();
    g_fence.aliveAt = nowMilliseconds();
}

// Always called with the whole control data of one message, so that no descriptor is lost.
void takeDescriptors(msghdr& header) {
    for (Held& abort : g_fence.orders.abort)
        abort.reset();
    const cmsghdr* rights = CMSG_FIRSTHDR(&header);
    std::size_t count = 0;
    int fds[Message::kMaxMounts];
    if (rights != nullptr && rights->cmsg_level == SOL_SOCKET && rights->cmsg_type == SCM_RIGHTS) {
        count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        std::memcpy(fds, CMSG_DATA(rights), count * sizeof(int));
    }
    const Message& m = g_fence.orders.message;
    std::size_t next = 0;
    for (std::size_t i = 0; i < m.mounts && i < Message::kMaxMounts; ++i) {
        if (m.mount[i].hasAbortDescriptor && next < count)
            g_fence.orders.abort[i].reset(fds[next++]);
    }
}

void take(msghdr& header) {
    const Message& received = g_fence.received;
    g_fence.standDown = received.kind == Message::Kind::StandDown;
    if (!g_fence.fed || received.steps != g_fence.orders.message.steps)
        g_fence.aliveAt = nowMilliseconds(); // a loop that only repeats itself is not alive (S15)
    g_fence.fed = true;
    std::memcpy(&g_fence.orders.message, &received, sizeof received);
    takeDescriptors(header);
    ::send(kFeedDescriptor, &received.sequence, sizeof received.sequence, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// Everything that lies in the socket: what an engine wrote last counts, even if it is dead by now.
void receive() {
    while (!g_fence.standDown) {
        iovec part{&g_fence.received, sizeof g_fence.received};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * Message::kMaxMounts)];
        msghdr header{};
        header.msg_iov = &part;
        header.msg_iovlen = 1;
        header.msg_control = control;
        header.msg_controllen = sizeof control;
        const ssize_t got = ::recvmsg(kFeedDescriptor, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (got == static_cast<ssize_t>(sizeof g_fence.received)) {
            take(header);
        } else if (got < 0 && errno == EINTR) {
            continue;
        } else {
            g_fence.ended = g_fence.ended || got == 0 || (got < 0 && errno != EAGAIN);
            return;
        }
    }
}

// Why the fence must act; null: it need not.
const char* waitForReason() {
    for (;;) {
        const std::uint64_t patience = g_fence.fed ? g_fence.orders.message.patienceMilliseconds : 10'000;
        const std::uint64_t before = nowMilliseconds();
        pollfd both[] = {{kFeedDescriptor, POLLIN, 0}, {kEngineDescriptor, POLLIN, 0}};
        ::poll(both, 2, static_cast<int>(patience / 4));
        const bool engineEnded = both[1].revents != 0;
        receive();
        if (g_fence.standDown)
            return nullptr;
        if (engineEnded || g_fence.ended)
            return "the engine has ended";
        const std::uint64_t now = nowMilliseconds();
        // The whole machine stood still: the engine gets its time again, as it gives the peer (S14).
        if (now - before > patience / 4 + patience / 8 + kLateMilliseconds)
            g_fence.aliveAt = now;
        if (now - g_fence.aliveAt >= patience)
            return "the engine stands still";
    }
}

} // namespace
} // namespace understudy::fence

int main() {
    using namespace understudy::fence;
    start();
    const char* why = waitForReason();
    if (why == nullptr || !g_fence.fed)
        return 0;
    return act(g_fence.orders, g_fence.tools, why) ? 0 : 1;
}
