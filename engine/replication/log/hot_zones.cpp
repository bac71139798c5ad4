#include "replication/log/hot_zones.h"

#include "replication/log/epoch_file.h"

namespace understudy::replication {

ZoneRange toRange(FileId id, ZoneSpan span) {
    return {id, span.first, span.end == ZoneSpan::kToEnd ? 0 : span.end - span.first};
}

ZoneSpan toSpan(const ZoneRange& range) {
    const bool toEnd = range.count == 0 || range.count > ZoneSpan::kToEnd - range.first;
    return {range.first, toEnd ? ZoneSpan::kToEnd : range.first + range.count};
}

Heat HotZones::heatOf(FileId id, ZoneSpan span) const {
    if (m_currentEverything)
        return Heat::Hot;
    const Shard& shard = m_shards[shardOf(id)];
    const std::lock_guard guard(shard.lock);
    if (shard.current.contains(id, span))
        return Heat::Hot;
    return shard.current.hasEndAt(id, span.first) ? Heat::Following : Heat::Cold;
}

void HotZones::add(const ZoneRange& range) {
    if (range == kEverything) {
        m_currentEverything = true;
        for (Shard& shard : m_shards) {
            const std::lock_guard guard(shard.lock);
            shard.current.clear();
        }
        return;
    }
    Shard& shard = m_shards[shardOf(range.id)];
    const std::lock_guard guard(shard.lock);
    shard.current.add(range.id, toSpan(range));
}

void HotZones::begin() {
    m_oldEverything = m_oldEverything || m_currentEverything;
    m_currentEverything = false;
    for (Shard& shard : m_shards) {
        const std::lock_guard guard(shard.lock);
        if (shard.old.count() == 0)
            std::swap(shard.old, shard.current);
        else
            shard.old.addAll(shard.current);
        shard.current.clear();
    }
}

void HotZones::dropOld() {
    for (Shard& shard : m_shards) {
        const std::lock_guard guard(shard.lock);
        shard.old.clear();
    }
    m_oldEverything = false;
}

void HotZones::dropAll() {
    for (Shard& shard : m_shards) {
        const std::lock_guard guard(shard.lock);
        shard.old.clear();
        shard.current.clear();
    }
    m_oldEverything = false;
    m_currentEverything = false;
}

std::size_t HotZones::currentCount() const {
    std::size_t count = 0;
    for (const Shard& shard : m_shards) {
        const std::lock_guard guard(shard.lock);
        count += shard.current.count();
    }
    return count;
}

std::size_t HotZones::count() const {
    std::size_t count = 0;
    for (const Shard& shard : m_shards) {
        const std::lock_guard guard(shard.lock);
        count += shard.current.count() + shard.old.count();
    }
    return count;
}

std::vector<ZoneRange> HotZones::current() const {
    std::vector<ZoneRange> ranges;
    if (m_currentEverything)
        ranges.push_back(kEverything);
    for (const Shard& shard : m_shards) {
        const std::lock_guard guard(shard.lock);
        for (const auto& [id, spans] : shard.current.files())
            for (const ZoneSpan& span : spans)
                ranges.push_back(toRange(id, span));
    }
    return ranges;
}

ZoneSet HotZones::all() const {
    ZoneSet zones;
    for (const Shard& shard : m_shards) {
        const std::lock_guard guard(shard.lock);
        zones.addAll(shard.old);
        zones.addAll(shard.current);
    }
    return zones;
}

} // namespace understudy::replication
