#pragma once
// The durable set of zones whose content may differ between the copies (S4, S5, S7). A zone enters, durably,
// before the first write to it; it leaves only through an epoch: the owner (1) calls beginEpoch() while no
// change is between touch() and its record in the stream, (2) has everything before that point synced here
// and confirmed by a SyncPoint, (3) calls dropOldEpoch(). While there is no standby nobody does this, so
// nothing leaves: the log is the zone map.
//
// Files: <path>.a and <path>.b hold one epoch each, append-only with checksummed entries; the header <path>,
// replaced durably, names the first epoch that counts. The file of the next epoch is made ahead and counts as
// soon as it has entries, so that beginning an epoch needs no I/O. At open a torn tail is cut; an entry that
// was durable and not properly dropped is never lost; what is damaged turns into "everything may differ".
// README.md goes through the crashes. Threads: touch() from any thread, concurrently; its sync is shared by
// those who wait together (group commit). The others from any thread; they are serialised inside.

#include "base/ids.h"
#include "base/result.h"
#include "replication/stream/records.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::replication {

struct ZoneRange {
    FileId id;
    std::uint64_t first = 0;
    std::uint64_t count = 0; // 0: to the end of the file, whatever its size becomes
    auto operator<=>(const ZoneRange&) const = default;
};

struct ActivityLogOptions {
    // Ranges kept in memory (some 100 bytes each) in one epoch; one more, and the epoch says "everything".
    std::size_t maxRanges = 1'000'000;
    // For tests: called when a step on the disk is complete, with its name ("entries", "next", "header",
    // ...).
    std::function<void(std::string_view step)> afterStep;
};

class ActivityLog {
public:
    // A missing log is made new, with base none and full = true: nothing is known, everything must be
    // compared. So is a damaged one. VersionMismatch: a newer program wrote it. Blocks on the disk.
    static Result<std::unique_ptr<ActivityLog>> open(const std::string& path,
                                                     ActivityLogOptions options = {});
    ~ActivityLog();

    // Durable on return. Fast (no I/O, no system call) when the zones are in the current epoch already; a
    // writer that goes on from zone to zone is kept a few zones ahead. On an error the zones did not enter
    // and nothing may be written to them.
    Status touch(FileId id, std::uint64_t offset, std::uint64_t length);
    Status touchFrom(FileId id, std::uint64_t offset); // from there to the end: truncate, unknown ends

    // No I/O in the usual case. An old epoch that was never dropped is carried along: afterwards the old
    // epoch holds everything that was touched before. On an error no epoch began, and dropOldEpoch() drops
    // what an earlier beginEpoch() left to it, or nothing.
    Status beginEpoch();
    Status dropOldEpoch(); // durable on return; nothing to drop: fine
    bool hasOldEpoch() const;
    std::size_t entryCount() const; // ranges in both epochs

    std::vector<ZoneRange> entries() const; // merged, sorted
    bool full() const;                      // everything may differ, whatever entries() says
    Status setFull();

    // The completed synchronisation that this log counts from; nextBase: one that the standby recorded and
    // the serving node may have too.
    Generation base() const;
    Generation nextBase() const;
    Status setNextBase(const Generation& next);
    // The synchronisation `base` is complete on both: forget everything (full = false, nextBase none), in one
    // durable step.
    Status reset(const Generation& base);
    // The same for a serving node that went on writing meanwhile: forgets the old epoch only.
    Status rebase(const Generation& base);

private:
    struct Inner;
    explicit ActivityLog(std::unique_ptr<Inner> inner);
    std::unique_ptr<Inner> m;
};

} // namespace understudy::replication
