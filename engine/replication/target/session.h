#pragma once
// One session with the serving node: receives, checks and applies its records in order, and answers. From the
// admitted Open to the end. Order of the events: SessionBegun, then perhaps SessionWillChange,
// SessionSynchronised, SessionInSync, and SessionEnded always, exactly once; after it no byte is applied or
// confirmed any more.
//
// Threads: run() in a thread of its own (the only one that uses copy and index); four sync threads; the loop
// calls the rest, which returns at once.
//
// What a confirmation means (S6): Synced names a barrier whose own fsync (or, for a point of the stream,
// syncfs behind everything before it) has returned without an error. It is never inferred from another one.

#include "replication/target/answers.h"
#include "replication/target/surroundings.h"
#include "replication/target/sync_pool.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace understudy::replication {

class TargetSession {
public:
    // `decoder` has delivered `open` and may hold bytes behind it.
    TargetSession(Surroundings& around, Channel& channel, Decoder decoder, const Open& open);
    ~TargetSession();

    SessionNumber number() const { return SessionNumber(m_open.session); }

    void run(); // returns when the session has ended and said so

    // Any thread, returns at once. The change that is being applied is the last one.
    void end(Error why);
    void beginApplying();       // the record says incomplete
    void confirmSynchronised(); // the record names the generation: Recorded may be sent

private:
    // What run() goes through; an Error ends the session.
    Status begin();
    Status greet();
    Status follow();
    Status receiveMore();
    Status handle(const Record& record);
    void finish(Error why);
    void sayGoodbye();

    // Changes: one per apply() of Applier.
    template <typename Change>
    requires requires(Applier applier, const Change& change) { applier.apply(change); }
    Status on(const Change& change) { return m_applier->apply(change); }

    // syncing.cpp
    Status on(const Sync& request);
    Status on(const SyncPoint& request);
    Status on(const Finish& request);
    void syncInPool(const Sync& request, std::shared_ptr<OpenObject> object);
    void failFromPool(const Error& why);

    Status on(const AskDigests&);
    Status on(const AskListing& question);
    Status on(const AskBlocks& question);
    Status on(const WillChange&);
    Status on(const InSync&);
    Status on(const Bye& bye);
    Status on(const Open&); // a second one
    // What only a standby says.
    Status on(const Hello&) { return outOfPlace("Hello"); }
    Status on(const LogEntries&) { return outOfPlace("LogEntries"); }
    Status on(const Digests&) { return outOfPlace("Digests"); }
    Status on(const Listing&) { return outOfPlace("Listing"); }
    Status on(const MayChange&) { return outOfPlace("MayChange"); }
    Status on(const Blocks&) { return outOfPlace("Blocks"); }
    Status on(const Synced&) { return outOfPlace("Synced"); }
    Status on(const Recorded&) { return outOfPlace("Recorded"); }
    Status on(const Progress&) { return outOfPlace("Progress"); }
    Status on(const Failed& failed);
    Status outOfPlace(const std::string& record) const;

    Status sendProgress();
    std::optional<Duration> untilProgress() const;

    Surroundings& m_around;
    Channel& m_channel;
    Decoder m_decoder;
    const Open m_open;
    Replies m_replies;
    std::unique_ptr<Applier> m_applier; // session thread
    std::vector<std::uint8_t> m_buffer;
    Instant m_progressSent{};
    Seq m_progressSaid;
    Generation m_base; // of Finish; none before

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<Error> m_endReason; // set: ended
    bool m_mayApply = false;
    bool m_confirmed = false;
    std::atomic<bool> m_ended{false};      // the same as m_endReason, for the thread that applies
    std::atomic<bool> m_syncFailed{false}; // the page cache may say more than the disk
    SyncPool m_pool;                       // last: its threads use the others
};

} // namespace understudy::replication
