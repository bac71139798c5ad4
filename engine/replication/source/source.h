#pragma once
// The serving side of replication: the folders mounted, the stream to the standby, and what acknowledgements
// rest on. Implements the core's SourcePort.
//
// Threads: perform() on the loop's thread, returns at once. Opening, mounting and closing run on a worker of
// their own; each session on another. Events come through the sink from any of them.

#include "base/worker.h"
#include "cluster/ports/event_sink.h"
#include "cluster/ports/replication_port.h"
#include "replication/fuse/mount.h"
#include "replication/shared_copy.h"
#include "replication/source/standby_session.h"

#include <memory>
#include <vector>

namespace understudy::replication {

class Source final : public cluster::SourcePort {
public:
    // `tls`: a client context for the other node (security/). `self`: this engine's life, told to the
    // standby. `wakefulness`: see Acknowledgements.
    Source(ReplicationSettings settings, ssl_ctx_st* tls, const Clock& clock, Incarnation self,
           SharedCopy& shared, cluster::EventSink events, const Wakefulness* wakefulness = nullptr);
    ~Source() override;

    void perform(const cluster::OpenSource&) override;
    void perform(const cluster::Mount&) override;
    void perform(const cluster::AttachStandby&) override;
    void perform(const cluster::AcceptStandby&) override;
    void perform(const cluster::DetachStandby&) override;
    void perform(const cluster::CloseSource&) override;
    void perform(const cluster::GrantNothing&) override;
    void perform(const cluster::GrantWithStandby&) override;
    void perform(const cluster::GrantAlone&) override;

    void reconsider() { m_acknowledgements.reconsider(); } // any thread; after a pause that was decided

    // For the fence and for people; the loop's thread.
    std::vector<Abortable> abortables() const; // of what is mounted now
    const SyncProgress& progress() const { return m_progress; }
    std::uint64_t lagBytes() const { return m_outbox.queuedBytes(); }
    Duration oldestUnconfirmed() const {
        return m_acknowledgements.oldestUnconfirmed().value_or(Duration(0));
    }

private:
    void open(cluster::Ticket ticket);
    void mount(cluster::Ticket ticket);
    Status mountAll();
    void close(cluster::CloseSource action);
    bool closeFolders(cluster::Closing how);
    Status unmountAll();
    bool drain();
    void watch();
    void diskFailed(const Error& error);
    std::shared_ptr<StandbySession> session() const;

    const ReplicationSettings m_settings;
    ssl_ctx_st* m_tls;
    const Clock& m_clock;
    const Incarnation m_self;
    SharedCopy& m_shared;
    cluster::EventSink m_events;

    Acknowledgements m_acknowledgements;
    Outbox m_outbox;
    OwnDiskWatch m_disk;
    SyncProgress m_progress;
    std::unique_ptr<Changes> m_changes; // from OpenSource to CloseSource
    std::vector<std::unique_ptr<FileSystem>> m_fileSystems;
    mutable std::mutex m_mutex; // guards what follows: workers write, the loop reads
    std::vector<std::unique_ptr<MountedFolder>> m_mounts;
    std::shared_ptr<StandbySession> m_session;
    cluster::Ticket m_openTicket;
    bool m_closing = false;
    std::atomic<bool> m_diskFailed{false};

    // Closing waits for the session's end, so the worker that closes ends first.
    Worker m_sessions; // sessions: one after the other
    Worker m_work;     // open, mount, close: one after the other
    std::condition_variable m_stopWatch;
    bool m_stop = false;
    std::thread m_watch; // the age of requests to our own disk (S15)
};

} // namespace understudy::replication
