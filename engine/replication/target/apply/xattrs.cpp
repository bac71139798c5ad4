// Extended attributes, ACLs among them: SetXattr, RemoveXattr. Ours are never touched by the stream.

#include "replication/target/apply/applier.h"

#include <sys/xattr.h>

#include <cerrno>

namespace understudy::replication {

namespace {

Status checkName(const Copy& copy, FileId id, const std::string& name) {
    if (name.empty() || name.find('\0') != std::string::npos || isHiddenXattr(name))
        return fail(ErrorCode::InvalidInput, describeObject(copy, id), "no attribute may be named " + name);
    return {};
}

} // namespace

Status Applier::apply(const SetXattr& change) {
    if (auto valid = checkName(m_copy, change.id, change.name); !valid)
        return valid;
    auto object = openAny(change.id);
    if (!object)
        return fail(std::move(object.error()));
    if (::setxattr(pathOfOpen(object->fd()).c_str(), change.name.c_str(), change.value.data(),
                   change.value.size(), 0) != 0)
        return fail(broken(change.id, "attribute " + change.name + " cannot be set"));
    m_open.metadataChanged(change.id);
    return {};
}

// An attribute that is not there is as wanted: an ACL that says no more than the mode is not stored.
Status Applier::apply(const RemoveXattr& change) {
    std::vector<std::string> names{change.name};
    if (!change.name.empty())
        if (auto valid = checkName(m_copy, change.id, change.name); !valid)
            return valid;
    auto object = openAny(change.id);
    if (!object)
        return fail(std::move(object.error()));
    if (change.name.empty()) { // every one of the application's
        auto all = readXattrs(object->fd());
        if (!all)
            return fail(std::move(all.error()));
        names.clear();
        for (const auto& [name, value] : *all)
            names.push_back(name);
    }
    for (const std::string& name : names)
        if (::removexattr(pathOfOpen(object->fd()).c_str(), name.c_str()) != 0 && errno != ENODATA)
            return fail(broken(change.id, "attribute " + name + " cannot be removed"));
    m_open.metadataChanged(change.id);
    return {};
}

} // namespace understudy::replication
