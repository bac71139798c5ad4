#pragma once
// The inodes that the kernel knows of (and those with open files): one per FileId, each with an O_PATH
// descriptor, so that renames and unlinks never break an open file. The FUSE node id of an object is its
// FileId; of a folder's root, 1. Threads: any; the table's lock is taken for moments only.

#include "base/descriptor.h"
#include "base/ids.h"
#include "replication/stream/records.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace understudy::replication {

struct Inode {
    FileId id;
    ObjectType type = ObjectType::File;
    Descriptor path;     // O_PATH | O_NOFOLLOW
    std::mutex lock;     // apply + append of content and attributes are one step under it
    bool orphan = false; // guarded by lock: it has no name any more, nobody else needs its bytes
    std::atomic<bool> timesDirty{false}; // written since its times were last put into the stream
    std::uint64_t lookups = 0;           // guarded by the table: what the kernel holds
};

using InodePtr = std::shared_ptr<Inode>;

class InodeTable {
public:
    InodePtr find(FileId id) const;
    // The kernel gets one more reference to this object; `path` is kept only if the object was not known.
    InodePtr remember(FileId id, ObjectType type, Descriptor path);
    void forget(FileId id, std::uint64_t lookups);
    std::vector<InodePtr> all() const;
    void clear();

private:
    static constexpr std::size_t kShards = 16;
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<FileId, InodePtr> inodes;
    };
    Shard& shard(FileId id) { return m_shards[id.value % kShards]; }
    const Shard& shard(FileId id) const { return m_shards[id.value % kShards]; }
    std::array<Shard, kShards> m_shards;
};

} // namespace understudy::replication
