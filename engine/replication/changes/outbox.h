#pragma once
// The way out of the serving node's changes: one ordered queue of frames. Whoever appends may send (an fsync
// sends in its own thread, that saves two hand-overs); at most one thread sends at a time, the others leave
// their frames to it.
//
// Modes of the stream of changes:
//   Off      no session, or its standby does not have our names yet and nobody keeps changes for it: dropped
//   (the activity log knows) Holding  a synchronisation compares names: changes of names and attributes are
//   kept aside in order, content is dropped Live     every change goes out
//
// Threads: any. Memory is bounded whatever the peer does: see kHardBound. The queue's lock is the innermost
// of all.

#include "base/clock.h"
#include "base/result.h"
#include "replication/stream/channel.h"
#include "replication/stream/records.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace understudy::replication {

class Outbox {
public:
    static constexpr std::size_t kSendAt = 64u
                                           << 10; // so much is sent at once, less may wait for the flusher
    static constexpr std::size_t kSoftBound =
        16u << 20; // above: replies to writes are put off until the queue is shorter
    static constexpr std::size_t kHardBound = 64u << 20; // above: changes wait before they begin
    static constexpr std::size_t kKeep = 256u << 10;     // of memory while it is quiet
    static constexpr std::size_t kMaxHeld = 200000;      // records kept aside

    using SendFailed = std::function<void(const Error&)>; // called once per attachment, from a sending thread

    Outbox(const Clock& clock, SendFailed failed);
    ~Outbox();

    void attach(Channel* channel); // a new session: sequence from 1, mode Off
    void detach();                 // nobody sends when this has returned; frames and held records are dropped

    void hold(); // Off -> Holding
    // Holding -> Live: the records kept aside come first. The caller holds the namespace lock exclusively.
    Status goLive();
    bool isLive() const { return m_mode.load(std::memory_order_acquire) == Mode::Live; }
    bool wantsNames() const { return m_mode.load(std::memory_order_acquire) != Mode::Off; }

    void content(const Record& record); // Write, Truncate, Allocate, Sync
    void names(const Record& record);   // Create ... RemoveXattr
    void session(const Record& record); // what a session says on its own account, in any mode

    // To be called without a lock of Changes: whoever sends may wait for the socket.
    void flush();       // sends all that is queued, or leaves it to the thread that is sending
    void flushIfLong(); // the same when there is much
    void waitForRoom(); // blocks while kHardBound is reached: before a change takes its locks

    std::size_t queuedBytes() const;
    std::uint64_t sentBytes() const { return m_sentBytes.load(std::memory_order_relaxed); }
    std::uint64_t lastSeq() const;
    // False: go on at once. True: the queue is long, and `later` is called, once, when it is shorter or the
    // session is gone.
    bool putOff(std::function<void()> later);
    // Calls all that was put off now, and returns when no such call is under way on any thread.
    void releaseAll();
    // Blocks until fewer than `bytes` are queued or the session is gone.
    void waitBelow(std::size_t bytes);
    // How long the one who sends has not got rid of anything: the peer takes no bytes. 0: nothing is stuck.
    Duration stuckFor() const;

private:
    enum class Mode : std::uint8_t { Off, Holding, Live };
    void append(const Record& record);              // the lock is held
    void leave(std::unique_lock<std::mutex>& lock); // after an append: wakes the flusher if need be
    void sendLoop(std::unique_lock<std::mutex>& lock);
    void released(std::unique_lock<std::mutex>& lock); // calls what was put off
    void giveBack();
    void flusher();

    Status sendAll(Channel& channel);

    const Clock& m_clock;
    SendFailed m_failed;
    mutable std::mutex m_mutex;
    std::condition_variable m_room; // queue shorter, sender done, session gone
    std::condition_variable m_work; // for the flusher
    std::atomic<Mode> m_mode{Mode::Off};
    Channel* m_channel = nullptr;
    bool m_sending = false;
    int m_releasing = 0; // threads that call what was put off
    bool m_broken = false;
    bool m_stop = false;
    bool m_flusherIdle = false;
    bool m_urgent = false;
    std::uint64_t m_seq = 0;
    std::uint64_t m_appends = 0;
    std::size_t m_inFlight = 0; // bytes in the hands of the sender
    std::atomic<std::uint64_t> m_sentBytes{0};
    std::atomic<std::int64_t> m_sendingSince{0}; // boot clock, ns; 0: nobody sends
    std::vector<std::uint8_t> m_queue;
    std::vector<std::uint8_t> m_outgoing;
    std::vector<Record> m_heldRecords;
    std::vector<std::function<void()>> m_putOff;
    std::thread m_flusher;
};

} // namespace understudy::replication
