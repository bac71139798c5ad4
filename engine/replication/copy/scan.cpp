#include "replication/copy/scan.h"

#include "replication/copy/mounts.h"
#include "replication/copy/object_path.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <set>

namespace understudy::replication {

namespace {

struct Inode {
    std::size_t folder = 0;
    ino_t number = 0;
    bool operator==(const Inode&) const = default;
};

class Scan {
public:
    explicit Scan(Copy& copy) : m_copy(copy) {}

    Status folder(std::size_t index) {
        m_folder = index;
        struct stat status {};
        if (::fstat(m_copy.rootFd(index), &status) != 0)
            return fail(systemError(m_copy.rootPath(index), "cannot be looked at"));
        m_device = status.st_dev;
        m_waiting.push_back(rootId(index));
        while (!m_waiting.empty()) {
            const FileId id = m_waiting.back();
            m_waiting.pop_back();
            if (auto done = directory(id); !done)
                return done;
        }
        return {};
    }

    Status finish() {
        for (const FileId id : m_ambiguous) {
            auto object = m_copy.openObject(id, O_PATH);
            if (!object)
                return fail(object.error());
            const FileId fresh = newId();
            if (auto written = writeId(object->get(), fresh); !written)
                return written;
            UNDERSTUDY_ASSERT(m_copy.tree().changeId(id, fresh));
        }
        return m_wroteIds ? m_copy.syncAll() : Status();
    }

private:
    Status directory(FileId id) {
        auto opened = m_copy.openObject(id, O_RDONLY | O_DIRECTORY);
        if (!opened)
            return fail(opened.error());
        struct stat status {};
        if (::fstat(opened->get(), &status) != 0)
            return fail(systemError(pathOf(id, ""), "cannot be looked at"));
        if (status.st_dev != m_device)
            return fail(ErrorCode::Refused, pathOf(id, ""), "is on another file system than its folder");
        const int fd = opened->get();
        const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(fd), ::closedir);
        if (!entries)
            return fail(systemError(pathOf(id, ""), "cannot be read"));
        static_cast<void>(opened->release()); // closedir closes it
        for (;;) {
            errno = 0;
            const dirent* entry = ::readdir(entries.get());
            if (entry == nullptr)
                break;
            const std::string name = entry->d_name;
            if (name == "." || name == "..")
                continue;
            if (auto done = add(fd, id, name, *entry); !done)
                return done;
        }
        return errno == 0 ? Status() : Status(fail(systemError(pathOf(id, ""), "cannot be read")));
    }

    Status add(int parentFd, FileId parent, const std::string& name, const dirent& entry) {
        auto type = typeOfEntry(parentFd, entry);
        const ObjectPath path(parentFd, name);
        auto id = readIdAt(path);
        if (!type || (!id && id.error().errnoValue == ENOENT))
            return {}; // removed since the directory was read
        if (!id && id.error().code != ErrorCode::NotFound)
            return named(id.error(), parent, name);

        const Inode inode{m_folder, entry.d_ino};
        if (id && !isRoot(*id)) {
            const auto [known, isNew] = m_inodes.try_emplace(*id, inode);
            if (isNew)
                return insert(parent, name, *id, *type);
            if (known->second == inode)
                return m_copy.tree().link(parent, name, *id) ? Status() : impossible(parent, name);
            m_ambiguous.insert(*id);
        }
        const FileId fresh = newId();
        if (auto written = writeIdAt(path, fresh); !written)
            return named(written.error(), parent, name);
        m_wroteIds = true;
        m_inodes.emplace(fresh, inode);
        return insert(parent, name, fresh, *type);
    }

    Status insert(FileId parent, const std::string& name, FileId id, ObjectType type) {
        if (!m_copy.tree().insert(parent, name, id, type))
            return impossible(parent, name);
        if (type == ObjectType::Directory)
            m_waiting.push_back(id);
        return {};
    }

    static std::optional<ObjectType> typeOfEntry(int parentFd, const dirent& entry) {
        if (entry.d_type != DT_UNKNOWN)
            return typeOf(DTTOIF(entry.d_type));
        struct stat status {};
        if (::fstatat(parentFd, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            return std::nullopt;
        return typeOf(status.st_mode);
    }

    std::string pathOf(FileId directory, const std::string& name) const {
        Location place;
        m_copy.tree().locate(directory, place);
        std::string path = m_copy.rootPath(place.folder);
        for (const std::string& part : {place.path, name})
            if (!part.empty())
                path += "/" + part;
        return path;
    }
    Status named(Error error, FileId parent, const std::string& name) const {
        error.subject = pathOf(parent, name);
        return fail(std::move(error));
    }
    Status impossible(FileId parent, const std::string& name) const {
        return fail(ErrorCode::Corrupt, pathOf(parent, name), "was found twice while the folder was read");
    }

    Copy& m_copy;
    std::size_t m_folder = 0;
    dev_t m_device = 0;
    std::vector<FileId> m_waiting;
    std::unordered_map<FileId, Inode> m_inodes;
    std::set<FileId> m_ambiguous;
    bool m_wroteIds = false;
};

} // namespace

Status scanCopy(Copy& copy) {
    Scan scan(copy);
    for (std::size_t folder = 0; folder < copy.folderCount(); ++folder) {
        if (auto free = refuseMountsBelow(copy.rootFd(folder)); !free)
            return free;
        if (auto done = scan.folder(folder); !done)
            return done;
    }
    return scan.finish();
}

} // namespace understudy::replication
