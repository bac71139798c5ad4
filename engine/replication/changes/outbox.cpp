#include "replication/changes/outbox.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace understudy::replication {

namespace {
using namespace std::chrono_literals;
constexpr auto kFlushAfter = 2ms; // a change that no fsync follows leaves within this time
constexpr int kIdleRounds = 50;   // rounds without work after which the flusher sleeps until it is called
} // namespace

Outbox::Outbox(const Clock& clock, SendFailed failed)
    : m_clock(clock), m_failed(std::move(failed)), m_flusher([this] { flusher(); }) {}

Outbox::~Outbox() {
    detach();
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_all();
    m_flusher.join();
}

void Outbox::attach(Channel* channel) {
    const std::lock_guard lock(m_mutex);
    UNDERSTUDY_ASSERT(m_channel == nullptr);
    m_channel = channel;
    m_broken = false;
    m_seq = 0;
    m_queue.clear();
}

void Outbox::detach() {
    std::unique_lock lock(m_mutex);
    m_mode = Mode::Off;
    m_broken = true; // nobody begins to send; the channel was shut down, so the one who sends returns
    m_room.wait(lock, [this] { return !m_sending; });
    m_channel = nullptr;
    m_queue.clear();
    m_heldRecords.clear();
    m_room.notify_all();
    released(lock);
}

void Outbox::hold() {
    const std::lock_guard lock(m_mutex);
    if (m_channel != nullptr)
        m_mode = Mode::Holding;
}

Status Outbox::goLive() {
    const std::lock_guard lock(m_mutex);
    if (m_channel == nullptr || m_broken)
        return fail(ErrorCode::Disconnected, "replication", "the session has ended");
    if (m_heldRecords.size() > kMaxHeld)
        return fail(ErrorCode::Cancelled, "replication",
                    "too many changes of names while the copies were compared");
    for (const Record& record : m_heldRecords)
        append(record);
    m_heldRecords.clear();
    m_mode = Mode::Live;
    return {};
}

void Outbox::append(const Record& record) {
    if (m_channel == nullptr || m_broken)
        return;
    encode(record, Seq(++m_seq), m_queue);
    ++m_appends;
}

void Outbox::content(const Record& record) {
    std::unique_lock lock(m_mutex);
    if (m_mode.load(std::memory_order_relaxed) != Mode::Live)
        return;
    append(record);
    leave(lock);
}

void Outbox::names(const Record& record) {
    std::unique_lock lock(m_mutex);
    const Mode mode = m_mode.load(std::memory_order_relaxed);
    if (mode == Mode::Off)
        return;
    if (mode == Mode::Holding) {
        if (m_heldRecords.size() <= kMaxHeld)
            m_heldRecords.push_back(record);
        return;
    }
    append(record);
    leave(lock);
}

void Outbox::session(const Record& record) {
    const std::lock_guard lock(m_mutex);
    append(record);
}

// The appender holds locks, so it does not send: the flusher does, or whoever calls flush() when the locks
// are released.
void Outbox::leave(std::unique_lock<std::mutex>& lock) {
    const bool wasIdle = std::exchange(m_flusherIdle, false);
    const bool isLong = m_queue.size() >= kSendAt && !std::exchange(m_urgent, true);
    lock.unlock();
    if (wasIdle || isLong)
        m_work.notify_one();
}

void Outbox::flushIfLong() {
    std::unique_lock lock(m_mutex);
    if (m_queue.size() < kSendAt || m_sending || m_channel == nullptr)
        return;
    sendLoop(lock);
}

void Outbox::waitForRoom() {
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return m_queue.size() < kHardBound || m_broken || m_channel == nullptr; });
}

void Outbox::flush() {
    std::unique_lock lock(m_mutex);
    if (m_sending || m_channel == nullptr)
        return; // the sender looks at the queue again before it leaves
    sendLoop(lock);
}

