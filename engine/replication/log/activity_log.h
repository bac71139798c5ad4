#pragma once
// The durable set of zones whose content may differ between the copies (S4, S5, S7). A zone enters, durably,
// before the first write to it; it leaves only through an epoch: the owner (1) calls beginEpoch() while no
// change is between touch() and its record in the stream, (2) has everything before that point synced here
// and confirmed by a SyncPoint, (3) calls dropOldEpoch(). While there is no standby nobody does this, so
// nothing leaves: the log is the zone map.
//
// File: append-only, checksummed entries; a torn tail (crash) is cut at open, an entry that was durable is
// never lost. Two epochs are two files (<path>.a, <path>.b) and a small header file with base and the order;
// all replaced durably. Threads: touch() from any thread, concurrently; its sync is shared by those who wait
// together (group commit).

#include "base/ids.h"
#include "base/result.h"
#include "replication/stream/records.h"

#include <memory>
#include <string>
#include <vector>

namespace understudy::replication {

struct ZoneRange {
    FileId id;
    std::uint64_t first = 0;
    std::uint64_t count = 0; // 0: to the end of the file, whatever its size becomes
    auto operator<=>(const ZoneRange&) const = default;
};

class ActivityLog {
public:
    // A missing log is made new, with base none and full = true: nothing is known, everything must be
    // compared.
    static Result<std::unique_ptr<ActivityLog>> open(const std::string& path);
    ~ActivityLog();

    // Durable on return. Fast (no I/O, no syscall) when the zones are in the current epoch already.
    Status touch(FileId id, std::uint64_t offset, std::uint64_t length);
    Status touchFrom(FileId id, std::uint64_t offset); // from there to the end: truncate, unknown ends

    void beginEpoch();
    Status dropOldEpoch();
    bool hasOldEpoch() const;
    std::size_t entryCount() const; // both epochs

    std::vector<ZoneRange> entries() const; // merged, sorted
    bool full() const;                      // everything may differ
    Status setFull();

    // The completed synchronisation that this log counts from; nextBase: one that the standby recorded and
    // the serving node may have too.
    Generation base() const;
    Generation nextBase() const;
    Status setNextBase(const Generation& next);
    // The synchronisation `base` is complete on both: forget everything (full = false).
    Status reset(const Generation& base);
    // The same for a serving node that went on writing meanwhile: forgets the old epoch only.
    Status rebase(const Generation& base);

private:
    struct Inner;
    explicit ActivityLog(std::unique_ptr<Inner> inner);
    std::unique_ptr<Inner> m;
};

} // namespace understudy::replication
