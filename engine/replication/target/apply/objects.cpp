// How the apply functions find and name what they work on.

#include "replication/target/apply/applier.h"

#include <fcntl.h>

namespace understudy::replication {

std::string describeObject(const Copy& copy, FileId id) {
    Location place;
    if (copy.tree().find(id) == nullptr || !copy.tree().locate(id, place))
        return "object " + std::to_string(id.value);
    return place.path.empty() ? copy.rootPath(place.folder) : copy.rootPath(place.folder) + "/" + place.path;
}

std::string pathOfOpen(int fd) {
    return "/proc/self/fd/" + std::to_string(fd);
}

bool isValidName(const std::string& name) {
    return !name.empty() && name.size() <= 255 && name != "." && name != ".." &&
           name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
}

Result<std::shared_ptr<OpenObject>> Applier::openFile(FileId id) {
    auto object = m_open.get(id);
    if (object && (*object)->type != ObjectType::File)
        return fail(ErrorCode::InvalidInput, describeObject(m_copy, id), "is not a file");
    return object;
}

Result<std::shared_ptr<OpenObject>> Applier::openDirectory(FileId id) {
    auto object = m_open.get(id);
    if (object && (*object)->type != ObjectType::Directory)
        return fail(ErrorCode::InvalidInput, describeObject(m_copy, id), "is not a directory");
    return object;
}

Result<Applier::AnyObject> Applier::openAny(FileId id) {
    const Tree::Object* object = m_copy.tree().find(id);
    if (object == nullptr)
        return fail(ErrorCode::NotFound, describeObject(m_copy, id), "is not in this copy");
    AnyObject any;
    if (object->type == ObjectType::File || object->type == ObjectType::Directory) {
        auto kept = m_open.get(id);
        if (!kept)
            return fail(std::move(kept.error()));
        any.kept = std::move(*kept);
        return any;
    }
    auto path = m_copy.openObject(id, O_PATH | O_NOFOLLOW);
    if (!path)
        return fail(std::move(path.error()));
    any.path = std::move(*path);
    return any;
}

Error Applier::broken(FileId id, std::string detail) const {
    Error error = systemError({}, std::move(detail));
    error.subject = describeObject(m_copy, id);
    return error;
}

Error Applier::brokenName(FileId parent, const std::string& name, std::string detail) const {
    Error error = systemError({}, std::move(detail));
    error.subject = describeObject(m_copy, parent) + "/" + name;
    return error;
}

} // namespace understudy::replication
