#pragma once
// The header of the activity log: what it counts from, and from where on its entries count. Inside this
// folder only. Written as a whole; see replaceFileDurably.

#include "base/ids.h"
#include "base/result.h"

#include <cstdint>
#include <span>
#include <vector>

namespace understudy::replication {

struct LogHeader {
    Generation base;
    Generation nextBase;
    bool full = false;
    std::uint64_t firstEpoch = 1; // this one and the next one count
    std::uint64_t firstEntry = 0; // of the first epoch: those before it were forgotten

    bool operator==(const LogHeader&) const = default;
};

std::vector<std::uint8_t> encodeLogHeader(const LogHeader& header);
Result<LogHeader> decodeLogHeader(std::span<const std::uint8_t> bytes); // Corrupt, VersionMismatch

} // namespace understudy::replication
