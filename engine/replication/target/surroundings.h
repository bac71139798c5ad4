#pragma once
// What every part of the standby's side is given: made and owned by Target, outlives them all.

#include "base/clock.h"
#include "cluster/ports/event_sink.h"
#include "cluster/record.h"
#include "replication/copy/folder_place.h"
#include "replication/settings.h"
#include "replication/shared_copy.h"

#include <mutex>

struct ssl_ctx_st;

namespace understudy::replication {

// The record as last saved. Set on the loop's thread, read by a session that says Hello.
class RecordHolder {
public:
    void set(const cluster::Record& record) {
        const std::lock_guard hold(m_mutex);
        m_record = record;
    }
    cluster::Record get() const {
        const std::lock_guard hold(m_mutex);
        return m_record;
    }

private:
    mutable std::mutex m_mutex;
    cluster::Record m_record;
};

struct Surroundings {
    const ReplicationSettings settings;
    ssl_ctx_st* const context; // of a server
    const Clock& clock;
    SharedCopy& shared;
    const cluster::EventSink events;
    RecordHolder record;
};

// copy_opening.cpp: opens what is not open of copy and log: stale mounts, moving aside, scan. A record
// without data lets a missing folder be made empty. Blocks for as long as a scan takes. On an error what was
// open stays.
Status openCopy(Surroundings& around);

} // namespace understudy::replication
