#include "replication/stream/channel.h"

#include "replication/stream/socket_bio.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>

namespace understudy::replication {

namespace {

constexpr std::size_t kReadAhead = 128u << 10; // one recv(2) fetches several TLS records

struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

Deadline deadlineIn(std::optional<Duration> bound) {
    if (!bound)
        return {};
    return std::chrono::steady_clock::now() + *bound;
}

tl::unexpected<Error> disconnected(std::string detail) {
    return fail(ErrorCode::Disconnected, "replication connection", std::move(detail));
}

std::string queuedErrors() {
    std::string text;
    while (const unsigned long code = ERR_get_error()) {
        const char* reason = ERR_reason_error_string(code);
        text += (text.empty() ? "" : "; ") + std::string(reason != nullptr ? reason : "unknown TLS error");
    }
    return text;
}

// What a failed call into OpenSSL means for the connection. errno and the error queue are of this call.
Error connectionError(int sslError, int errnoValue) {
    const std::string queued = queuedErrors();
    Error error{ErrorCode::Disconnected, "replication connection", "ended", 0};
    if (sslError == SSL_ERROR_SYSCALL && errnoValue != 0)
        error.errnoValue = errnoValue;
    else if (sslError == SSL_ERROR_ZERO_RETURN)
        error.detail = "closed by the other side";
    else if (!queued.empty())
        error.detail = "TLS: " + queued;
    return error;
}

} // namespace

struct Channel::Inner {
    Descriptor socket;
    std::unique_ptr<SSL, FreeSsl> ssl;
    std::mutex lock; // around every use of ssl
    std::atomic<bool> ended{false};
    std::uint64_t bytesPerKey = kBytesPerKey;
    std::uint64_t sentWithKey = 0; // sender only
    std::string peer;

    Status prepare(ssl_ctx_st* context, Side side);
    Status handshake(Deadline deadline);
    Status takePeerName();
    Status wait(int sslError, const Deadline& deadline);
};

Channel::Channel(std::unique_ptr<Inner> inner) : m(std::move(inner)) {}
Channel::~Channel() = default;

Status Channel::Inner::prepare(ssl_ctx_st* context, Side side) {
    const int flags = ::fcntl(socket.get(), F_GETFL);
    if (flags < 0 || ::fcntl(socket.get(), F_SETFL, flags | O_NONBLOCK) != 0)
        return fail(systemError("replication connection", "cannot be made non-blocking"));
    const int on = 1; // fails on a socket pair, where it is not needed
    static_cast<void>(::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));

    ssl.reset(SSL_new(context));
    BIO* bio = newSocketBio(socket.get());
    if (!ssl || bio == nullptr)
        return fail(ErrorCode::System, "replication connection", "TLS: " + queuedErrors());
    SSL_set_bio(ssl.get(), bio, bio);
    SSL_set_min_proto_version(ssl.get(), TLS1_3_VERSION);
    SSL_set_num_tickets(ssl.get(), 0); // sessions are never resumed, and a ticket would be unasked-for bytes
    SSL_set_mode(ssl.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_set_read_ahead(ssl.get(), 1);
    SSL_set_default_read_buffer_len(ssl.get(), kReadAhead);
    if (side == Side::Client)
        SSL_set_connect_state(ssl.get());
    else
        SSL_set_accept_state(ssl.get());
    return {};
}

Status Channel::Inner::handshake(Deadline deadline) {
    for (;;) {
        ERR_clear_error();
        errno = 0;
        const int done = SSL_do_handshake(ssl.get());
        if (done == 1)
            return takePeerName();
        const int error = SSL_get_error(ssl.get(), done);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
            if (auto waited = wait(error, deadline); !waited)
                return waited;
            continue;
        }
        Error failed = connectionError(error, errno);
        if (const long verdict = SSL_get_verify_result(ssl.get()); verdict != X509_V_OK)
            failed =
                Error{ErrorCode::NotAllowed, "replication connection",
                      std::string("the peer's certificate: ") + X509_verify_cert_error_string(verdict), 0};
        return fail(std::move(failed));
    }
}

Status Channel::Inner::takePeerName() {
    const X509* certificate = SSL_get0_peer_certificate(ssl.get());
    if (certificate == nullptr || SSL_get_verify_result(ssl.get()) != X509_V_OK)
        return fail(ErrorCode::NotAllowed, "replication connection", "the peer showed no valid certificate");
    char name[256] = {};
    if (X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name) > 0)
        peer = name;
    return {};
}

