#pragma once
// One session with the standby, from the connection to its end: compare, send, finish, then keep watch. Two
// threads: the worker (this class's run) and the reader of the standby's answers. Sessions of a source follow
// each other, never overlap.
//
// The order of the end (S7): everything sent, syncfs over there and here -> Finish -> the standby's core
// records -> Recorded -> StandbyReady -> our core records -> accept() -> our log starts from the new base ->
// InSync -> the standby clears its log.

#include "cluster/ports/event_sink.h"
#include "replication/changes/changes.h"
#include "replication/settings.h"
#include "replication/stream/channel.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <thread>

struct ssl_ctx_st;

namespace understudy::replication {

// For people; written by the session, read by anyone.
struct SyncProgress {
    std::atomic<std::uint64_t> totalBytes{0}; // to be compared
    std::atomic<std::uint64_t> doneBytes{0};
    std::atomic<std::uint64_t> changedBytes{0}; // that differed
    std::atomic<std::uint64_t> sentBytes{
        0}; // on the wire for the synchronisation: content, names, questions and answers
    std::atomic<std::int64_t> startedNs{0}; // boot clock; 0: no synchronisation under way
    std::atomic<std::int64_t> endedNs{0};
    std::atomic<bool> active{false};
};

struct SessionOptions {
    SessionNumber number;
    Incarnation self;
    Generation generation;
    std::vector<Generation> ancestors;
};

class StandbySession {
public:
    StandbySession(Changes& changes, const ReplicationSettings& settings, ssl_ctx_st* tls, const Clock& clock,
                   SyncProgress& progress, cluster::EventSink events, SessionOptions options);
    ~StandbySession();

    void run();             // the worker's thread: returns when the session is over, after StandbyLost
    void accept();          // any thread, returns at once
    void cancel(Error why); // any thread, returns at once; the first reason counts

    // The same because the folder is closed: no StandbyLost, SourceClosed says it all (a hand-over is not a
    // lost standby). A session that had a reason to end before is lost all the same.
    void retire();

    // A last point of the stream: everything before it is durable on the standby when this returns (S9), or
    // the session is lost: what it lacks must not be handed over. Any thread but the reader; blocks at most
    // `bound`.
    Status drain(Duration bound);
    bool isInSync() const { return m_accepted.load() && !m_over.load(); }
    std::uint64_t appliedSeq() const { return m_applied.load(std::memory_order_relaxed); }

    // --- for the two halves of the synchronisation (names_sync.cpp, content_sync.cpp), on the worker's
    // thread
    void send(const Record& record); // and count it as part of the synchronisation
    void flush() { m_changes.outbox.flush(); }
    // The next answer, which must be of this kind. Ends with an Error when the session does, when the standby
    // has been quiet for too long, or when the oldest barrier of the application has waited for longer than
    // standbyTimeout.
    template <typename T> Result<T> await();
    Status syncPoint(Duration bound); // sends one and waits for it
    Changes& changes() { return m_changes; }
    SyncProgress& progress() { return m_progress; }
    Status checkAlive() const;

private:
    using Lock = std::unique_lock<std::mutex>;
    Status connect();
    Status synchronise();
    Status finish();
    Status keepWatch();
    Status trimLog();
    void read();
    Status take(Record&& record);
    Result<Record> nextAnswer(Duration bound);
    Status patience() const;
    BarrierId sendSyncPoint();
    Status awaitSyncPoint(BarrierId point, Duration bound);

    Changes& m_changes;
    const ReplicationSettings& m_settings;
    ssl_ctx_st* m_tls;
    const Clock& m_clock;
    SyncProgress& m_progress;
    cluster::EventSink m_events;
    const SessionOptions m_options;

    std::unique_ptr<Channel> m_channel;
    std::thread m_reader;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Record> m_answers;
    std::optional<Error> m_error;
    Instant m_lastHeard{};
    std::uint64_t m_pointsAsked = 0;
    std::uint64_t m_pointsDone = 0; // they are answered in order
    std::atomic<bool> m_accepted{false};
    std::atomic<bool> m_over{false};
    std::atomic<bool> m_retired{false};
    std::atomic<std::uint64_t> m_applied{0};
    Generation m_base;
    bool m_finishSent = false;
};

template <typename T> Result<T> StandbySession::await() {
    auto answer = nextAnswer(m_settings.standbyTimeout + std::chrono::seconds(25));
    if (!answer)
        return fail(answer.error());
    if (auto* wanted = std::get_if<T>(&*answer))
        return std::move(*wanted);
    return fail(ErrorCode::InvalidInput, "standby", "answered something else than it was asked for");
}

} // namespace understudy::replication
