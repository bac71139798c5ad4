#include "replication/log/activity_log.h"

#include "replication/log/hot_zones.h"
#include "replication/log/log_files.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace understudy::replication {

namespace {

constexpr std::uint64_t kZonesAhead = 3; // for a sequential writer: a sync every 16 MiB

// What several threads want to enter at once: one of them writes and syncs for all.
struct Batch {
    std::vector<ZoneRange> ranges;
    bool isDone = false;
    Status outcome;
};

} // namespace

// Lock order: maintenance, then turn, then the shards. Whoever has the turn may use the epoch that is
// current; who changes which one that is has both. Nobody holds `lock` while the disk works.
struct ActivityLog::Inner {
    Inner(const std::string& path, const ActivityLogOptions& options)
        : maxRanges(options.maxRanges), files(path, options) {}

    class Turn {
    public:
        explicit Turn(Inner& inner) : m_inner(inner) {
            std::unique_lock guard(m_inner.lock);
            m_inner.turnIsFree.wait(guard, [this] { return !m_inner.isTurnTaken; });
            m_inner.isTurnTaken = true;
        }
        ~Turn() {
            const std::lock_guard guard(m_inner.lock);
            m_inner.isTurnTaken = false;
            m_inner.turnIsFree.notify_all();
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

    private:
        Inner& m_inner;
    };

    Status touch(FileId id, ZoneSpan span);
    Status enter(const ZoneRange& range);
    Status write(const std::vector<ZoneRange>& ranges);
    Status writeHeader(const LogHeader& next);
    Status keep(LogFiles::Keep keep, const Generation* newBase);

    const std::size_t maxRanges;
    HotZones zones;

    std::mutex maintenance;

    mutable std::mutex lock; // of what follows, down to `header`
    std::condition_variable turnIsFree;
    bool isTurnTaken = false;
    std::shared_ptr<Batch> collecting;
    LogHeader header;
    bool hasOld = false;

