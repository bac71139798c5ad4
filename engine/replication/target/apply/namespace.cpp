// Names: Create, Link, Remove, Rename, Adopt.

#include "replication/target/apply/applier.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace understudy::replication {

namespace {

tl::unexpected<Error> contradiction(ErrorCode code, const Copy& copy, FileId id, std::string detail) {
    return fail(code, describeObject(copy, id), std::move(detail));
}

tl::unexpected<Error> noName(const Copy& copy, FileId parent, const std::string& name) {
    return fail(ErrorCode::NotFound, describeObject(copy, parent) + "/" + name, "is not in this copy");
}

mode_t specialType(ObjectType type) {
    switch (type) {
    case ObjectType::Fifo:
        return S_IFIFO;
    case ObjectType::Socket:
        return S_IFSOCK;
    case ObjectType::CharDevice:
        return S_IFCHR;
    case ObjectType::BlockDevice:
        return S_IFBLK;
    case ObjectType::File:
    case ObjectType::Directory:
    case ObjectType::Symlink:
        break;
    }
    return 0;
}

} // namespace

// The object under its name; without rights for anybody until its attributes are set.
Result<Descriptor> Applier::makeObject(const Create& change, int parentFd) {
    const char* name = change.name.c_str();
    int done = 0;
    if (change.type == ObjectType::File) {
        Descriptor fd(::openat(parentFd, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (fd.isOpen())
            return fd;
        return fail(brokenName(change.parent, change.name, "cannot be created"));
    }
    if (change.type == ObjectType::Directory)
        done = ::mkdirat(parentFd, name, 0700);
    else if (change.type == ObjectType::Symlink)
        done = ::symlinkat(change.target.c_str(), parentFd, name);
    else
        done = ::mknodat(parentFd, name, specialType(change.type) | 0600, static_cast<dev_t>(change.device));
    if (done != 0)
        return fail(brokenName(change.parent, change.name, "cannot be created"));
    const int flags = change.type == ObjectType::Directory ? O_RDONLY | O_DIRECTORY : O_PATH;
    Descriptor fd(::openat(parentFd, name, flags | O_NOFOLLOW | O_CLOEXEC));
    if (!fd.isOpen())
        return fail(brokenName(change.parent, change.name, "cannot be opened after it was created"));
    return fd;
}

// A crash between these steps leaves an object without id or attributes: the next comparison of listings
// repairs it.
Status Applier::made(const Create& change, int parentFd) {
    auto fd = makeObject(change, parentFd);
    if (!fd)
        return fail(std::move(fd.error()));
    if (auto written = writeId(fd->get(), change.id); !written)
        return written;
    // What the directory here hands down (ACLs) need not be what it did on the serving node, which says it.
    auto inherited = readXattrs(fd->get());
    if (!inherited)
        return fail(std::move(inherited.error()));
    for (const auto& [name, value] : *inherited)
        if (::removexattr(pathOfOpen(fd->get()).c_str(), name.c_str()) != 0 && errno != ENODATA)
            return fail(brokenName(change.parent, change.name, "attribute " + name + " cannot be removed"));
    if (!setAttributes(fd->get(), change.type, change.attributes))
        return fail(brokenName(change.parent, change.name, "owner, mode or times cannot be set"));
    if (!m_copy.tree().insert(change.parent, change.name, change.id, change.type))
        return contradiction(ErrorCode::AlreadyExists, m_copy, change.id, "is in the index already");
    if (change.type == ObjectType::File || change.type == ObjectType::Directory)
        m_open.add(change.id, std::move(*fd), change.type);
    return {};
}

Status Applier::apply(const Create& change) {
    if (!isValidName(change.name) || isRoot(change.id) || change.target.find('\0') != std::string::npos)
        return contradiction(ErrorCode::InvalidInput, m_copy, change.parent, "a name or id that cannot be");
    auto parent = openDirectory(change.parent);
    if (!parent)
        return fail(std::move(parent.error()));
    if (m_copy.tree().find(change.id) != nullptr)
        return contradiction(ErrorCode::AlreadyExists, m_copy, change.id, "exists already");
    return made(change, (*parent)->fd.get());
}

Status Applier::apply(const Link& change) {
    if (!isValidName(change.name))
        return contradiction(ErrorCode::InvalidInput, m_copy, change.parent, "a name that cannot be");
    auto parent = openDirectory(change.parent);
    if (!parent)
        return fail(std::move(parent.error()));
    auto object = openAny(change.id);
    if (!object)
        return fail(std::move(object.error()));
    if (::linkat(object->fd(), "", (*parent)->fd.get(), change.name.c_str(), AT_EMPTY_PATH) != 0)
        return fail(brokenName(change.parent, change.name, "cannot be linked"));
    if (!m_copy.tree().link(change.parent, change.name, change.id))
        return contradiction(ErrorCode::AlreadyExists, m_copy, change.parent, change.name + " is taken");
    m_open.metadataChanged(change.id);
    return {};
}

Status Applier::apply(const Remove& change) {
    if (!isValidName(change.name))
        return contradiction(ErrorCode::InvalidInput, m_copy, change.parent, "a name that cannot be");
    auto parent = openDirectory(change.parent);
    if (!parent)
        return fail(std::move(parent.error()));
    const FileId* known = m_copy.tree().child(change.parent, change.name);
    if (known == nullptr)
        return noName(m_copy, change.parent, change.name);
    const FileId id = *known;
    const bool directory = m_copy.tree().find(id)->type == ObjectType::Directory;
    if (::unlinkat((*parent)->fd.get(), change.name.c_str(), directory ? AT_REMOVEDIR : 0) != 0)
        return fail(brokenName(change.parent, change.name, "cannot be removed"));
    bool gone = false;
    if (!m_copy.tree().remove(change.parent, change.name, &gone))
        return contradiction(ErrorCode::InvalidInput, m_copy, id, "is not empty in the index");
    if (gone)
        m_open.forget(id);
    else
        m_open.metadataChanged(id);
    return {};
}

Status Applier::apply(const Rename& change) {
    if (!isValidName(change.fromName) || !isValidName(change.toName) ||
        (change.flags & ~static_cast<std::uint32_t>(RENAME_NOREPLACE | RENAME_EXCHANGE)) != 0)
        return contradiction(ErrorCode::InvalidInput, m_copy, change.fromParent, "a rename that cannot be");
    auto from = openDirectory(change.fromParent);
    if (!from)
        return fail(std::move(from.error()));
    auto to = openDirectory(change.toParent);
    if (!to)
        return fail(std::move(to.error()));
    const FileId* known = m_copy.tree().child(change.fromParent, change.fromName);
    if (known == nullptr)
        return noName(m_copy, change.fromParent, change.fromName);
    m_open.metadataChanged(*known);
    if (::renameat2((*from)->fd.get(), change.fromName.c_str(), (*to)->fd.get(), change.toName.c_str(),
                    change.flags) != 0)
        return fail(brokenName(change.fromParent, change.fromName, "cannot be renamed to " + change.toName));
    FileId replaced;
    if (!m_copy.tree().rename(change.fromParent, change.fromName, change.toParent, change.toName,
                              change.flags, &replaced))
        return contradiction(ErrorCode::InvalidInput, m_copy, change.toParent,
                             change.toName + " cannot be replaced in the index");
    if (replaced != FileId())
        m_open.forget(replaced);
    return {};
}

Status Applier::apply(const Adopt& change) {
    if (!isValidName(change.name) || isRoot(change.id))
        return contradiction(ErrorCode::InvalidInput, m_copy, change.parent, "a name or id that cannot be");
    const FileId* known = m_copy.tree().find(change.parent) != nullptr
                              ? m_copy.tree().child(change.parent, change.name)
                              : nullptr;
    if (known == nullptr)
        return noName(m_copy, change.parent, change.name);
    const FileId before = *known;
    if (before == change.id)
        return {};
    if (m_copy.tree().find(change.id) != nullptr)
        return contradiction(ErrorCode::AlreadyExists, m_copy, change.id, "exists already");
    auto object = openAny(before);
    if (!object)
        return fail(std::move(object.error()));
    if (auto written = writeId(object->fd(), change.id); !written)
        return written;
    m_open.forget(before);
    if (!m_copy.tree().changeId(before, change.id))
        return contradiction(ErrorCode::InvalidInput, m_copy, before, "cannot change its id in the index");
    return {};
}

} // namespace understudy::replication
