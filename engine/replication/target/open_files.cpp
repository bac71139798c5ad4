#include "replication/target/open_files.h"

#include "replication/target/apply/applier.h"

#include <fcntl.h>

namespace understudy::replication {

Result<std::shared_ptr<OpenObject>> OpenFiles::get(FileId id) {
    if (const auto known = m_byId.find(id); known != m_byId.end()) {
        m_recent.splice(m_recent.begin(), m_recent, known->second);
        return m_recent.front().second;
    }
    const Tree::Object* object = m_copy.tree().find(id);
    if (object == nullptr)
        return fail(ErrorCode::NotFound, describeObject(m_copy, id), "is not in this copy");
    const ObjectType type = object->type;
    if (type != ObjectType::File && type != ObjectType::Directory)
        return fail(ErrorCode::InvalidInput, describeObject(m_copy, id), "is neither a file nor a directory");
    auto opened = m_copy.openObject(id, type == ObjectType::File ? O_RDWR : O_RDONLY | O_DIRECTORY);
    if (!opened)
        return fail(std::move(opened.error()));
    add(id, std::move(*opened), type);
    return m_recent.front().second;
}

void OpenFiles::add(FileId id, Descriptor fd, ObjectType type) {
    forget(id);
    auto object = std::make_shared<OpenObject>();
    object->fd = std::move(fd);
    object->type = type;
    m_recent.emplace_front(id, std::move(object));
    m_byId[id] = m_recent.begin();
    if (m_recent.size() > kMost) {
        m_byId.erase(m_recent.back().first);
        m_recent.pop_back();
    }
}

void OpenFiles::metadataChanged(FileId id) {
    if (const auto known = m_byId.find(id); known != m_byId.end())
        ++known->second->second->metadataChange;
}

void OpenFiles::forget(FileId id) {
    if (const auto known = m_byId.find(id); known != m_byId.end()) {
        m_recent.erase(known->second);
        m_byId.erase(known);
    }
}

} // namespace understudy::replication
