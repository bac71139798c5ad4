#pragma once
// Certificates of a cluster's own, made in memory for these tests, and two channels joined over loopback.

#include "base/descriptor.h"
#include "replication/stream/channel.h"

#include <memory>
#include <string>
#include <utility>

struct ssl_ctx_st;

namespace understudy::replication::testing {

struct FreeContext {
    void operator()(ssl_ctx_st* context) const;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeContext>;

// One CA and a certificate for each node. `other` is a CA that nobody here trusts.
class TestAuthority {
public:
    TestAuthority();
    ~TestAuthority();
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;
    TlsContext context(const std::string& commonName, Channel::Side side) const; // verifies the peer

private:
    struct Inner;
    std::unique_ptr<Inner> m;
};

std::pair<Descriptor, Descriptor> loopbackPair(); // TCP: client, server

struct Joined {
    std::unique_ptr<Channel> client, server;
};
Joined joinChannels(const TestAuthority& authority, std::uint64_t bytesPerKey = Channel::kBytesPerKey);

} // namespace understudy::replication::testing
