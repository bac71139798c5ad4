#include "replication/log/epoch_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>

namespace understudy::replication {

namespace {

constexpr std::uint64_t kMagic = 0x315a4f4e45535355; // "USSENOZ1"
// Entries never cross a sector, so a power cut leaves each one whole or absent.
constexpr std::size_t kEntrySize = 32;
constexpr std::uint64_t kGrowth = 64u << 10;
constexpr std::size_t kMaxFile = 1u << 30;

std::uint64_t checksumOf(std::span<const std::uint8_t> bytes, std::uint64_t epoch, std::uint64_t number) {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), epoch * 0x9e3779b97f4a7c15u + number);
}

// The file's header is entry number 0's neighbour: the same size, its own fixed place in the checksum.
constexpr std::uint64_t kHeaderNumber = UINT64_MAX;

void writeEntry(std::vector<std::uint8_t>& out, std::uint64_t a, std::uint64_t b, std::uint64_t c,
                std::uint64_t epoch, std::uint64_t number) {
    const std::size_t start = out.size();
    ByteWriter writer(out);
    writer.u64(a);
    writer.u64(b);
    writer.u64(c);
    writer.u64(checksumOf(std::span(out).subspan(start, 24), epoch, number));
}

bool readEntry(std::span<const std::uint8_t> bytes, std::uint64_t epoch, std::uint64_t number,
               ZoneRange& out) {
    ByteReader reader(bytes);
    out.id = FileId(reader.u64());
    out.first = reader.u64();
    out.count = reader.u64();
    return reader.u64() == checksumOf(bytes.first(24), epoch, number) && reader.ok();
}

bool isZero(std::span<const std::uint8_t> bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::uint64_t offsetOf(std::uint64_t number) {
    return (number + 1) * kEntrySize;
}

bool readHeader(std::span<const std::uint8_t> bytes, std::uint64_t& epoch) {
    if (bytes.size() < kEntrySize)
        return false;
    ByteReader reader(bytes.first(kEntrySize));
    const std::uint64_t magic = reader.u64();
    epoch = reader.u64();
    ZoneRange ignored;
    return magic == kMagic && readEntry(bytes.first(kEntrySize), epoch, kHeaderNumber, ignored);
}

// Zeros between entries are a write that a power cut left out; it was never confirmed to anybody.
std::uint64_t readEntries(std::span<const std::uint8_t> bytes, std::uint64_t epoch, std::uint64_t from,
                          EpochContent& content) {
    std::uint64_t next = 0;
    bool sawDamage = false;
    for (std::uint64_t number = 0; offsetOf(number) + kEntrySize <= bytes.size(); ++number) {
        const auto slot = bytes.subspan(offsetOf(number), kEntrySize);
        ZoneRange range;
        if (readEntry(slot, epoch, number, range)) {
            content.isDamaged = content.isDamaged || sawDamage;
            next = number + 1;
            if (number >= from)
                content.entries.push_back(range);
        } else if (number >= from && !isZero(slot)) {
            sawDamage = true;
        }
    }
    return std::max(next, from);
}

} // namespace

Result<EpochFile> EpochFile::create(const std::string& path, std::uint64_t epoch) {
    std::vector<std::uint8_t> content;
    writeEntry(content, kMagic, epoch, 0, epoch, kHeaderNumber);
    content.resize(kGrowth, 0);
    if (auto done = replaceFileDurably(path, content.data(), content.size()); !done)
        return fail(done.error());
    auto file = File::open(path, O_RDWR);
    if (!file)
        return fail(file.error());
    EpochFile made;
    made.m_file = std::move(*file);
    made.m_epoch = epoch;
    made.m_size = content.size();
    return made;
}

Result<EpochFile> EpochFile::open(const std::string& path, std::uint64_t from, EpochContent& content) {
    auto bytes = readWholeFile(path, kMaxFile);
    if (!bytes)
        return fail(bytes.error());
    EpochFile opened;
    if (!readHeader(*bytes, opened.m_epoch))
        return fail(ErrorCode::Corrupt, path, "is not an epoch of the activity log");
    auto file = File::open(path, O_RDWR);
    if (!file)
        return fail(file.error());
    opened.m_file = std::move(*file);
    opened.m_next = readEntries(*bytes, opened.m_epoch, from, content);
    opened.m_size = offsetOf(opened.m_next);
    if (::ftruncate(opened.m_file.fd(), static_cast<off_t>(opened.m_size)) != 0)
        return fail(systemError(path, "its torn tail cannot be cut"));
    // What a killed engine wrote but had not synced yet was read above and must not vanish later.
    if (auto synced = opened.m_file.sync(); !synced)
        return fail(synced.error());
    return opened;
}

// Space is written ahead: then the sync of an entry is one write to a known place, without the file system's
// journal.
Status EpochFile::growFor(std::size_t bytes) {
    const std::uint64_t needed = offsetOf(m_next) + bytes;
    if (needed <= m_size)
        return {};
    const std::vector<std::uint8_t> zeros(needed - m_size + kGrowth, 0);
    if (auto done = m_file.writeAllAt(zeros.data(), zeros.size(), m_size); !done)
        return done;
    m_size += zeros.size();
    return {};
}

Status EpochFile::append(const std::vector<ZoneRange>& ranges) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(ranges.size() * kEntrySize);
    for (const ZoneRange& range : ranges)
        writeEntry(bytes, range.id.value, range.first, range.count, m_epoch,
                   m_next + bytes.size() / kEntrySize);
    if (auto grown = growFor(bytes.size()); !grown)
        return grown;
    if (auto written = m_file.writeAllAt(bytes.data(), bytes.size(), offsetOf(m_next)); !written)
        return written;
    if (auto synced = m_file.sync(); !synced)
        return synced;
    m_next += ranges.size();
    return {};
}

} // namespace understudy::replication
