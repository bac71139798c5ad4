#pragma once
// One TLS 1.3 connection between the engines, driven directly on its descriptor (OpenSSL): a socket of Qt
// belongs to one thread, and a hand-over between threads is what an fsync would pay for. SSL objects are not
// thread-safe, so every call into OpenSSL holds the channel's lock; waiting for the socket happens outside of
// it.

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

struct ssl_ctx_st;

namespace understudy::replication {

class Channel {
public:
    enum class Side : std::uint8_t { Client, Server };

    // AES-GCM's keys wear out after 2^24.5 records (RFC 8446, 5.5); a sender takes fresh ones long before.
    static constexpr std::uint64_t kBytesPerKey = 64ull << 30;

    // Blocks for the handshake, at most `bound`. The context verifies the peer (made by security/); a peer
    // without a verified certificate is NotAllowed whatever the context says. TCP_NODELAY is set. Never
    // raises SIGPIPE.
    static Result<std::unique_ptr<Channel>> open(Descriptor socket, ssl_ctx_st* context, Side side,
                                                 Duration bound, std::uint64_t bytesPerKey = kBytesPerKey);
    ~Channel();

    // Any thread, one at a time (the caller's business). Blocks while the socket is full.
    Status send(std::span<const std::uint8_t> bytes);

    // One receiving thread. Blocks until something came, or for `bound` (Timeout; the channel stays usable).
    // 0 bytes never: an end is an Error (Disconnected).
    Result<std::size_t> receive(std::span<std::uint8_t> buffer, std::optional<Duration> bound = {});

    // More has arrived already (receiving thread). May be true for a part of a TLS record.
    bool hasPending() const;

    void shutdown(); // any thread: both directions end at once, whoever waits returns Disconnected
    const std::string& peer() const; // common name in the peer's certificate

private:
    struct Inner;
    explicit Channel(std::unique_ptr<Inner> inner);
    std::unique_ptr<Inner> m;
};

} // namespace understudy::replication