    LogFiles files; // by the turn; its header, and the next epoch while it is not current, by `maintenance`
};

Status ActivityLog::Inner::touch(FileId id, ZoneSpan span) {
    UNDERSTUDY_ASSERT(id.value != 0);
    const Heat heat = zones.heatOf(id, span);
    if (heat == Heat::Hot)
        return {};
    if (heat == Heat::Following && span.end < ZoneSpan::kToEnd - kZonesAhead)
        span.end = std::max(span.end, span.first + 1 + kZonesAhead);
    return enter(toRange(id, span));
}

// Group commit: the first to come while nobody writes takes all that have gathered along.
Status ActivityLog::Inner::enter(const ZoneRange& range) {
    std::unique_lock guard(lock);
    if (!collecting)
        collecting = std::make_shared<Batch>();
    const std::shared_ptr<Batch> batch = collecting;
    batch->ranges.push_back(range);
    turnIsFree.wait(guard, [&] { return batch->isDone || !isTurnTaken; });
    if (batch->isDone)
        return batch->outcome;
    UNDERSTUDY_ASSERT(batch == collecting);
    collecting.reset();
    isTurnTaken = true;
    guard.unlock();
    Status outcome = write(batch->ranges);
    guard.lock();
    batch->outcome = outcome;
    batch->isDone = true;
    isTurnTaken = false;
    turnIsFree.notify_all();
    return outcome;
}

Status ActivityLog::Inner::write(const std::vector<ZoneRange>& ranges) {
    const bool isTooMuch = zones.currentCount() + ranges.size() > maxRanges;
    const std::vector<ZoneRange> everything{kEverything};
    const std::vector<ZoneRange>& entered = isTooMuch ? everything : ranges;
    if (auto written = files.append(entered); !written)
        return written;
    for (const ZoneRange& range : entered)
        zones.add(range);
    return {};
}

Status ActivityLog::Inner::writeHeader(const LogHeader& next) {
    if (auto written = files.writeHeader(next); !written)
        return written;
    const std::lock_guard guard(lock);
    header = next;
    return {};
}

// Drops the old epoch, or everything; with a base: as the step that makes it the new one. One header,
// replaced durably, decides: before it everything counts as before, after it only what is kept.
Status ActivityLog::Inner::keep(LogFiles::Keep kept, const Generation* newBase) {
    std::optional<Turn> turn(std::in_place, *this);
    auto next = files.headerKeeping(kept, header);
    if (!next)
        return fail(next.error());
    if (kept == LogFiles::Keep::Current)
        turn.reset(); // entries that come meanwhile are kept by both headers
    if (newBase != nullptr) {
        next->base = *newBase;
        next->nextBase = {};
        next->full = false;
    }
    if (auto written = writeHeader(*next); !written)
        return written;
    if (!turn)
        turn.emplace(*this);
    files.forgetFirst();
    kept == LogFiles::Keep::Nothing ? zones.dropAll() : zones.dropOld();
    {
        const std::lock_guard guard(lock);
        hasOld = false;
    }
    turn.reset();
    files.makeNextAhead();
    return {};
}

ActivityLog::ActivityLog(std::unique_ptr<Inner> inner) : m(std::move(inner)) {}
ActivityLog::~ActivityLog() = default;

Result<std::unique_ptr<ActivityLog>> ActivityLog::open(const std::string& path, ActivityLogOptions options) {
    auto inner = std::make_unique<Inner>(path, options);
    std::vector<ZoneRange> entries;
    if (auto opened = inner->files.open(inner->header, entries); !opened)
        return fail(opened.error());
    for (const ZoneRange& range : entries)
        inner->zones.add(range);
    return std::unique_ptr<ActivityLog>(new ActivityLog(std::move(inner)));
}

Status ActivityLog::touch(FileId id, std::uint64_t offset, std::uint64_t length) {
    if (length == 0)
        return {};
    if (length - 1 > UINT64_MAX - offset)
        return touchFrom(id, offset);
    return m->touch(id, {offset / kZoneSize, (offset + (length - 1)) / kZoneSize + 1});
}

Status ActivityLog::touchFrom(FileId id, std::uint64_t offset) {
    return m->touch(id, {offset / kZoneSize, ZoneSpan::kToEnd});
}

Status ActivityLog::beginEpoch() {
    const std::lock_guard maintenance(m->maintenance);
    const Inner::Turn turn(*m);
    const auto current = m->files.hasTwo() ? m->zones.current() : std::vector<ZoneRange>();
    if (auto begun = m->files.beginNext(current); !begun)
        return begun;
    m->zones.begin();
    const std::lock_guard guard(m->lock);
    m->hasOld = true;
    return {};
}

Status ActivityLog::dropOldEpoch() {
    const std::lock_guard maintenance(m->maintenance);
    if (!hasOldEpoch())
        return {};
    return m->keep(LogFiles::Keep::Current, nullptr);
}

bool ActivityLog::hasOldEpoch() const {
    const std::lock_guard guard(m->lock);
    return m->hasOld;
}

std::size_t ActivityLog::entryCount() const {
    return m->zones.count();
}

std::vector<ZoneRange> ActivityLog::entries() const {
    std::vector<ZoneRange> ranges;
    const ZoneSet zones = m->zones.all();
    ranges.reserve(zones.count());
    for (const auto& [id, spans] : zones.files())
        for (const ZoneSpan& span : spans)
            ranges.push_back(toRange(id, span));
    std::sort(ranges.begin(), ranges.end());
    return ranges;
}

bool ActivityLog::full() const {
    const std::lock_guard guard(m->lock);
    return m->header.full || m->zones.isEverything();
}

Status ActivityLog::setFull() {
    const std::lock_guard maintenance(m->maintenance);
    LogHeader next = m->header;
    next.full = true;
    return m->writeHeader(next);
}

Generation ActivityLog::base() const {
    const std::lock_guard guard(m->lock);
    return m->header.base;
}

Generation ActivityLog::nextBase() const {
    const std::lock_guard guard(m->lock);
    return m->header.nextBase;
}

Status ActivityLog::setNextBase(const Generation& next) {
    const std::lock_guard maintenance(m->maintenance);
    LogHeader header = m->header;
    header.nextBase = next;
    return m->writeHeader(header);
}

Status ActivityLog::reset(const Generation& base) {
    const std::lock_guard maintenance(m->maintenance);
    return m->keep(LogFiles::Keep::Nothing, &base);
}

Status ActivityLog::rebase(const Generation& base) {
    const std::lock_guard maintenance(m->maintenance);
    return m->keep(LogFiles::Keep::Current, &base);
}

} // namespace understudy::replication
