// Closing the folders. Drain (S9): plain unmount, so that every dirty page arrives; then every further change
// is refused; then the last times, the last point of the stream confirmed by the standby, and our own copy
// synced. Abort (S12): nothing is acknowledged any more, the connections are aborted, at once. Both end with
// an abort of the FUSE connections.

#include "replication/copy/durable.h"
#include "replication/source/source.h"

#include <cerrno>

namespace understudy::replication {

namespace {
using namespace std::chrono_literals;
}

void Source::perform(const cluster::CloseSource& action) {
    if (action.how == cluster::Closing::Abort) {
        // Not queued behind whatever hangs: from here on nothing is acknowledged, and nobody waits in a
        // request.
        m_acknowledgements.failAll(EIO);
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        if (m_changes)
            m_changes->refusing = true;
        for (const auto& mounted : m_mounts)
            mounted->abort();
        if (m_session)
            m_session->retire();
    }
    m_work.post([this, action] { close(action); });
}

void Source::close(cluster::CloseSource action) {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    const bool drained = m_changes != nullptr && closeFolders(action.how);
    if (const auto last = session())
        last->retire();
    // The session's end uses the changes: wait for it before they go.
    std::mutex mutex;
    std::condition_variable done;
    bool ended = false;
    m_sessions.post([&] {
        const std::lock_guard lock(mutex);
        ended = true;
        done.notify_all();
    });
    {
        std::unique_lock lock(mutex);
        done.wait(lock, [&] { return ended; });
    }
    {
        const std::lock_guard lock(m_mutex);
        m_session.reset();
    }
    std::unique_ptr<Changes> last;
    {
        const std::lock_guard lock(m_mutex);
        last = std::move(m_changes);
    }
    last.reset();
    if (m_diskFailed) {
        m_shared.copy.reset(); // the index may not be what is on the disk: who opens it next scans
        dropPageCache();
    }
    m_events(cluster::SourceClosed{action.ticket, drained});
}

Status Source::unmountAll() {
    std::vector<MountedFolder*> mounts;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& mounted : m_mounts)
            mounts.push_back(mounted.get());
    }
    Status result;
    for (MountedFolder* mounted : mounts)
        if (auto done = mounted->unmount(); !done)
            result = done;
    return result;
}

bool Source::closeFolders(cluster::Closing how) {
    bool drained = false;
    if (how == cluster::Closing::Drain) {
        // Somebody inside: what they have not written back is lost to both copies alike, since nothing of it
        // was acknowledged.
        static_cast<void>(unmountAll());
        {
            const std::unique_lock gate(m_changes->gate);
            m_changes->refusing = true;
        }
        drained = drain();
    }
    m_acknowledgements.failAll(EIO);
    std::vector<std::unique_ptr<MountedFolder>> mounts;
    {
        const std::lock_guard lock(m_mutex);
        mounts.swap(m_mounts);
    }
    for (const auto& mounted : mounts)
        mounted->end();
    m_outbox.releaseAll(); // answers that other threads hold need the FUSE session to be there
    m_acknowledgements.waitUntilGiven();
    mounts.clear();
    m_fileSystems.clear();
    return drained;
}

bool Source::drain() {
    const auto current = session();
    if (!current || !current->isInSync() || m_diskFailed)
        return false;
    for (const InodePtr& inode : m_changes->inodes.all()) {
        if (!inode->timesDirty.load(std::memory_order_relaxed))
            continue;
        const std::lock_guard lock(inode->lock);
        appendAttributes(*m_changes, *inode);
    }
    if (!current->drain(m_settings.standbyTimeout))
        return false;
    {
        const OwnDiskCall call(m_disk);
        if (!m_changes->copy.syncAll()) {
            m_diskFailed = true;
            return false;
        }
    }
    // Both hold everything, durably: no zone differs.
    return m_changes->log.beginEpoch() && m_changes->log.dropOldEpoch();
}

} // namespace understudy::replication
