#include "replication/copy/tree.h"

#include <linux/fs.h>

#include <algorithm>

namespace understudy::replication {

namespace {

void replaceName(Tree::Object& object, const Name& from, const Name& to) {
    const auto name = std::find(object.names.begin(), object.names.end(), from);
    UNDERSTUDY_ASSERT(name != object.names.end());
    *name = to;
}

bool isUsableName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

} // namespace

void Tree::addRoot(std::size_t folder) {
    m_objects.emplace(rootId(folder), Object{ObjectType::Directory, {}, {}});
}

bool Tree::insert(FileId parent, const std::string& name, FileId id, ObjectType type) {
    Object* directory = findDirectory(parent);
    if (directory == nullptr || isRoot(id) || !isUsableName(name) || m_objects.contains(id) ||
        !directory->children.try_emplace(name, id).second)
        return false;
    m_objects.emplace(id, Object{type, {Name{parent, name}}, {}});
    return true;
}

bool Tree::link(FileId parent, const std::string& name, FileId id) {
    Object* directory = findDirectory(parent);
    const auto object = m_objects.find(id);
    if (directory == nullptr || object == m_objects.end() || object->second.type == ObjectType::Directory ||
        !isUsableName(name) || !directory->children.try_emplace(name, id).second)
        return false;
    object->second.names.push_back(Name{parent, name});
    return true;
}

bool Tree::remove(FileId parent, const std::string& name, bool* gone, FileId* id) {
    Object* directory = findDirectory(parent);
    if (directory == nullptr)
        return false;
    const auto child = directory->children.find(name);
    if (child == directory->children.end())
        return false;
    const auto object = m_objects.find(child->second);
    UNDERSTUDY_ASSERT(object != m_objects.end());
    if (!object->second.children.empty())
        return false;
    if (id != nullptr)
        *id = child->second;
    std::erase(object->second.names, Name{parent, name});
    const bool isLast = object->second.names.empty();
    if (gone != nullptr)
        *gone = isLast;
    if (isLast)
        m_objects.erase(object);
    directory->children.erase(child);
    return true;
}

bool Tree::rename(FileId fromParent, const std::string& fromName, FileId toParent, const std::string& toName,
                  std::uint32_t flags, FileId* replaced) {
    if (replaced != nullptr)
        *replaced = FileId{};
    const Name from{fromParent, fromName};
    const Name to{toParent, toName};
    const FileId* found = child(fromParent, fromName);
    if (found == nullptr || findDirectory(toParent) == nullptr || !isUsableName(toName) ||
        (flags & ~std::uint32_t{RENAME_NOREPLACE | RENAME_EXCHANGE}) != 0)
        return false;
    if ((flags & RENAME_EXCHANGE) != 0)
        return (flags & RENAME_NOREPLACE) == 0 && exchange(from, to);

    const FileId moved = *found;
    if (isSelfOrAncestor(moved, toParent))
        return false;
    if (const FileId* target = child(toParent, toName)) {
        if ((flags & RENAME_NOREPLACE) != 0)
            return false;
        if (*target == moved)
            return true;
        const bool movesDirectory = find(moved)->type == ObjectType::Directory;
        if (movesDirectory != (find(*target)->type == ObjectType::Directory))
            return false;
        const FileId lost = *target;
        bool gone = false;
        if (!remove(toParent, toName, &gone))
            return false;
        if (gone && replaced != nullptr)
            *replaced = lost;
    }
    renameChild(from, to);
    return true;
}

// The target name is free.
void Tree::renameChild(const Name& from, const Name& to) {
    auto& source = m_objects.at(from.parent).children;
    const FileId id = source.at(from.name);
    source.erase(from.name);
    m_objects.at(to.parent).children.emplace(to.name, id);
    replaceName(m_objects.at(id), from, to);
}

bool Tree::exchange(const Name& from, const Name& to) {
    const FileId* first = child(from.parent, from.name);
    const FileId* second = child(to.parent, to.name);
    if (first == nullptr || second == nullptr)
        return false;
    if (*first == *second)
        return true;
    if (isSelfOrAncestor(*first, to.parent) || isSelfOrAncestor(*second, from.parent))
        return false;
    Object& firstObject = m_objects.at(*first);
    Object& secondObject = m_objects.at(*second);
    std::swap(m_objects.at(from.parent).children.at(from.name), m_objects.at(to.parent).children.at(to.name));
    replaceName(firstObject, from, to);
    replaceName(secondObject, to, from);
    return true;
}

bool Tree::changeId(FileId from, FileId to) {
    if (isRoot(from) || isRoot(to) || m_objects.contains(to))
        return false;
    auto node = m_objects.extract(from);
    if (node.empty())
        return false;
    node.key() = to;
    const Object& object = node.mapped();
    for (const Name& name : object.names)
        m_objects.at(name.parent).children.at(name.name) = to;
    for (const auto& [name, id] : object.children)
        replaceName(m_objects.at(id), Name{from, name}, Name{to, name});
    m_objects.insert(std::move(node));
    return true;
}

const Tree::Object* Tree::find(FileId id) const {
    const auto object = m_objects.find(id);
    return object == m_objects.end() ? nullptr : &object->second;
}

const FileId* Tree::child(FileId parent, const std::string& name) const {
    const Object* directory = find(parent);
    if (directory == nullptr)
        return nullptr;
    const auto found = directory->children.find(name);
    return found == directory->children.end() ? nullptr : &found->second;
}

bool Tree::locate(FileId id, Location& out) const {
    std::vector<const std::string*> parts;
    std::size_t size = 0;
    for (; !isRoot(id); id = find(id)->names.front().parent) {
        const Object* object = find(id);
        if (object == nullptr)
            return false;
        parts.push_back(&object->names.front().name);
        size += parts.back()->size() + 1;
    }
    if (!m_objects.contains(id))
        return false;
    out.folder = id.value - 1;
    out.path.clear();
    out.path.reserve(size);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        if (!out.path.empty())
            out.path += '/';
        out.path += **part;
    }
    return true;
}

Tree::Object* Tree::findDirectory(FileId id) {
    const auto object = m_objects.find(id);
    return object == m_objects.end() || object->second.type != ObjectType::Directory ? nullptr
                                                                                     : &object->second;
}

bool Tree::isSelfOrAncestor(FileId candidate, FileId of) const {
    for (; of != candidate; of = find(of)->names.front().parent)
        if (isRoot(of))
            return false;
    return true;
}

} // namespace understudy::replication
