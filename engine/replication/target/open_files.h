#pragma once
// Open descriptors of the copy's files and directories by id, so that a write costs one system call. Bounded:
// the least recently used one is closed first (whoever still holds it, a sync thread, keeps it open until it
// is done). Thread: the session's.

#include "replication/copy/copy.h"

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace understudy::replication {

struct OpenObject {
    Descriptor fd; // files O_RDWR, directories O_RDONLY
    ObjectType type = ObjectType::File;
    std::uint64_t unsyncedBytes = 0; // written since the last sync was asked for; session thread

    // Owner, mode, xattrs or names changed: then only fsync makes that durable, otherwise fdatasync is
    // enough. A new entry does not know, and counts as changed.
    std::uint64_t metadataChange = 1; // session thread

    // The kernel tells a failed write-back to one caller per descriptor: of two syncs side by side the other
    // one would say that all is well. So they follow each other, and none succeeds behind a failed one.
    std::atomic<unsigned> syncs = 0;  // under way or waiting in the pool
    std::mutex syncing;               // guards what follows
    std::uint64_t metadataSynced = 0; // the change that a finished fsync covered
    bool syncFailed = false;
};

class OpenFiles {
public:
    static constexpr std::size_t kMost = 512;

    explicit OpenFiles(const Copy& copy) : m_copy(copy) {}

    // NotFound: no such object. InvalidInput: neither file nor directory. May block for the open.
    Result<std::shared_ptr<OpenObject>> get(FileId id);
    void add(FileId id, Descriptor fd, ObjectType type); // just made
    void metadataChanged(FileId id);
    void forget(FileId id);
    std::size_t size() const { return m_byId.size(); }

private:
    using Entry = std::pair<FileId, std::shared_ptr<OpenObject>>;
    const Copy& m_copy;
    std::list<Entry> m_recent; // most recent first
    std::unordered_map<FileId, std::list<Entry>::iterator> m_byId;
};

} // namespace understudy::replication