void Outbox::sendLoop(std::unique_lock<std::mutex>& lock) {
    m_sending = true;
    std::optional<Error> error;
    while (!m_queue.empty() && !m_broken) {
        m_outgoing.clear();
        std::swap(m_outgoing, m_queue);
        m_inFlight = m_outgoing.size();
        Channel* channel = m_channel;
        lock.unlock();
        auto sent = sendAll(*channel);
        lock.lock();
        m_inFlight = 0;
        if (!sent && !m_broken) {
            m_broken = true;
            error = sent.error();
        }
        m_room.notify_all();
        if (m_queue.size() < kSoftBound)
            released(lock);
    }
    if (m_outgoing.capacity() > (4u << 20))
        std::vector<std::uint8_t>().swap(m_outgoing); // give a burst's memory back
    m_sending = false;
    m_room.notify_all();
    released(lock);
    if (error) {
        lock.unlock();
        m_failed(*error);
    }
}

Status Outbox::sendAll(Channel& channel) {
    constexpr std::size_t slice = 256u << 10;
    Status sent;
    for (std::size_t at = 0; sent && at < m_outgoing.size(); at += slice) {
        const std::size_t size = std::min(slice, m_outgoing.size() - at);
        m_sendingSince = m_clock.now().time_since_epoch().count();
        sent = channel.send({m_outgoing.data() + at, size});
        m_sentBytes += size;
    }
    m_sendingSince = 0;
    return sent;
}

Duration Outbox::stuckFor() const {
    const std::int64_t since = m_sendingSince;
    return since == 0 ? Duration(0) : Duration(m_clock.now().time_since_epoch().count() - since);
}

void Outbox::released(std::unique_lock<std::mutex>& lock) {
    if (m_putOff.empty())
        return;
    auto later = std::exchange(m_putOff, {});
    ++m_releasing;
    lock.unlock();
    for (auto& call : later)
        call();
    lock.lock();
    --m_releasing;
    m_room.notify_all();
}

void Outbox::releaseAll() {
    std::unique_lock lock(m_mutex);
    released(lock);
    m_room.wait(lock, [this] { return m_releasing == 0; });
}

std::size_t Outbox::queuedBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.size() + m_inFlight;
}

std::uint64_t Outbox::lastSeq() const {
    const std::lock_guard lock(m_mutex);
    return m_seq;
}

bool Outbox::putOff(std::function<void()> later) {
    const std::lock_guard lock(m_mutex);
    if (m_queue.size() + m_inFlight < kSoftBound || m_broken || m_channel == nullptr)
        return false;
    m_putOff.push_back(std::move(later));
    return true;
}

void Outbox::waitBelow(std::size_t bytes) {
    flush();
    std::unique_lock lock(m_mutex);
    m_room.wait(lock,
                [&] { return m_queue.size() + m_inFlight < bytes || m_broken || m_channel == nullptr; });
}

// A burst's memory, once it is quiet. The lock is held.
void Outbox::giveBack() {
    if (m_queue.empty() && m_queue.capacity() > kKeep)
        std::vector<std::uint8_t>().swap(m_queue);
    if (!m_sending && m_outgoing.capacity() > kKeep)
        std::vector<std::uint8_t>().swap(m_outgoing);
}

void Outbox::flusher() {
    std::unique_lock lock(m_mutex);
    int quiet = 0;
    std::uint64_t seen = 0;
    while (!m_stop) {
        if (quiet >= kIdleRounds) {
            giveBack();
            m_flusherIdle = true;
            m_work.wait(lock, [this] { return m_stop || !m_flusherIdle; });
            quiet = 0;
        }
        m_work.wait_for(lock, kFlushAfter, [this] { return m_stop || m_urgent; });
        m_urgent = false;
        quiet = m_appends == seen ? quiet + 1 : 0;
        seen = m_appends;
        if (!m_queue.empty() && !m_sending && m_channel != nullptr && !m_broken) {
            sendLoop(lock);
            if (!lock.owns_lock())
                lock.lock();
        }
    }
}

} // namespace understudy::replication
