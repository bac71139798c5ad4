#pragma once
// What a node knows durably about its copy, and how often its engine was started. Files in the node's state
// folder (/var/lib/understudy), each written whole: after a crash at any instant it holds the old or the new
// content. Thread: the loop; every call may wait for a disk.

#include "base/result.h"
#include "cluster/ports/resource_ports.h"
#include "cluster/record.h"

#include <string>

namespace understudy::store {

// The record of one module: <folder>/<module>.record, JSON with a format version and a checksum.
class RecordStore final : public cluster::RecordPort {
public:
    RecordStore(const std::string& folder, const std::string& module);

    Status save(const cluster::Record& record) override; // durable on return

    // NotFound: none was ever saved here. Corrupt: checksum or content does not hold; nothing may rest on it
    // and the file stays as it is. VersionMismatch: a later Understudy wrote it.
    Result<cluster::Record> load() const;

    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

// The formats by themselves: for bytes from outside, of any length and content.
std::string recordText(const cluster::Record& record);
Result<cluster::Record> parseRecord(const std::string& text, const std::string& path);

// Counts this start of an engine: one more than the file <folder>/engine-starts and than `atLeast` (from the
// record, in case the file got lost). Durable on return. With the boot id of the kernel that is who we are.
Result<Incarnation> countStart(const std::string& folder, std::uint64_t atLeast);

} // namespace understudy::store
