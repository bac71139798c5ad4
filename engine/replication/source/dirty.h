#pragma once
// What a synchronisation has to look at, collected from both logs and from the comparison of names.

#include "replication/log/activity_log.h"

#include <map>
#include <unordered_set>
#include <vector>

namespace understudy::replication {

struct Dirty {
    bool everything = false; // the logs do not cover the difference: compare all content
    std::map<FileId, std::vector<ZoneRange>> zones; // content that may differ
    std::unordered_set<FileId> attributes;          // owners, modes, times to be sent again
    std::unordered_set<FileId> xattrs;              // ... and all extended attributes
    bool namesDiffer = false;

    void add(const ZoneRange& range) { zones[range.id].push_back(range); }
    void addWhole(FileId id) { add({id, 0, 0}); }
    bool nothing() const {
        return !everything && zones.empty() && attributes.empty() && xattrs.empty() && !namesDiffer;
    }
};

} // namespace understudy::replication
