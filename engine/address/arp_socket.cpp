#include "address/arp_socket.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace understudy::address {
namespace {

constexpr unsigned kSenderAddressAt = 14;
constexpr unsigned kTargetAddressAt = 24;

// Passes: sender is one of `senders`; or a probe (no sender) for senders[0], the virtual address.
std::vector<sock_filter> filterFor(const std::vector<Ipv4>& senders) {
    const auto count = static_cast<unsigned>(senders.size());
    const unsigned reject = count + 4;
    const unsigned accept = reject + 1;
    std::vector<sock_filter> program;
    const auto jumpTo = [&](unsigned target) {
        return static_cast<std::uint8_t>(target - program.size() - 1);
    };
    program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kSenderAddressAt));
    for (const Ipv4 sender : senders)
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, sender.value, jumpTo(accept), 0));
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, jumpTo(reject)));
    program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kTargetAddressAt));
    program.push_back(
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, senders.front().value, jumpTo(accept), jumpTo(reject)));
    UNDERSTUDY_ASSERT(program.size() == reject);
    program.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, 0xffff));
    return program;
}

Status attachFilter(int fd, const std::vector<Ipv4>& senders, const std::string& interfaceName) {
    auto program = filterFor(senders);
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0)
        return fail(systemError(interfaceName, "cannot filter ARP packets"));
    return {};
}

sockaddr_ll linkAddress(unsigned interfaceIndex) {
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ARP);
    address.sll_ifindex = static_cast<int>(interfaceIndex);
    return address;
}

} // namespace

ArpSocket::ArpSocket(Descriptor fd, const Interface& interface)
    : m_fd(std::move(fd)), m_interfaceIndex(interface.index), m_interfaceName(interface.name) {}

Result<ArpSocket> ArpSocket::open(const Interface& interface, Ipv4 virtualAddress,
                                  const std::vector<Ipv4>& peers) {
    if (peers.size() > kMaxPeers)
        return fail(ErrorCode::InvalidInput, interface.name, "too many addresses of the peer");
    // Protocol 0 hears nothing: the filter stands before the first packet can come in.
    Descriptor fd(socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd.isOpen())
        return fail(systemError(interface.name, "cannot open a socket for ARP"));
    std::vector<Ipv4> senders{virtualAddress};
    senders.insert(senders.end(), peers.begin(), peers.end());
    if (const auto filtered = attachFilter(fd.get(), senders, interface.name); !filtered)
        return fail(filtered.error());
    const sockaddr_ll address = linkAddress(interface.index);
    if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return fail(systemError(interface.name, "cannot listen for ARP"));
    return ArpSocket(std::move(fd), interface);
}

Status ArpSocket::broadcast(const ArpPacket& packet) {
    const auto bytes = encodeArp(packet);
    sockaddr_ll to = linkAddress(m_interfaceIndex);
    to.sll_halen = ETH_ALEN;
    std::memset(to.sll_addr, 0xff, ETH_ALEN);
    const ssize_t sent =
        sendto(m_fd.get(), bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    if (sent != static_cast<ssize_t>(bytes.size()))
        return fail(systemError(m_interfaceName, "cannot send ARP"));
    return {};
}

std::optional<ArpPacket> ArpSocket::receive() {
    std::array<std::uint8_t, 128> buffer{};
    for (;;) {
        const ssize_t size = recv(m_fd.get(), buffer.data(), buffer.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return std::nullopt; // empty, or the interface went down: the sender will be told
        if (auto packet = parseArp(std::span(buffer).first(static_cast<std::size_t>(size))))
            return packet;
    }
}

} // namespace understudy::address
