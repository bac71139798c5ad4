#pragma once
// Between records.cpp and decoder.cpp only.

#include "replication/stream/records.h"

namespace understudy::replication {

inline constexpr std::size_t kFrameHead = 4 + 1 + 8; // size, kind, sequence
inline constexpr std::size_t kFrameTail = 8;         // checksum

// The fields of one record; false: unknown kind, a length that does not hold, or bytes left over.
bool decodePayload(std::size_t kind, std::span<const std::uint8_t> payload, Record& out);

} // namespace understudy::replication
