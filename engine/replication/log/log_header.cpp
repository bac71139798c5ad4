#include "replication/log/log_header.h"

#include "base/cursor.h"

#include <xxhash.h>

namespace understudy::replication {

namespace {
constexpr std::uint64_t kMagic = 0x31474f4c45535355; // "USSELOG1"
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kChecksumSize = 8;
} // namespace

std::vector<std::uint8_t> encodeLogHeader(const LogHeader& header) {
    std::vector<std::uint8_t> bytes;
    ByteWriter out(bytes);
    out.u64(kMagic);
    out.u32(kVersion);
    out.bytes(header.base.bytes);
    out.bytes(header.nextBase.bytes);
    out.u8(header.full ? 1 : 0);
    out.u64(header.firstEpoch);
    out.u64(header.firstEntry);
    out.u64(XXH3_64bits(bytes.data(), bytes.size()));
    return bytes;
}

Result<LogHeader> decodeLogHeader(std::span<const std::uint8_t> bytes) {
    ByteReader in(bytes);
    const std::uint64_t magic = in.u64();
    const std::uint32_t version = in.u32();
    if (in.ok() && magic == kMagic && version > kVersion)
        return fail(ErrorCode::VersionMismatch, "the activity log", "was written by a newer version");
    LogHeader header;
    header.base.bytes = in.array<16>();
    header.nextBase.bytes = in.array<16>();
    const std::uint8_t full = in.u8();
    header.full = full == 1;
    header.firstEpoch = in.u64();
    header.firstEntry = in.u64();
    const std::uint64_t checksum = in.u64();
    if (!in.atEnd() || magic != kMagic || version != kVersion || full > 1 ||
        checksum != XXH3_64bits(bytes.data(), bytes.size() - kChecksumSize))
        return fail(ErrorCode::Corrupt, "the activity log", "its header does not hold");
    return header;
}

} // namespace understudy::replication
