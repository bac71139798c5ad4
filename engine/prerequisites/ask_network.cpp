#include "prerequisites/ask_network.h"

#include "base/descriptor.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <memory>
#include <span>

namespace understudy::prerequisites {

namespace {

struct AddrinfoFree {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};
using Answers = std::unique_ptr<addrinfo, AddrinfoFree>;

Answers ask(const std::string& name) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (::getaddrinfo(name.c_str(), nullptr, &hints, &list) != 0)
        return {};
    return Answers(list);
}

std::string firstIpv4(const addrinfo* list) {
    for (; list != nullptr; list = list->ai_next) {
        if (list->ai_family != AF_INET)
            continue;
        sockaddr_in address{};
        std::memcpy(&address, list->ai_addr, sizeof address);
        std::array<char, INET_ADDRSTRLEN> text{};
        ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
        return text.data();
    }
    return {};
}

bool hasGlobalIpv6(const addrinfo* list) {
    for (; list != nullptr; list = list->ai_next) {
        if (list->ai_family != AF_INET6)
            continue;
        sockaddr_in6 address{};
        std::memcpy(&address, list->ai_addr, sizeof address);
        if (!IN6_IS_ADDR_LOOPBACK(&address.sin6_addr) && !IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr))
            return true;
    }
    return false;
}

sockaddr_in socketAddress(const std::string& address) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    ::inet_pton(AF_INET, address.c_str(), &to.sin_addr);
    return to;
}

std::string reverse(const std::string& address) {
    const sockaddr_in to = socketAddress(address);
    std::array<char, NI_MAXHOST> name{};
    const int error = ::getnameinfo(reinterpret_cast<const sockaddr*>(&to), sizeof to, name.data(),
                                    name.size(), nullptr, 0, NI_NAMEREQD);
    return error == 0 ? name.data() : std::string();
}

std::uint16_t checksum(const icmphdr& header) {
    std::array<std::uint16_t, sizeof header / 2> words{};
    std::memcpy(words.data(), &header, sizeof header);
    std::uint32_t sum = 0;
    for (const std::uint16_t word : words)
        sum += word;
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

bool isEchoReply(std::span<const std::uint8_t> packet, std::uint16_t id) {
    if (packet.size() < sizeof(iphdr))
        return false;
    const std::size_t headerSize = 4UL * (packet[0] & 0x0f);
    icmphdr header{};
    if (packet.size() < headerSize + sizeof header)
        return false;
    std::memcpy(&header, packet.data() + headerSize, sizeof header);
    return header.type == ICMP_ECHOREPLY && header.un.echo.id == id;
}

} // namespace

NameFact lookUp(const std::string& name, const std::string& address) {
    const Answers answers = ask(name);
    NameFact fact{name, firstIpv4(answers.get()), hasGlobalIpv6(answers.get()), {}};
    const std::string& whose = address.empty() ? fact.address : address;
    if (!whose.empty())
        fact.reverse = reverse(whose);
    return fact;
}

std::optional<bool> answersPing(const std::string& address, std::chrono::milliseconds patience) {
    const Descriptor socket(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP));
    if (!socket.isOpen())
        return std::nullopt;
    const sockaddr_in to = socketAddress(address);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        return false;
    icmphdr header{};
    header.type = ICMP_ECHO;
    header.un.echo.id = static_cast<std::uint16_t>(::getpid());
    header.checksum = checksum(header);
    if (::send(socket.get(), &header, sizeof header, 0) != sizeof header)
        return false;
    const SystemClock clock;
    const Instant end = clock.now() + patience;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock.now());
        pollfd wait{socket.get(), POLLIN, 0};
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0)
            return false;
        std::array<std::uint8_t, 256> packet{};
        const ssize_t size = ::recv(socket.get(), packet.data(), packet.size(), 0);
        if (size > 0 &&
            isEchoReply(std::span(packet).first(static_cast<std::size_t>(size)), header.un.echo.id))
            return true;
    }
}

Result<std::string> resolveHost(const std::string& typed) {
    if (typed.find(':') != std::string::npos)
        return fail(ErrorCode::InvalidInput, typed, "is an IPv6 address");
    const Answers answers = ask(typed);
    if (!answers)
        return fail(ErrorCode::NotFound, typed, "is not known as a name here");
    if (std::string address = firstIpv4(answers.get()); !address.empty())
        return address;
    return fail(ErrorCode::InvalidInput, typed, "has only IPv6 addresses");
}

} // namespace understudy::prerequisites
