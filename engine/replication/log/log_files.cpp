#include "replication/log/log_files.h"

namespace understudy::replication {

namespace {

constexpr std::size_t kMaxHeader = 4096;

std::string directoryOf(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

bool isDamage(const Error& error) {
    return error.code == ErrorCode::Corrupt || error.code == ErrorCode::NotFound;
}

} // namespace

Status LogFiles::open(LogHeader& header, std::vector<ZoneRange>& entries) {
    const auto bytes = readWholeFile(m_path, kMaxHeader);
    if (!bytes && bytes.error().code != ErrorCode::NotFound && bytes.error().code != ErrorCode::InvalidInput)
        return fail(bytes.error());
    auto read = bytes ? decodeLogHeader(*bytes) : Result<LogHeader>(fail(ErrorCode::NotFound, m_path, ""));
    if (!read && read.error().code == ErrorCode::VersionMismatch)
        return fail(read.error());
    if (!read)
        return startAnew(header);
    header = *read;
    // A killed engine may have renamed a file without making the rename durable: what is read here must stay.
    if (auto synced = syncDirectory(directoryOf(m_path)); !synced)
        return synced;
    if (auto first = openFirst(header, entries); !first)
        return first;
    return foldNext(header, entries);
}

// Nothing is known, or what was known is damaged: everything may differ.
Status LogFiles::startAnew(LogHeader& header) {
    header = LogHeader{};
    header.full = true;
    auto first = EpochFile::create(slotOf(header.firstEpoch), header.firstEpoch);
    if (!first)
        return fail(first.error());
    m_first = std::move(*first);
    step("first");
    if (auto written = writeHeader(header); !written)
        return written;
    return makeNext();
}

Status LogFiles::openFirst(LogHeader& header, std::vector<ZoneRange>& entries) {
    const std::string slot = slotOf(header.firstEpoch);
    EpochContent content;
    auto first = EpochFile::open(slot, header.firstEntry, content);
    if (!first && !isDamage(first.error()))
        return fail(first.error());
    const bool isLost = !first || first->epoch() != header.firstEpoch;
    if (isLost || content.isDamaged) {
        header.full = true;
        header.firstEntry = isLost ? 0 : header.firstEntry;
        if (auto written = writeHeader(header); !written)
            return written;
    }
    if (isLost) {
        first = EpochFile::create(slot, header.firstEpoch);
        if (!first)
            return fail(first.error());
        step("first");
    } else {
        entries = std::move(content.entries);
    }
    m_first = std::move(*first);
    return {};
}

// The next epoch had begun: one is enough from here on, since nobody waits to drop the first one any more.
Status LogFiles::foldNext(LogHeader& header, std::vector<ZoneRange>& entries) {
    EpochContent content;
    auto next = EpochFile::open(slotOf(header.firstEpoch + 1), 0, content);
    if (!next && !isDamage(next.error()))
        return fail(next.error());
    const bool isUnreadable = !next && next.error().code == ErrorCode::Corrupt;
    const bool counts = next && next->epoch() == header.firstEpoch + 1;
    if (isUnreadable || (counts && content.isDamaged)) {
        header.full = true;
        if (auto written = writeHeader(header); !written)
            return written;
    }
    if (counts && !content.entries.empty()) {
        if (auto folded = m_first->append(content.entries); !folded)
            return folded;
        step("fold");
        entries.insert(entries.end(), content.entries.begin(), content.entries.end());
    }
    return makeNext();
}

Status LogFiles::makeNext() {
    m_next.reset();
    const std::uint64_t epoch = m_first->epoch() + 1;
    auto next = EpochFile::create(slotOf(epoch), epoch);
    if (!next)
        return fail(next.error());
    m_next = std::move(*next);
    step("next");
    return {};
}

void LogFiles::makeNextAhead() {
    if (!m_next)
        static_cast<void>(makeNext());
}

Status LogFiles::append(const std::vector<ZoneRange>& ranges) {
    if (m_hasTwo && !m_next)
        if (auto made = makeNext(); !made)
            return made;
    if (auto appended = (m_hasTwo ? *m_next : *m_first).append(ranges); !appended)
        return appended;
    step("entries");
    return {};
}

Status LogFiles::beginNext(const std::vector<ZoneRange>& current) {
    if (m_hasTwo && !current.empty()) {
        if (auto folded = m_first->append(current); !folded)
            return folded;
        step("fold");
        static_cast<void>(makeNext()); // else append() tries again and reports
    }
    m_hasTwo = true;
    return {};
}

Result<LogHeader> LogFiles::headerKeeping(Keep keep, LogHeader header) {
    if (m_hasTwo && !m_next)
        if (auto made = makeNext(); !made)
            return fail(made.error());
    const EpochFile& current = m_hasTwo ? *m_next : *m_first;
    const bool isFirst = current.epoch() == header.firstEpoch;
    header.firstEpoch = current.epoch();
    header.firstEntry = keep == Keep::Nothing ? current.next() : isFirst ? header.firstEntry : 0;
    return header;
}

Status LogFiles::writeHeader(const LogHeader& header) {
    const auto bytes = encodeLogHeader(header);
    if (auto written = replaceFileDurably(m_path, bytes.data(), bytes.size()); !written)
        return written;
    step("header");
    return {};
}

void LogFiles::forgetFirst() {
    if (!m_hasTwo)
        return;
    m_first = std::move(m_next);
    m_next.reset();
    m_hasTwo = false;
}

} // namespace understudy::replication
