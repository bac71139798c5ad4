#pragma once
// What the standby says to the serving node, from several threads: one frame at a time, numbered in the order
// sent. After fail() nothing is ever said again: no confirmation can follow a failed apply.

#include "replication/stream/channel.h"
#include "replication/stream/records.h"

#include <mutex>
#include <vector>

namespace understudy::replication {

class Replies {
public:
    explicit Replies(Channel& channel) : m_channel(channel) {}

    Status send(const Record& record); // any thread; blocks while the socket is full
    void fail(const Error& why);       // any thread: sends Failed, once, as the last frame
    bool hasFailed() const;

private:
    Channel& m_channel;
    mutable std::mutex m_mutex;
    std::uint64_t m_seq = 0;
    bool m_failed = false;
    std::vector<std::uint8_t> m_frame;
};

} // namespace understudy::replication
