#pragma once
// One epoch of the activity log on the disk: a header and entries of 32 bytes, each with a checksum over
// itself, its place and its epoch. Inside this folder only. One thread at a time; blocks on the disk.

#include "base/descriptor.h"
#include "replication/log/activity_log.h"

#include <vector>

namespace understudy::replication {

// The entry that stands for every zone of every file.
inline constexpr ZoneRange kEverything{FileId{0}, 0, 0};

struct EpochContent {
    std::vector<ZoneRange> entries;
    bool isDamaged = false; // an entry does not hold although one behind it does: not the tail of a crash
};

class EpochFile {
public:
    // Replaces whatever is at `path` by an empty file of this epoch; durable on return.
    static Result<EpochFile> create(const std::string& path, std::uint64_t epoch);
    // NotFound: no file. Corrupt: not a file of this log. What it holds is durable on return, its torn tail
    // is cut. Entries before `from` do not count.
    static Result<EpochFile> open(const std::string& path, std::uint64_t from, EpochContent& content);

    std::uint64_t epoch() const { return m_epoch; }
    std::uint64_t next() const { return m_next; } // number of the next entry

    // Durable on return. After an error the same place is written again by the next call.
    Status append(const std::vector<ZoneRange>& ranges);

private:
    EpochFile() = default;
    Status growFor(std::size_t bytes);

    File m_file;
    std::uint64_t m_epoch = 0;
    std::uint64_t m_next = 0;
    std::uint64_t m_size = 0; // of the file: zeros behind the last entry, see growFor
};

} // namespace understudy::replication
