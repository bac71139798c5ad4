#include "replication/copy/copy.h"

#include "replication/copy/durable.h"
#include "replication/copy/folder_place.h"
#include "replication/copy/scan.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>

namespace understudy::replication {

namespace {

int openBeneath(int directory, const std::string& path, int flags) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(static_cast<unsigned>(flags | O_CLOEXEC | O_NOFOLLOW));
    // NO_XDEV too: nothing is ever mounted below a real folder, and what is would not be part of the copy.
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
    long fd = -1;
    do {
        fd = ::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how);
    } while (fd < 0 && errno == EINTR);
    return static_cast<int>(fd);
}

// A path longer than the kernel takes at once is opened in steps.
Result<Descriptor> openLong(int root, std::string path, int flags, const std::string& subject) {
    constexpr std::size_t longest = PATH_MAX - 1;
    Descriptor step;
    int from = root;
    while (path.size() > longest) {
        const auto slash = path.rfind('/', longest);
        UNDERSTUDY_ASSERT(slash != std::string::npos);
        Descriptor next(openBeneath(from, path.substr(0, slash), O_PATH | O_DIRECTORY));
        if (!next.isOpen())
            return fail(systemError(subject, "cannot be opened"));
        step = std::move(next);
        from = step.get();
        path.erase(0, slash + 1);
    }
    Descriptor last(openBeneath(from, path.empty() ? "." : path, flags));
    if (!last.isOpen())
        return fail(systemError(subject, "cannot be opened"));
    return last;
}

std::string nameOfId(FileId id) {
    char text[32];
    std::snprintf(text, sizeof text, "object %016llx", static_cast<unsigned long long>(id.value));
    return text;
}

} // namespace

Result<Copy> Copy::open(const std::vector<FolderSettings>& folders) {
    UNDERSTUDY_ASSERT(folders.size() < kFirstOrdinaryId);
    Copy copy;
    for (const FolderSettings& folder : folders) {
        const std::string path = pathsOf(folder).real;
        auto root = File::open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW);
        if (!root)
            return fail(root.error());
        auto name = folderNameOf(root->fd(), path);
        if (!name)
            return fail(name.error());
        if (*name != folder.name)
            return fail(ErrorCode::Refused, path,
                        "is not the replicated folder " + folder.name +
                            (name->empty() ? " (it carries no mark)" : " but " + *name));
        Descriptor readable(openBeneath(root->fd(), ".", O_RDONLY | O_DIRECTORY));
        if (!readable.isOpen())
            return fail(systemError(path, "cannot be opened"));
        copy.m_tree.addRoot(copy.m_roots.size());
        copy.m_roots.push_back(std::move(*root));
        copy.m_readable.push_back(std::move(readable));
    }
    if (auto scanned = scanCopy(copy); !scanned)
        return fail(scanned.error());
    return copy;
}

Result<Descriptor> Copy::openObject(FileId id, int flags) const {
    UNDERSTUDY_ASSERT((flags & O_CREAT) == 0 && (flags & O_TMPFILE) != O_TMPFILE);
    Location place;
    const Tree::Object* object = m_tree.find(id);
    if (object == nullptr || !m_tree.locate(id, place))
        return fail(ErrorCode::NotFound, nameOfId(id), "is not in the copy");
    // A pipe would block, a device would act: those are only ever looked at.
    if (object->type != ObjectType::File && object->type != ObjectType::Directory)
        flags = O_PATH;
    return openLong(m_roots[place.folder].fd(), place.path, flags,
                    m_roots[place.folder].path() + "/" + place.path);
}

Status Copy::syncAll() const {
    for (std::size_t i = 0; i < m_readable.size(); ++i)
        if (syncFileSystem(m_readable[i].get()) != 0)
            return fail(systemError(m_roots[i].path(), "cannot be made durable"));
    return {};
}

} // namespace understudy::replication
