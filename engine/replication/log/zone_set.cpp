#include "replication/log/zone_set.h"

#include <algorithm>

namespace understudy::replication {

namespace {

// The first range that ends at or behind `zone`.
auto firstEndingFrom(const std::vector<ZoneSpan>& spans, std::uint64_t zone) {
    return std::lower_bound(spans.begin(), spans.end(), zone,
                            [](const ZoneSpan& span, std::uint64_t value) { return span.end < value; });
}

} // namespace

bool ZoneSet::contains(FileId id, ZoneSpan span) const {
    const auto file = m_files.find(id);
    if (file == m_files.end())
        return false;
    const auto candidate = firstEndingFrom(file->second, span.end);
    return candidate != file->second.end() && candidate->first <= span.first;
}

bool ZoneSet::hasEndAt(FileId id, std::uint64_t zone) const {
    const auto file = m_files.find(id);
    if (file == m_files.end())
        return false;
    const auto candidate = firstEndingFrom(file->second, zone);
    return candidate != file->second.end() && candidate->end == zone;
}

void ZoneSet::add(FileId id, ZoneSpan span) {
    std::vector<ZoneSpan>& spans = m_files[id];
    m_count -= spans.size();
    const auto from = spans.begin() + (firstEndingFrom(spans, span.first) - spans.cbegin());
    auto to = from;
    for (; to != spans.end() && to->first <= span.end; ++to) {
        span.first = std::min(span.first, to->first);
        span.end = std::max(span.end, to->end);
    }
    if (from == to) {
        spans.insert(from, span);
    } else {
        *from = span;
        spans.erase(from + 1, to);
    }
    if (spans.size() > kMaxSpansPerFile) {
        spans.front().end = ZoneSpan::kToEnd;
        spans.resize(1);
        spans.shrink_to_fit();
    }
    m_count += spans.size();
}

void ZoneSet::addAll(const ZoneSet& other) {
    for (const auto& [id, spans] : other.m_files)
        for (const ZoneSpan& span : spans)
            add(id, span);
}

void ZoneSet::clear() {
    m_files = {};
    m_count = 0;
}

} // namespace understudy::replication
