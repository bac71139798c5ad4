#pragma once
// One node's copy of the replicated folders: the real folders behind the mounts, opened, with their index.
// The serving side and the standby's side both stand on this. Thread: open() blocks (a scan reads every inode
// once). The index is guarded by the owner (see Tree).

#include "base/descriptor.h"
#include "base/result.h"
#include "replication/copy/tree.h"
#include "replication/settings.h"

#include <sys/stat.h>

namespace understudy::replication {

class Copy {
public:
    // Opens the real folders (they must have been moved aside: folder_place.h) and builds the index. Objects
    // without an id, or with one that another object has, get a new one.
    static Result<Copy> open(const std::vector<FolderSettings>& folders);

    Tree& tree() { return m_tree; }
    const Tree& tree() const { return m_tree; }
    int rootFd(std::size_t folder) const {
        return m_roots[folder].fd();
    } // O_PATH | O_DIRECTORY of the real folder
    std::size_t folderCount() const { return m_roots.size(); }

    // openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS) below the folder's root, by the object's place in the
    // index.
    Result<Descriptor> openObject(FileId id, int flags) const;
    // The parent directory of a name, for the ...at() calls.
    Result<Descriptor> openParent(FileId parent) const {
        return openObject(parent, 0 /* O_PATH|O_DIRECTORY added for directories */);
    }

    Status syncAll() const; // syncfs of every folder's file system: everything durable on return

private:
    Copy() = default;
    std::vector<File> m_roots;
    Tree m_tree;
};

// trusted.understudy.id. Works on every type of object through a descriptor opened with O_PATH.
Result<FileId> readId(int pathFd); // NotFound: it has none
Status writeId(int pathFd, FileId id);
FileId newId();

// What a listing says of one object; `parentFd` is the directory's descriptor.
Result<ListedObject> describe(int parentFd, const std::string& name, FileId id);
// The whole directory, sorted by name, and the digest over it.
Result<std::vector<ListedObject>> listDirectory(const Copy& copy, FileId directory);
Digest digestOf(const std::vector<ListedObject>& listing);
Attributes attributesOf(const struct stat& status);
ObjectType typeOf(mode_t mode);
// All application xattrs of an object, sorted by name; hides trusted.understudy.*
Result<std::map<std::string, std::string>> readXattrs(int pathFd);
bool isHiddenXattr(const std::string& name);

// Digests of the blocks of one zone of an open file, from its first byte to the end of the zone or of the
// file.
Result<std::vector<Digest>> digestZone(int fd, std::uint64_t zone, std::uint64_t fileSize);

} // namespace understudy::replication
