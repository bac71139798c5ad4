#pragma once
// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE when the peer is gone. This one sends
// with MSG_NOSIGNAL, so that a lost standby can never end the engine. Does not own the descriptor.

struct bio_st;

namespace understudy::replication {

bio_st* newSocketBio(int fd); // null: out of memory

} // namespace understudy::replication
