#include "replication/target/listening.h"

#include "base/port_holder.h"

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

namespace understudy::replication {

namespace {

constexpr int kBacklog = 16;
constexpr int kPauseMs = 100; // after accept() failed for want of descriptors or memory

struct FreeAddress {
    void operator()(addrinfo* info) const { ::freeaddrinfo(info); }
};

Result<Descriptor> listenOn(const std::string& address, std::uint16_t port) {
    const std::string place = address + ":" + std::to_string(port);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
        return fail(ErrorCode::InvalidInput, place, "is not an address to listen on");
    const std::unique_ptr<addrinfo, FreeAddress> info(found);

    Descriptor socket(::socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.isOpen())
        return fail(systemError(place, "cannot be listened on"));
    const int on = 1;
    static_cast<void>(::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    if (::bind(socket.get(), info->ai_addr, info->ai_addrlen) != 0 || ::listen(socket.get(), kBacklog) != 0) {
        Error error = systemError(place, "cannot be listened on");
        if (error.errnoValue == EADDRINUSE)
            error = Error{ErrorCode::Busy, place, "the port is taken by " + portHolder(Transport::Tcp, port),
                          EADDRINUSE};
        return fail(std::move(error));
    }
    return socket;
}

} // namespace

Result<std::unique_ptr<Listening>> Listening::open(const std::string& address, std::uint16_t port,
                                                   Accepted accepted) {
    auto socket = listenOn(address, port);
    if (!socket)
        return fail(std::move(socket.error()));
    Descriptor stop(::eventfd(0, EFD_CLOEXEC));
    if (!stop.isOpen())
        return fail(systemError("replication port", "cannot be watched"));
    return std::unique_ptr<Listening>(
        new Listening(std::move(*socket), std::move(stop), std::move(accepted)));
}

Listening::Listening(Descriptor socket, Descriptor stop, Accepted accepted)
    : m_socket(std::move(socket)), m_stop(std::move(stop)), m_accepted(std::move(accepted)),
      m_thread([this] { run(); }) {}

Listening::~Listening() {
    const std::uint64_t one = 1;
    static_cast<void>(::write(m_stop.get(), &one, sizeof one) == sizeof one);
    m_thread.join();
}

void Listening::run() {
    int pause = -1;
    for (;;) {
        pollfd waiting[2] = {{m_stop.get(), POLLIN, 0}, {m_socket.get(), POLLIN, 0}};
        const int ready = ::poll(waiting, pause < 0 ? 2 : 1, pause);
        if (waiting[0].revents != 0)
            return;
        if (ready < 0)
            continue; // EINTR
        pause = -1;
        Descriptor socket(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (socket.isOpen())
            m_accepted(std::move(socket));
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            pause = kPauseMs;
    }
}

} // namespace understudy::replication
