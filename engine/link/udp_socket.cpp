#include "link/udp_socket.h"

#include "base/port_holder.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace understudy::link {

namespace {

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

SocketAddress socketAddress(const QHostAddress& address, std::uint16_t port) {
    SocketAddress out;
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 six{};
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        const Q_IPV6ADDR raw = address.toIPv6Address();
        std::memcpy(&six.sin6_addr, &raw, sizeof raw);
        six.sin6_scope_id = address.scopeId().toUInt();
        std::memcpy(&out.storage, &six, sizeof six);
        out.size = sizeof six;
    } else {
        sockaddr_in four{};
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        four.sin_addr.s_addr = htonl(address.toIPv4Address());
        std::memcpy(&out.storage, &four, sizeof four);
        out.size = sizeof four;
    }
    return out;
}

} // namespace

Result<Descriptor> bindUdp(const QHostAddress& own, std::uint16_t port) {
    const std::string subject = "UDP " + own.toString().toStdString() + " port " + std::to_string(port);
    const SocketAddress address = socketAddress(own, port);
    Descriptor fd(::socket(address.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd.isOpen())
        return fail(systemError(subject, "cannot be opened"));
    const int on = 1;
    const int level = address.storage.ss_family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
    const int option = address.storage.ss_family == AF_INET6 ? IPV6_FREEBIND : IP_FREEBIND;
    ::setsockopt(fd.get(), level, option, &on, sizeof on);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.size) == 0)
        return fd;
    if (errno != EADDRINUSE)
        return fail(systemError(subject, "cannot be bound"));
    return fail(ErrorCode::Busy, subject, "is taken by " + portHolder(Transport::Udp, port));
}

} // namespace understudy::link
