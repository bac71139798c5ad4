#pragma once
// TLS between the two nodes: version 1.3, both sides show a certificate of the cluster's CA, and each accepts
// only the other node's name. Any thread.

#include "base/ids.h"
#include "base/result.h"
#include "security/key_set.h"

#include <memory>

struct ssl_ctx_st;
struct ssl_st;

namespace understudy::security {

struct SslContextFree {
    void operator()(ssl_ctx_st* context) const noexcept;
};
struct SslFree {
    void operator()(ssl_st* ssl) const noexcept;
};
using SslContext = std::unique_ptr<ssl_ctx_st, SslContextFree>;
using Ssl = std::unique_ptr<ssl_st, SslFree>;

// For the replication channel, which drives OpenSSL on a descriptor itself. One context serves as both ends:
// SSL_connect or SSL_accept on what newSsl returns. No session tickets, no renegotiation, no early data.
// A refused client learns it only from its first read (TLS 1.3): wait for the peer's first message.
Result<SslContext> replicationTls(const KeySet& keys, NodeId self);

// Bound to the connected descriptor, which stays the caller's.
Result<Ssl> newSsl(const SslContext& context, int fd);

} // namespace understudy::security
