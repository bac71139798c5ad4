#pragma once
// How the standby's names become those of the serving node: a pure function from two indexes to the records
// that turn one into the other. Objects are recognised by id, never by name (S5). Four steps, so that no
// cycle of renames can block:
//   1. adopt: an unknown object that stands where a missing one belongs gets its id (its content is compared,
//   not sent)
//   2. every wanted object that stands at a wrong name moves to a spare name in the folder's root
//   3. what is not wanted is removed, deepest first
//   4. from the roots down: spare names move into place, links are made, missing objects are created (files
//   empty)

#include "replication/copy/tree.h"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace understudy::replication {

struct NamesPlan {
    std::vector<Record> records; // in order
    std::vector<FileId> created; // to be filled: content, attributes, xattrs
    std::vector<FileId> adopted; // to be compared in full
};

// `replaced`: objects that keep their id but must be made anew (a symlink's target, a device's number).
// `described`: what Create needs to know of an object, for all that may have to be created. Corrupt: what the
// standby told contradicts itself.
Result<NamesPlan> planNames(const Tree& wanted, Tree have, const std::unordered_set<FileId>& replaced,
                            const std::unordered_map<FileId, ListedObject>& described);

} // namespace understudy::replication
