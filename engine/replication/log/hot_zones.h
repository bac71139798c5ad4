#pragma once
// The zones of both epochs in memory, split by file into shards with a lock each, so that writers of
// different files do not meet. Any thread. Inside this folder only.

#include "replication/log/activity_log.h"
#include "replication/log/zone_set.h"

#include <array>
#include <atomic>
#include <mutex>

namespace understudy::replication {

enum class Heat : std::uint8_t {
    Hot,       // in the current epoch
    Cold,      // not in it
    Following, // not in it, but the zone before it is: a sequential writer
};

class HotZones {
public:
    Heat heatOf(FileId id, ZoneSpan span) const;
    void add(const ZoneRange& range); // to the current epoch; kEverything empties it: nothing else matters
    void begin();                     // the old epoch takes over what the current one holds
    void dropOld();
    void dropAll();

    std::size_t currentCount() const;
    std::size_t count() const;
    bool isEverything() const { return m_currentEverything || m_oldEverything; }
    std::vector<ZoneRange> current() const; // kEverything included, unsorted
    ZoneSet all() const;

private:
    struct Shard {
        mutable std::mutex lock;
        ZoneSet current;
        ZoneSet old;
    };
    static constexpr std::size_t kShards = 64;
    static std::size_t shardOf(FileId id) { return (id.value ^ (id.value >> 32)) % kShards; }

    std::array<Shard, kShards> m_shards;
    std::atomic<bool> m_currentEverything{false};
    std::atomic<bool> m_oldEverything{false};
};

ZoneRange toRange(FileId id, ZoneSpan span);
ZoneSpan toSpan(const ZoneRange& range);

} // namespace understudy::replication
