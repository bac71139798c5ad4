#pragma once
// One node's copy of the replicated folders: the real folders behind the mounts, opened, with their index.
// The serving side and the standby's side both stand on this. Thread: open() blocks (a scan reads every inode
// once). The index is guarded by the owner (see Tree).

#include "base/descriptor.h"
#include "base/result.h"
#include "replication/copy/tree.h"
#include "replication/settings.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace understudy::replication {

class Copy {
public:
    // Opens the real folders (they must have been moved aside and carry their mark: folder_place.h) and
    // builds the index. Objects without an id get one; so do all objects that share one without being hard
    // links of one object. New ids are durable on return. Refused: a folder without its mark, anything
    // mounted below it.
    static Result<Copy> open(const std::vector<FolderSettings>& folders);

    Tree& tree() { return m_tree; }
    const Tree& tree() const { return m_tree; }
    int rootFd(std::size_t folder) const {
        return m_roots[folder].fd();
    } // O_PATH | O_DIRECTORY of the real folder
    const std::string& rootPath(std::size_t folder) const { return m_roots[folder].path(); } // for messages
    std::size_t folderCount() const { return m_roots.size(); }

    // openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS) below the folder's root, by the object's place in the
    // index. O_CLOEXEC | O_NOFOLLOW are added; what is neither file nor directory is opened with O_PATH only.
    // NotFound: the index does not know the id, or the disk does not have what the index says.
    Result<Descriptor> openObject(FileId id, int flags) const;
    // The parent directory of a name, for the ...at() calls.
    Result<Descriptor> openParent(FileId parent) const { return openObject(parent, O_PATH | O_DIRECTORY); }

    // syncfs of every folder's file system: everything durable on return. Reports each write-back error that
    // happened since open().
    Status syncAll() const;

private:
    Copy() = default;
    std::vector<File> m_roots;
    std::vector<Descriptor> m_readable; // the same, for syncfs; open all the time, else it forgets errors
    Tree m_tree;
};

// trusted.understudy.id. Works on every type of object through a descriptor opened with O_PATH.
Result<FileId> readId(int pathFd); // NotFound: it has none, or not 8 bytes
Status writeId(int pathFd, FileId id);
FileId newId();

// What a listing says of one object; `parentFd` is the directory's descriptor (O_PATH is enough).
Result<ListedObject> describe(int parentFd, const std::string& name, FileId id);
// The whole directory, sorted by name, and the digest over it. A folder's root is in no directory, so its
// listing starts with itself under the name "." : equal on both copies in name, id and type.
Result<std::vector<ListedObject>> listDirectory(const Copy& copy, FileId directory);
Digest digestOf(const std::vector<ListedObject>& listing);
Attributes attributesOf(const struct stat& status);
ObjectType typeOf(mode_t mode);
// All application xattrs of an object, ACLs included, sorted by name; hides trusted.understudy.*
Result<std::map<std::string, std::string>> readXattrs(int pathFd); // O_PATH is enough
bool isHiddenXattr(const std::string& name);

// Digests (XXH3-128) of the blocks (kBlockSize, the last may be short) of one zone of an open file, from its
// first byte to the end of the zone or of the file, whichever comes first. Holes read as zeros.
Result<std::vector<Digest>> digestZone(int fd, std::uint64_t zone, std::uint64_t fileSize);

} // namespace understudy::replication
