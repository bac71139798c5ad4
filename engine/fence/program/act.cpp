#include "fence/program/act.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace understudy::fence {

namespace {

constexpr int kTimes = 5; // UDP may lose it
constexpr int kBetweenMilliseconds = 200;
constexpr int kVerifyEveryMilliseconds = 10;
constexpr std::size_t kPathBytes = 4096;

const char* textAt(const Message& m, Message::Text place) {
    return place < Message::kTextBytes ? m.text + place : "";
}

// The kernel's word on the one request under way. Without an acknowledgement the answer is no.
bool acknowledged(int netlink) {
    alignas(nlmsghdr) char buffer[1024];
    while (readable(netlink, 1000)) {
        const ssize_t got = ::recv(netlink, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got < static_cast<ssize_t>(sizeof(nlmsghdr) + sizeof(nlmsgerr)))
            continue;
        nlmsghdr head;
        nlmsgerr answer;
        std::memcpy(&head, buffer, sizeof head);
        std::memcpy(&answer, buffer + NLMSG_HDRLEN, sizeof answer);
        if (head.nlmsg_type == NLMSG_ERROR)
            return answer.error == 0 || answer.error == -EADDRNOTAVAIL || answer.error == -ENODEV;
    }
    return false;
}

bool dropAddress(const Message& m, const Tools& tools) {
    if (m.address == 0)
        return true;
    const ssize_t size = m.deleteMessageSize;
    return ::send(tools.netlink.get(), m.deleteMessage, m.deleteMessageSize, 0) == size &&
           acknowledged(tools.netlink.get());
}

// A connection is aborted when the write returns: the kernel has ended every request and takes no new one.
// (The control file remains until the mount is gone.) Without a descriptor the mount is taken away by force,
// which aborts it too; not a mount point any more is as good.
bool abortMount(const Message& m, const Message::Mount& mount, const Held& abort) {
    if (mount.hasAbortDescriptor)
        return writeText(abort.get(), "1");
    return ::umount2(textAt(m, mount.path), MNT_FORCE | MNT_DETACH) == 0 || errno == EINVAL ||
           errno == ENOENT;
}

void killGroup(const char* group) {
    char path[kPathBytes];
    if (!join(path, sizeof path, group, "cgroup.kill"))
        return;
    const Held file(::open(path, O_WRONLY | O_CLOEXEC));
    if (file.isOpen())
        writeText(file.get(), "1");
}

// A group that is not there has no processes; one that cannot be read may have some.
bool isEmpty(const char* group) {
    char path[kPathBytes];
    if (!join(path, sizeof path, group, "cgroup.events"))
        return false;
    const Held file(::open(path, O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return errno == ENOENT;
    char text[512];
    const ssize_t got = ::read(file.get(), text, sizeof text - 1);
    if (got < 0)
        return errno == ENODEV; // removed since it was opened
    text[got] = '\0';
    return std::strstr(text, "populated 0") != nullptr;
}

// An address that this machine does not have cannot be bound.
bool isAbsent(std::uint32_t address) {
    if (address == 0)
        return true;
    const Held socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in wanted{};
    wanted.sin_family = AF_INET;
    wanted.sin_addr.s_addr = address;
    return socket.isOpen() &&
           ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&wanted), sizeof wanted) != 0 &&
           errno == EADDRNOTAVAIL;
}

// What does not hold yet; null: everything holds.
const char* notYet(const Message& m) {
    if (!isAbsent(m.address))
        return "the address is still here";
    if (!readable(kEngineDescriptor, 0)) // a pidfd is readable when its process has ended, with all threads
        return "the engine still runs";
    for (std::size_t i = 0; i < m.groups; ++i) {
        if (!isEmpty(textAt(m, m.group[i])))
            return textAt(m, m.group[i]);
    }
    return nullptr;
}

const char* verify(const Message& m) {
    const std::uint64_t end = nowMilliseconds() + m.verifyMilliseconds;
    const char* missing = notYet(m);
    while (missing != nullptr && nowMilliseconds() < end) {
        pause(kVerifyEveryMilliseconds);
        missing = notYet(m);
    }
    return missing;
}

void tellPeer(const Message& m, const Tools& tools) {
    for (int time = 0; time < kTimes && m.fencedSize > 0; ++time) {
        if (time > 0)
            pause(kBetweenMilliseconds);
        for (std::size_t i = 0; i < m.peers; ++i) {
            const Message::Peer& peer = m.peer[i];
            sockaddr_storage address{};
            std::memcpy(&address, peer.address, sizeof peer.address);
            const Held& udp = address.ss_family == AF_INET6 ? tools.udp6 : tools.udp4;
            ::sendto(udp.get(), m.fenced, m.fencedSize, MSG_DONTWAIT,
                     reinterpret_cast<const sockaddr*>(&address), peer.size);
        }
    }
}

} // namespace

void Tools::open() {
    netlink.reset(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    udp4.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    udp6.reset(::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
}

bool act(Orders& orders, Tools& tools, const char* why) {
    const Message& m = orders.message;
    const bool dropped = dropAddress(m, tools);
    bool aborted = true;
    for (std::size_t i = 0; i < m.mounts; ++i)
        aborted = abortMount(m, m.mount[i], orders.abort[i]) && aborted;
    ::syscall(SYS_pidfd_send_signal, kEngineDescriptor, SIGKILL, nullptr, 0);
    for (std::size_t i = 0; i < m.groups; ++i)
        killGroup(textAt(m, m.group[i]));

    const char* missing = verify(m);
    if (!dropped)
        missing = "the address could not be dropped";
    else if (!aborted)
        missing = "a folder could not be aborted";
    if (missing != nullptr) {
        say(why, "; NOT fenced, the peer is not told: ", missing);
        return false;
    }
    tellPeer(m, tools); // before it is written down: who reads that line may stand still
    say(why, m.fencedSize > 0 ? "; address, folders and services are gone, the peer is told"
                              : "; nothing is left");
    return true;
}

} // namespace understudy::fence
