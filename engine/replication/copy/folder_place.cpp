// The steps of the move, and why a kill between any two of them is harmless: the folder is known by its mark,
// wherever it is found.
//
//   found                                  then
//   D unmarked, nothing aside              mark D (the durable intent), make the aside folder, an empty
//   "data" D marked, "data" missing or empty      in it, exchange the two "data" marked, D missing or empty
//   make D, owner and mode as the real one, immutable both marked, or content in both        refused: only a
//   person can know
//
// putBack goes the same way back, and each of its states is one of these.

#include "replication/copy/folder_place.h"

#include "base/descriptor.h"
#include "replication/copy/folder_checks.h"
#include "replication/copy/mounts.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>

namespace understudy::replication {

namespace {

constexpr char kData[] = "data";

Status sync(int fd, const std::string& path) {
    if (::fsync(fd) != 0)
        return fail(systemError(path, "cannot be made durable"));
    return {};
}

// Not open: it does not exist.
Result<Descriptor> openFolder(int parent, const std::string& name, const std::string& path) {
    Descriptor fd(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (fd.isOpen() || errno == ENOENT)
        return fd;
    if (errno == ELOOP || errno == ENOTDIR) {
        struct stat status {};
        const bool isLink =
            ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
        return fail(ErrorCode::Refused, path,
                    isLink ? "is a symbolic link; name the folder that it leads to" : "is not a folder");
    }
    return fail(systemError(path, "cannot be opened"));
}

Result<bool> isEmpty(int folder, const std::string& path) {
    Descriptor own(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(own.isOpen() ? ::fdopendir(own.get()) : nullptr,
                                                      ::closedir);
    if (!entries)
        return fail(systemError(path, "cannot be read"));
    static_cast<void>(own.release()); // closedir closes it
    while (const dirent* entry = ::readdir(entries.get())) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..")
            return false;
    }
    return true;
}

enum class Immutable : std::uint8_t { No, Yes };

Result<Immutable> readImmutable(int folder, const std::string& path) {
    int flags = 0;
    if (::ioctl(folder, FS_IOC_GETFLAGS, &flags) != 0)
        return fail(systemError(path, "its flags cannot be read; the file system has to know \"immutable\""));
    return (flags & FS_IMMUTABLE_FL) != 0 ? Immutable::Yes : Immutable::No;
}

Status setImmutable(int folder, const std::string& path, Immutable wanted) {
    int flags = 0;
    if (::ioctl(folder, FS_IOC_GETFLAGS, &flags) != 0)
        return fail(systemError(path, "its flags cannot be read; the file system has to know \"immutable\""));
    flags = wanted == Immutable::Yes ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
    if (::ioctl(folder, FS_IOC_SETFLAGS, &flags) != 0)
        return fail(systemError(path, "cannot be made immutable or mutable again"));
    return {};
}

class Place {
public:
    explicit Place(const FolderSettings& folder) : m_name(folder.name), m_paths(pathsOf(folder)) {}

    Status open();
    Status refuseUnfit(Missing missing);
    Status moveAside(Missing missing);
    Status putBack();

private:
    enum class Real : std::uint8_t { Nowhere, Unmarked, Visible, Aside };
    Result<Real> find();
    Result<std::string> markOf(const Descriptor& folder, const std::string& path) const;
    Status refuseToMove();
    Status makeAside();
    Status makeData();
    Status exchange();
    Status moveVisible(Real real);
    Status finish();
    Status removeAside();

    std::string m_name;
    FolderPaths m_paths;
    std::string m_base;     // last component of D
    std::string m_resolved; // D with the links of its parent resolved
    Descriptor m_parent;    // of D
    Descriptor m_visible;   // D; not open: missing
    Descriptor m_aside;
    Descriptor m_data;
};

Status Place::open() {
    const auto slash = m_paths.visible.rfind('/');
    if (m_paths.visible.empty() || m_paths.visible.front() != '/' || m_paths.visible == "/" ||
        m_name.empty() || m_name.find('/') != std::string::npos)
        return fail(ErrorCode::InvalidInput, m_paths.visible,
                    "is not the absolute path of a folder that can be replicated");
    m_base = m_paths.visible.substr(slash + 1);
    const std::string parent = slash == 0 ? "/" : m_paths.visible.substr(0, slash);
    m_parent = Descriptor(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!m_parent.isOpen())
        return fail(systemError(parent, "the parent of the replicated folder cannot be opened"));
    auto resolved = pathOfDescriptor(m_parent.get());
    if (!resolved)
        return fail(resolved.error());
    m_resolved = (*resolved == "/" ? "" : *resolved) + "/" + m_base;
    // Before D is touched: what is mounted there may not answer.
    return refuseMountAt(m_resolved, m_paths.visible);
}

Result<std::string> Place::markOf(const Descriptor& folder, const std::string& path) const {
    if (!folder.isOpen())
        return std::string();
    auto mark = folderNameOf(folder.get(), path);
    if (mark && !mark->empty() && *mark != m_name)
        return fail(ErrorCode::Refused, path, "is the replicated folder " + *mark + " already");
    return mark;
}

Result<Place::Real> Place::find() {
    auto visible = openFolder(m_parent.get(), m_base, m_paths.visible);
    if (!visible)
        return fail(visible.error());
    m_visible = std::move(*visible);
    auto aside = openFolder(m_parent.get(), ".understudy-" + m_name, m_paths.aside);
    if (!aside)
        return fail(aside.error());
    m_aside = std::move(*aside);
    if (m_aside.isOpen()) {
        auto data = openFolder(m_aside.get(), kData, m_paths.real);
        if (!data)
            return fail(data.error());
        m_data = std::move(*data);
    }
    const auto visibleMark = markOf(m_visible, m_paths.visible);
    const auto dataMark = markOf(m_data, m_paths.real);
    if (!visibleMark || !dataMark)
        return fail(!visibleMark ? visibleMark.error() : dataMark.error());
    if (!visibleMark->empty() && !dataMark->empty())
        return fail(ErrorCode::Refused, m_paths.visible,
                    "and " + m_paths.real + " both carry the mark of the folder " + m_name +
                        "; one of them is a copy");
    if (!dataMark->empty())
        return Real::Aside;
    if (m_data.isOpen()) {
        const auto empty = isEmpty(m_data.get(), m_paths.real);
        if (!empty)
            return fail(empty.error());
        if (!*empty)
            return fail(ErrorCode::Refused, m_paths.real, "has content but does not carry the folder's mark");
    }
    return !visibleMark->empty() ? Real::Visible : m_visible.isOpen() ? Real::Unmarked : Real::Nowhere;
}

Status Place::makeAside() {
    const std::string name = ".understudy-" + m_name;
    if (!m_aside.isOpen()) {
        if (::mkdirat(m_parent.get(), name.c_str(), 0700) != 0)
            return fail(systemError(m_paths.aside, "cannot be made"));
        auto aside = openFolder(m_parent.get(), name, m_paths.aside);
        if (!aside)
            return fail(aside.error());
        m_aside = std::move(*aside);
    }
    struct stat status {};
    if (::fstat(m_aside.get(), &status) != 0)
        return fail(systemError(m_paths.aside, "cannot be looked at"));
    if (status.st_uid != ::geteuid())
        return fail(ErrorCode::Refused, m_paths.aside, "belongs to somebody else");
    if (::fchmod(m_aside.get(), 0700) != 0)
        return fail(systemError(m_paths.aside, "cannot be closed to others"));
    return sync(m_parent.get(), m_paths.visible);
}

Status Place::makeData() {
    if (m_data.isOpen())
        return {};
    if (::mkdirat(m_aside.get(), kData, 0700) != 0)
        return fail(systemError(m_paths.real, "cannot be made"));
    auto data = openFolder(m_aside.get(), kData, m_paths.real);
    if (!data)
        return fail(data.error());
    m_data = std::move(*data);
    return sync(m_aside.get(), m_paths.aside);
}

// D and "data" change places in one step; durable on return.
Status Place::exchange() {
    if (::renameat2(m_parent.get(), m_base.c_str(), m_aside.get(), kData, RENAME_EXCHANGE) != 0)
        return fail(systemError(m_paths.visible, "cannot be exchanged with " + m_paths.real));
    std::swap(m_visible, m_data);
    if (auto synced = sync(m_aside.get(), m_paths.aside); !synced)
        return synced;
    return sync(m_parent.get(), m_paths.visible);
}

Status Place::refuseToMove() {
    if (auto free = refuseMountsBelow(m_visible.get()); !free)
        return free;
    if (auto inside = refuseLinksOut(m_visible.get(), m_paths.visible); !inside)
        return inside;
    return refuseUsers(m_resolved, m_paths.visible);
}

Status Place::moveVisible(Real real) {
    if (auto fit = refuseToMove(); !fit)
        return fit;
    if (real == Real::Unmarked)
        if (auto marked = markFolder(m_visible.get(), m_paths.visible, m_name); !marked)
            return marked;
    if (auto synced = sync(m_visible.get(), m_paths.visible); !synced)
        return synced;
    if (auto made = makeAside(); !made)
        return made;
    if (auto made = makeData(); !made)
        return made;
    // Tried before the move, since an immutable folder cannot be exchanged and one that cannot become
    // immutable must not stay at D.
    for (const Immutable wanted : {Immutable::Yes, Immutable::No})
        if (auto set = setImmutable(m_data.get(), m_paths.real, wanted); !set)
            return set;
    return exchange();
}

// The real folder is aside. What is at D becomes its empty, immutable stand-in.
Status Place::finish() {
    struct stat real {};
    if (::fstat(m_data.get(), &real) != 0)
        return fail(systemError(m_paths.real, "cannot be looked at"));
    if (!m_visible.isOpen()) {
        if (::mkdirat(m_parent.get(), m_base.c_str(), 0700) != 0)
            return fail(systemError(m_paths.visible, "cannot be made"));
        auto visible = openFolder(m_parent.get(), m_base, m_paths.visible);
        if (!visible)
            return fail(visible.error());
        m_visible = std::move(*visible);
    }
    const auto empty = isEmpty(m_visible.get(), m_paths.visible);
    if (!empty)
        return fail(empty.error());
    if (!*empty)
        return fail(ErrorCode::Refused, m_paths.visible,
                    "has content although the replicated folder is in " + m_paths.real);
    struct stat standIn {};
    if (::fstat(m_visible.get(), &standIn) != 0)
        return fail(systemError(m_paths.visible, "cannot be looked at"));
    const auto immutable = readImmutable(m_visible.get(), m_paths.visible);
    if (!immutable)
        return fail(immutable.error());
    const bool isSame =
        standIn.st_mode == real.st_mode && standIn.st_uid == real.st_uid && standIn.st_gid == real.st_gid;
    if (isSame && *immutable == Immutable::Yes)
        return {};
    if (*immutable == Immutable::Yes)
        if (auto cleared = setImmutable(m_visible.get(), m_paths.visible, Immutable::No); !cleared)
            return cleared;
    if (::fchown(m_visible.get(), real.st_uid, real.st_gid) != 0 ||
        ::fchmod(m_visible.get(), real.st_mode & 07777) != 0)
        return fail(systemError(m_paths.visible, "cannot get the owner and mode of the real folder"));
    if (auto set = setImmutable(m_visible.get(), m_paths.visible, Immutable::Yes); !set)
        return set;
    if (auto synced = sync(m_visible.get(), m_paths.visible); !synced)
        return synced;
    return sync(m_parent.get(), m_paths.visible);
}

Status Place::refuseUnfit(Missing missing) {
    const auto real = find();
    if (!real)
        return fail(real.error());
    if (*real == Real::Nowhere && missing == Missing::Refuse)
        return fail(ErrorCode::NotFound, m_paths.visible, "does not exist");
    return *real == Real::Unmarked || *real == Real::Visible ? refuseToMove() : Status();
}

Status Place::moveAside(Missing missing) {
    const auto real = find();
    if (!real)
        return fail(real.error());
    if (*real == Real::Nowhere) {
        if (missing == Missing::Refuse)
            return fail(ErrorCode::NotFound, m_paths.visible, "does not exist");
        if (auto made = makeAside(); !made)
            return made;
        if (auto made = makeData(); !made)
            return made;
        if (auto marked = markFolder(m_data.get(), m_paths.real, m_name); !marked)
            return marked;
        if (auto synced = sync(m_data.get(), m_paths.real); !synced)
            return synced;
    } else if (*real != Real::Aside) {
        if (auto moved = moveVisible(*real); !moved)
            return moved;
    }
    return finish();
}

Status Place::removeAside() {
    if (m_data.isOpen()) // a kill may have left it immutable
        if (auto cleared = setImmutable(m_data.get(), m_paths.real, Immutable::No); !cleared)
            return cleared;
    if (m_data.isOpen() && ::unlinkat(m_aside.get(), kData, AT_REMOVEDIR) != 0)
        return fail(systemError(m_paths.real, "cannot be removed"));
    // Something kept there by a synchronisation stays, and with it the folder.
    if (m_aside.isOpen() &&
        ::unlinkat(m_parent.get(), (".understudy-" + m_name).c_str(), AT_REMOVEDIR) != 0 &&
        errno != ENOTEMPTY && errno != EEXIST)
        return fail(systemError(m_paths.aside, "cannot be removed"));
    return sync(m_parent.get(), m_paths.visible);
}

Status Place::putBack() {
    const auto real = find();
    if (!real)
        return fail(real.error());
    if (*real == Real::Aside) {
        if (auto finished = finish(); !finished) // D is there and empty
            return finished;
        auto resolved = pathOfDescriptor(m_data.get());
        if (!resolved)
            return fail(resolved.error());
        if (auto unused = refuseUsers(*resolved, m_paths.real); !unused)
            return unused;
        if (auto cleared = setImmutable(m_visible.get(), m_paths.visible, Immutable::No); !cleared)
            return cleared;
        if (auto exchanged = exchange(); !exchanged)
            return exchanged;
    }
    if (auto removed = removeAside(); !removed)
        return removed;
    if (*real == Real::Nowhere || *real == Real::Unmarked)
        return {};
    return unmarkFolder(m_visible.get(), m_paths.visible);
}

} // namespace

Status refuseUnfit(const FolderSettings& folder, Missing missing) {
    Place place(folder);
    if (auto opened = place.open(); !opened)
        return opened;
    return place.refuseUnfit(missing);
}

Status moveAside(const FolderSettings& folder, Missing missing) {
    Place place(folder);
    if (auto opened = place.open(); !opened)
        return opened;
    return place.moveAside(missing);
}

Status putBack(const FolderSettings& folder) {
    Place place(folder);
    if (auto opened = place.open(); !opened)
        return opened;
    return place.putBack();
}

} // namespace understudy::replication
