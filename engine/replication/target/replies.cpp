#include "replication/target/replies.h"

namespace understudy::replication {

namespace {
constexpr std::size_t kLongestReason = 2000; // bytes of Failed::what
}

Status Replies::send(const Record& record) {
    const std::lock_guard hold(m_mutex);
    if (m_failed)
        return understudy::fail(ErrorCode::Cancelled, "replication session", "has failed");
    m_frame.clear();
    encode(record, Seq(++m_seq), m_frame);
    return m_channel.send(m_frame);
}

void Replies::fail(const Error& why) {
    const std::lock_guard hold(m_mutex);
    if (m_failed)
        return;
    m_failed = true;
    m_frame.clear();
    encode(Failed{why.toString().substr(0, kLongestReason)}, Seq(++m_seq), m_frame);
    static_cast<void>(m_channel.send(m_frame)); // a peer that is gone needs no reason
}

bool Replies::hasFailed() const {
    const std::lock_guard hold(m_mutex);
    return m_failed;
}

} // namespace understudy::replication
