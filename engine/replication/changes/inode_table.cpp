#include "replication/changes/inode_table.h"

namespace understudy::replication {

InodePtr InodeTable::find(FileId id) const {
    const Shard& s = shard(id);
    const std::lock_guard lock(s.mutex);
    const auto it = s.inodes.find(id);
    return it == s.inodes.end() ? nullptr : it->second;
}

InodePtr InodeTable::remember(FileId id, ObjectType type, Descriptor path) {
    Shard& s = shard(id);
    const std::lock_guard lock(s.mutex);
    InodePtr& inode = s.inodes[id];
    if (!inode) {
        inode = std::make_shared<Inode>();
        inode->id = id;
        inode->type = type;
        inode->path = std::move(path);
    }
    ++inode->lookups;
    return inode;
}

void InodeTable::forget(FileId id, std::uint64_t lookups) {
    Shard& s = shard(id);
    const std::lock_guard lock(s.mutex);
    const auto it = s.inodes.find(id);
    if (it == s.inodes.end())
        return;
    it->second->lookups -= std::min(lookups, it->second->lookups);
    if (it->second->lookups == 0)
        s.inodes.erase(it);
}

std::vector<InodePtr> InodeTable::all() const {
    std::vector<InodePtr> result;
    for (const Shard& s : m_shards) {
        const std::lock_guard lock(s.mutex);
        for (const auto& [id, inode] : s.inodes)
            result.push_back(inode);
    }
    return result;
}

void InodeTable::clear() {
    for (Shard& s : m_shards) {
        const std::lock_guard lock(s.mutex);
        s.inodes.clear();
    }
}

} // namespace understudy::replication
