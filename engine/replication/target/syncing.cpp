// Barriers: Sync, SyncPoint, Finish. A sync runs in place when nothing else has arrived (a hand-over between
// threads would cost more than it hides, baselines.md 3), else in the pool, so that a checkpoint's long fsync
// does not hold up the next commit.

#include "replication/copy/durable.h"
#include "replication/target/session.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace understudy::replication {

namespace {

constexpr std::uint64_t kQuickSyncBytes = 1u << 20; // written since the last sync: more goes to the pool

// fdatasync unless owner, mode, attributes or names changed since the last fsync that has returned.
Status syncObject(OpenObject& object, std::uint64_t metadataChange) {
    const std::lock_guard alone(object.syncing);
    if (object.syncFailed)
        return fail(Error{ErrorCode::System, {}, "could not be made durable before", EIO});
    const int fd = object.fd.get();
    const bool whole = metadataChange > object.metadataSynced;
    if ((whole ? syncWhole(fd) : syncContent(fd)) != 0) {
        Error error = systemError({}, "cannot be made durable");
        object.syncFailed = true;
        ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED); // what is clean only by mistake must be read again
        return fail(std::move(error));
    }
    if (whole && object.type == ObjectType::File)
        object.metadataSynced = std::max(object.metadataSynced, metadataChange);
    return {};
}

} // namespace

Status TargetSession::on(const Sync& request) {
    auto opened = m_applier->open(request.id);
    if (!opened)
        return fail(std::move(opened.error()));
    OpenObject& object = **opened;
    const bool quick = std::exchange(object.unsyncedBytes, 0) <= kQuickSyncBytes;
    if (!quick || object.syncs > 0 || m_decoder.hasMore() || m_channel.hasPending()) {
        syncInPool(request, std::move(*opened));
        return {};
    }
    if (auto synced = syncObject(object, object.metadataChange); !synced) {
        m_syncFailed = true;
        synced.error().subject = m_applier->describe(request.id);
        return synced;
    }
    return m_replies.send(Synced{{request.barrier}});
}

void TargetSession::syncInPool(const Sync& request, std::shared_ptr<OpenObject> object) {
    const std::uint64_t change = object->metadataChange;
    ++object->syncs;
    m_pool.post(SyncPool::Order::Free, [this, barrier = request.barrier, object = std::move(object), change,
                                        subject = m_applier->describe(request.id)] {
        auto synced = syncObject(*object, change);
        --object->syncs;
        if (synced) {
            static_cast<void>(m_replies.send(Synced{{barrier}}));
        } else {
            synced.error().subject = subject;
            failFromPool(synced.error());
        }
    });
}

// Everything before it is applied by now, so a syncfs that begins now covers it. Earlier syncs go first: one
// that fails must not be followed by a confirmation.
Status TargetSession::on(const SyncPoint& request) {
    m_pool.post(SyncPool::Order::AfterAllEarlier, [this, barrier = request.barrier] {
        if (auto synced = m_around.shared.copy->syncAll(); !synced)
            return failFromPool(synced.error());
        static_cast<void>(m_replies.send(Synced{{barrier}}));
    });
    return {};
}

// S7: applied, durable, the log knows the base that is coming, and only then may our record name the
// generation.
Status TargetSession::on(const Finish& request) {
    if (!m_base.isNone() || request.base.isNone())
        return outOfPlace("Finish");
    m_pool.waitIdle();
    if (m_ended.load(std::memory_order_acquire))
        return fail(ErrorCode::Cancelled, "replication session", "ended here");
    if (auto synced = m_around.shared.copy->syncAll(); !synced) {
        m_syncFailed = true;
        return synced;
    }
    if (auto noted = m_around.shared.log->setNextBase(request.base); !noted)
        return noted;
    m_base = request.base;
    m_around.events(cluster::SessionSynchronised{number(), request.generation, request.ancestors});
    return {};
}

void TargetSession::failFromPool(const Error& why) {
    m_syncFailed = true;
    m_replies.fail(why);
    end(why);
}

} // namespace understudy::replication
