#pragma once
// Which zones of which files: for each file a sorted list of ranges that neither overlap nor touch. Not
// thread-safe. Inside this folder only.

#include "base/ids.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace understudy::replication {

struct ZoneSpan {
    static constexpr std::uint64_t kToEnd = UINT64_MAX; // as `end`: whatever the file's size becomes
    std::uint64_t first = 0;
    std::uint64_t end = 0; // one past the last
    bool operator==(const ZoneSpan&) const = default;
};

class ZoneSet {
public:
    // More ranges in one file become one range from the first of them to the file's end.
    static constexpr std::size_t kMaxSpansPerFile = 16384;

    bool contains(FileId id, ZoneSpan span) const;
    bool hasEndAt(FileId id, std::uint64_t zone) const; // a range ends right before it
    void add(FileId id, ZoneSpan span);
    void addAll(const ZoneSet& other);
    void clear();

    std::size_t count() const { return m_count; } // ranges
    const std::unordered_map<FileId, std::vector<ZoneSpan>>& files() const { return m_files; }

private:
    std::unordered_map<FileId, std::vector<ZoneSpan>> m_files;
    std::size_t m_count = 0;
};

} // namespace understudy::replication
