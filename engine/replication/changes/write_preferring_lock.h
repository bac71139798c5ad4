#pragma once
// A reader-writer lock that lets a waiting writer pass before new readers: changes (readers) come without
// end, and the one who begins an epoch (the writer) must not starve. Satisfies SharedMutex. From
// pthread_rwlockattr_setkind_np(3).

#include "base/result.h"

#include <pthread.h>

namespace understudy::replication {

class WritePreferringLock {
public:
    WritePreferringLock() {
        pthread_rwlockattr_t kind;
        pthread_rwlockattr_init(&kind);
        pthread_rwlockattr_setkind_np(&kind, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
        UNDERSTUDY_ASSERT(pthread_rwlock_init(&m_lock, &kind) == 0);
        pthread_rwlockattr_destroy(&kind);
    }
    ~WritePreferringLock() { pthread_rwlock_destroy(&m_lock); }
    WritePreferringLock(const WritePreferringLock&) = delete;
    WritePreferringLock& operator=(const WritePreferringLock&) = delete;

    void lock() { UNDERSTUDY_ASSERT(pthread_rwlock_wrlock(&m_lock) == 0); }
    void unlock() { pthread_rwlock_unlock(&m_lock); }
    void lock_shared() { UNDERSTUDY_ASSERT(pthread_rwlock_rdlock(&m_lock) == 0); }
    void unlock_shared() { pthread_rwlock_unlock(&m_lock); }

private:
    pthread_rwlock_t m_lock;
};

} // namespace understudy::replication