// Waits, without the lock, for what OpenSSL wants. shutdown() makes the socket ready for everything.
Status Channel::Inner::wait(int sslError, const Deadline& deadline) {
    pollfd waiting{socket.get(), static_cast<short>(sslError == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN), 0};
    for (;;) {
        if (ended.load(std::memory_order_acquire))
            return disconnected("shut down here");
        int milliseconds = -1;
        if (deadline) {
            const auto left = *deadline - std::chrono::steady_clock::now();
            milliseconds = static_cast<int>(std::clamp<std::int64_t>(
                std::chrono::ceil<std::chrono::milliseconds>(left).count(), 0, 1 << 30));
        }
        const int ready = ::poll(&waiting, 1, milliseconds);
        if (ready > 0)
            return {};
        if (ready == 0 && deadline)
            return fail(ErrorCode::Timeout, "replication connection", "nothing came in time");
        if (ready < 0 && errno != EINTR)
            return fail(systemError("replication connection", "cannot be waited for"));
    }
}

Result<std::unique_ptr<Channel>> Channel::open(Descriptor socket, ssl_ctx_st* context, Side side,
                                               Duration bound, std::uint64_t bytesPerKey) {
    auto inner = std::make_unique<Inner>();
    inner->socket = std::move(socket);
    inner->bytesPerKey = bytesPerKey;
    if (auto ready = inner->prepare(context, side); !ready)
        return fail(ready.error());
    if (auto done = inner->handshake(deadlineIn(bound)); !done)
        return fail(done.error());
    return std::unique_ptr<Channel>(new Channel(std::move(inner)));
}

Status Channel::send(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        int error = SSL_ERROR_NONE;
        Error failed;
        {
            const std::lock_guard hold(m->lock);
            if (m->ended.load(std::memory_order_acquire))
                return disconnected("shut down here");
            ERR_clear_error();
            errno = 0;
            std::size_t sent = 0;
            const int done = SSL_write_ex(m->ssl.get(), bytes.data(), bytes.size(), &sent);
            if (done == 1) { // one TLS record at most: the receiving thread gets its turn in between
                bytes = bytes.subspan(sent);
                m->sentWithKey += sent;
                if (m->sentWithKey >= m->bytesPerKey) { // no record is half written here
                    SSL_key_update(m->ssl.get(), SSL_KEY_UPDATE_NOT_REQUESTED);
                    m->sentWithKey = 0;
                }
                continue;
            }
            error = SSL_get_error(m->ssl.get(), done);
            if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
                failed = connectionError(error, errno);
        }
        if (!failed.subject.empty())
            return fail(std::move(failed));
        if (auto waited = m->wait(error, {}); !waited)
            return waited;
    }
    return {};
}

Result<std::size_t> Channel::receive(std::span<std::uint8_t> buffer, std::optional<Duration> bound) {
    UNDERSTUDY_ASSERT(!buffer.empty());
    Deadline deadline;
    for (;;) {
        int error = SSL_ERROR_NONE;
        std::size_t total = 0;
        {
            const std::lock_guard hold(m->lock);
            if (m->ended.load(std::memory_order_acquire))
                return disconnected("shut down here");
            // One call returns one TLS record; take all that was fetched from the socket with it.
            do {
                ERR_clear_error();
                errno = 0;
                std::size_t got = 0;
                const int done =
                    SSL_read_ex(m->ssl.get(), buffer.data() + total, buffer.size() - total, &got);
                if (done != 1) {
                    error = SSL_get_error(m->ssl.get(), done);
                    if (total == 0 && error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
                        return fail(connectionError(error, errno));
                    break;
                }
                total += got;
            } while (total < buffer.size() && SSL_has_pending(m->ssl.get()) == 1);
        }
        if (total > 0)
            return total; // an error behind these bytes comes back at the next call
        if (!deadline)
            deadline = deadlineIn(bound);
        if (auto waited = m->wait(error, deadline); !waited)
            return fail(waited.error());
    }
}

bool Channel::hasPending() const {
    {
        const std::lock_guard hold(m->lock);
        if (SSL_has_pending(m->ssl.get()) == 1)
            return true;
    }
    pollfd ready{m->socket.get(), POLLIN, 0};
    return ::poll(&ready, 1, 0) > 0;
}

void Channel::shutdown() {
    m->ended.store(true, std::memory_order_release);
    ::shutdown(m->socket.get(), SHUT_RDWR);
}

const std::string& Channel::peer() const {
    return m->peer;
}

} // namespace understudy::replication
