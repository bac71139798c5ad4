#pragma once
// Keeps a copy whose history has diverged (safety rule 5): before the serving node's content overwrites it,
// it is copied to <aside>/diverged-<date>/ beside the real folder, sharing blocks where the file system can
// (reflink). The copy that will be resynchronised stays as it is. Blocking: a worker's thread; no session may
// be applying meanwhile.

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/result.h"
#include "replication/settings.h"

#include <string>
#include <vector>

namespace understudy::replication {

class SetAside {
public:
    SetAside();

    // Durable on return: all folders, or none. DiskFull: it does not fit; says how much it needs and how much
    // there is, and nothing was copied. Cancelled: by cancel(); what was copied is removed.
    Status run(const std::vector<FolderSettings>& folders, WallTime now);
    void cancel(); // any thread, returns at once; holds until reset()
    void reset();

private:
    Status copyFolder(const std::string& real, const std::string& kept);
    Status copyTree(const std::string& from, const std::string& to);
    Result<std::string> watchChild(int errors); // what it complained about

    Descriptor m_cancelled; // eventfd
};

std::string divergedName(WallTime now); // "diverged-2026-11-25T011012Z"

} // namespace understudy::replication
