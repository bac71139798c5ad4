#pragma once
// Applies one change of the stream to this node's copy: the other half of the serving side's files of the
// same names (write, namespace, attributes, xattrs). Each function first changes the disk, then the index. A
// failure leaves the copy somewhere in between: the session ends, nothing more is applied, and the next one
// scans and compares.
//
// Errors: what the record asks for cannot be in a true copy (unknown id, name taken, a name with a slash):
// NotFound, AlreadyExists, InvalidInput. The disk refuses: DiskFull, System, with the object's path.
// Thread: the session's. Blocks for the disk. Nothing is durable on return.

#include "replication/copy/copy.h"
#include "replication/stream/records.h"
#include "replication/target/open_files.h"

#include <string>

namespace understudy::replication {

// For errors: "folder/path", or the number of an object that the index does not know.
std::string describeObject(const Copy& copy, FileId id);

class Applier {
public:
    explicit Applier(Copy& copy) : m_copy(copy), m_open(copy) {}

    // write.cpp
    Status apply(const Write& change);
    Status apply(const Truncate& change);
    Status apply(const Allocate& change);
    // namespace.cpp
    Status apply(const Create& change);
    Status apply(const Link& change);
    Status apply(const Remove& change);
    Status apply(const Rename& change);
    Status apply(const Adopt& change);
    // attributes.cpp
    Status apply(const SetAttributes& change);
    // xattrs.cpp
    Status apply(const SetXattr& change);
    Status apply(const RemoveXattr& change);

    Result<std::shared_ptr<OpenObject>> open(FileId id) { return m_open.get(id); }
    std::size_t openCount() const { return m_open.size(); }
    std::string describe(FileId id) const { return describeObject(m_copy, id); }

private:
    // Files and directories stay open; of the others there is an O_PATH descriptor for the moment.
    struct AnyObject {
        std::shared_ptr<OpenObject> kept;
        Descriptor path;
        int fd() const { return kept ? kept->fd.get() : path.get(); }
    };
    Result<std::shared_ptr<OpenObject>> openFile(FileId id);
    Result<std::shared_ptr<OpenObject>> openDirectory(FileId id); // as parent of the ...at() calls
    Result<AnyObject> openAny(FileId id);
    Error broken(FileId id, std::string detail) const; // errno of the failed call
    Error brokenName(FileId parent, const std::string& name, std::string detail) const;
    Status made(const Create& change, int parentFd);
    Result<Descriptor> makeObject(const Create& change, int parentFd);

    Copy& m_copy;
    OpenFiles m_open;
};

// Through a descriptor that may be O_PATH; shared by Create and SetAttributes. errno is set on failure.
bool setAttributes(int fd, ObjectType type, const Attributes& attributes);
std::string pathOfOpen(int fd); // /proc/self/fd/N: the object itself, for calls that want a path

// One component of a path and nothing else.
bool isValidName(const std::string& name);

} // namespace understudy::replication
