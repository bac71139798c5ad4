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
#include <span>
#include <string>

struct ssl_ctx_st;

namespace understudy::replication {

class Channel {
public:
    enum class Side : std::uint8_t { Client, Server };

    // Blocks for the handshake, at most `bound`. The context verifies the peer (made by security/).
    // TCP_NODELAY is set.
    static Result<std::unique_ptr<Channel>> open(Descriptor socket, ssl_ctx_st* context, Side side,
                                                 Duration bound);
    ~Channel();

    // Any thread, one at a time (the caller's business). Blocks while the socket is full.
    Status send(std::span<const std::uint8_t> bytes);

    // One receiving thread. Blocks until something came; 0 bytes never: an end is an Error (Disconnected).
    Result<std::size_t> receive(std::span<std::uint8_t> buffer);
    bool hasPending() const; // more bytes can be received without waiting (receiving thread)

    void shutdown(); // any thread: both directions end at once, whoever waits returns Disconnected
    const std::string& peer() const;

private:
    struct Inner;
    explicit Channel(std::unique_ptr<Inner> inner);
    std::unique_ptr<Inner> m;
};

} // namespace understudy::replication
