#pragma once
// When may the application hear that its data is durable? Each fsync of the application is a barrier: begun,
// synced here, confirmed by the standby, and answered by whoever finishes last (no thread ever waits for the
// peer, S17). What an acknowledgement rests on is granted by the decision core: nothing, the standby's
// confirmation in one session, or the durable record that this generation is alone (safety rules 1 to 3).
//
// Threads: any. The lock is a leaf; answers are given outside of it.

#include "base/clock.h"
#include "base/ids.h"
#include "base/wakefulness.h"
#include "replication/stream/records.h"

#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace understudy::replication {

class Acknowledgements {
public:
    // How a waiting request of the application is answered: a plain pointer and a function, as this is the
    // hot path.
    struct Waiter {
        void* request = nullptr;
        void (*answer)(void* request, int error) = nullptr; // error: 0 or a positive errno
    };
    enum class Needs : std::uint8_t { Standby, LocalOnly }; // LocalOnly: a folder in mode async

    struct Begun {
        BarrierId id;
        bool ask = false; // the standby must be asked: append Sync{id, ...} to the stream
    };

    // What rests on the standby is not given while this node does not know whether it stood still (S14):
    // the standby may have taken over meanwhile. nullptr: it never does.
    explicit Acknowledgements(const Clock& clock, const Wakefulness* wakefulness = nullptr)
        : m_clock(clock), m_wakefulness(wakefulness) {}

    Begun begin(Waiter waiter, Needs needs);
    void localDone(BarrierId id, int error);
    void confirmed(SessionNumber session, const std::vector<BarrierId>& ids);

    // Grants of the core.
    void grantNothing();
    void grantWithStandby(SessionNumber session);
    void grantAlone();

    // The core has dealt with a pause: what was held back is looked at again.
    void reconsider();

    // The session is about to finish its synchronisation: from here on every barrier is asked, and, while
    // alone, waits for both, since the standby may soon be counted on. Barriers begun before are covered by
    // the Finish behind this call.
    void finishing(SessionNumber session);
    // The session is gone. True: it was finishing, and nothing is granted any more (the standby may have
    // recorded it).
    bool sessionLost(SessionNumber session);

    // Everything that waits is answered with this errno, and all that comes later too (closing, a failed
    // disk).
    void failAll(int error);
    // After failAll: the answers that other threads have in hand are out; what a Waiter needs may go.
    void waitUntilGiven();
    void reopen(); // after failAll: a new mount begins with nothing granted

    // Age of the oldest barrier that the standby was asked for and has not confirmed (S15: patience runs from
    // the oldest).
    std::optional<Duration> oldestUnconfirmed() const;
    std::size_t waiting() const;

private:
    enum class Grant : std::uint8_t { Nothing, WithStandby, Alone, AloneButFinishing };
    struct Barrier {
        Waiter waiter;
        Instant begun;
        SessionNumber asked;     // 0: not asked
        SessionNumber confirmed; // 0: not yet
        bool local = false;
        bool needsStandby = true;
        int error = 0;
    };
    struct Answer {
        Waiter waiter;
        int error = 0;
    };

    bool complete(const Barrier& b) const;
    void collect(std::vector<Answer>& out); // takes out every complete barrier; the lock is held
    static void give(const std::vector<Answer>& answers);

    const Clock& m_clock;
    const Wakefulness* const m_wakefulness;
    std::shared_mutex m_giving; // shared: answers are being given. Taken before m_mutex
    mutable std::mutex m_mutex;
    Grant m_grant = Grant::Nothing;
    SessionNumber m_session; // of WithStandby and AloneButFinishing
    SessionNumber m_askIn;   // barriers are asked in this session; 0: not
    int m_failed = 0;
    std::uint64_t m_next = 1;
    std::unordered_map<std::uint64_t, Barrier> m_barriers;
};

} // namespace understudy::replication
