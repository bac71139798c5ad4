#pragma once
// The index of a copy: which object has which names. Built by a scan when a folder is opened, kept by every
// change. Both sides have one, so that a takeover needs no scan. Not thread-safe: the owner's namespace lock
// guards it.

#include "base/ids.h"
#include "replication/stream/records.h"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace understudy::replication {

inline constexpr std::uint64_t kFirstOrdinaryId = 65536; // below: roots of folders, 1 for the first folder

inline FileId rootId(std::size_t folder) {
    return FileId(folder + 1);
}
inline bool isRoot(FileId id) {
    return id.value < kFirstOrdinaryId;
}

struct Name {
    FileId parent;
    std::string name;
    bool operator==(const Name&) const = default;
};

struct Location { // where to find an object: folder index and path relative to its root ("" for the root
                  // itself)
    std::size_t folder = 0;
    std::string path;
};

// Roots have no name; every other object has at least one. A function that returns false changed nothing.
class Tree {
public:
    struct Object {
        ObjectType type = ObjectType::File;
        std::vector<Name> names; // one for a directory, one or more for others, none for a root
        std::map<std::string, FileId> children; // directories, sorted by name
    };

    void addRoot(std::size_t folder);
    bool insert(FileId parent, const std::string& name, FileId id,
                ObjectType type); // a new object; false: id or name taken, parent unknown
    bool link(FileId parent, const std::string& name, FileId id);
    // Takes the name away. Objects without a name left are forgotten (`gone` = true). False: no such name, or
    // directory not empty.
    bool remove(FileId parent, const std::string& name, bool* gone = nullptr, FileId* id = nullptr);
    // As renameat2: replaces a target unless flags say NOREPLACE or EXCHANGE; two names of one object stay as
    // they are (as rename(2) leaves them). `replaced`: an object that lost its last name; 0: none.
    bool rename(FileId fromParent, const std::string& fromName, FileId toParent, const std::string& toName,
                std::uint32_t flags, FileId* replaced = nullptr);
    bool changeId(FileId from, FileId to); // Adopt. Not for roots.

    const Object* find(FileId id) const;
    const FileId* child(FileId parent, const std::string& name) const;
    bool locate(FileId id, Location& out) const; // by its first name
    std::size_t size() const { return m_objects.size(); }
    const std::unordered_map<FileId, Object>& objects() const { return m_objects; }

private:
    Object* findDirectory(FileId id);
    bool isSelfOrAncestor(FileId candidate, FileId of) const;
    bool exchange(const Name& from, const Name& to);
    void renameChild(const Name& from, const Name& to);

    std::unordered_map<FileId, Object> m_objects;
};

} // namespace understudy::replication
