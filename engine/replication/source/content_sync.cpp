#include "replication/source/content_sync.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <deque>

namespace understudy::replication {

namespace {

constexpr std::size_t kWindow = 8; // questions under way

// An object as the kernel's inode table knows it, for as long as the synchronisation works on it: one lock
// for both.
class BorrowedInode {
public:
    static Result<BorrowedInode> of(Changes& changes, FileId id) {
        const std::shared_lock names(changes.names);
        const Tree::Object* object = changes.copy.tree().find(id);
        if (object == nullptr)
            return fail(ErrorCode::NotFound, "object", "has no name any more");
        auto path = changes.copy.openObject(id, O_PATH | O_NOFOLLOW);
        if (!path)
            return fail(path.error());
        return BorrowedInode(changes, changes.inodes.remember(id, object->type, std::move(*path)));
    }
    BorrowedInode(BorrowedInode&& other) noexcept
        : m_changes(other.m_changes), m_inode(std::move(other.m_inode)) {}
    ~BorrowedInode() {
        if (m_inode)
            m_changes.inodes.forget(m_inode->id, 1);
    }
    Inode& operator*() const { return *m_inode; }
    Inode* operator->() const { return m_inode.get(); }

private:
    BorrowedInode(Changes& changes, InodePtr inode) : m_changes(changes), m_inode(std::move(inode)) {}
    Changes& m_changes;
    InodePtr m_inode;
};

Digest digestOfBlock(std::span<const std::uint8_t> block) {
    const XXH128_hash_t hash = XXH3_128bits(block.data(), block.size());
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    Digest digest;
    std::copy(std::begin(canonical.digest), std::end(canonical.digest), digest.begin());
    return digest;
}

bool allZero(std::span<const std::uint8_t> block) {
    return std::all_of(block.begin(), block.end(), [](std::uint8_t b) { return b == 0; });
}

class FileSync {
public:
    FileSync(StandbySession& session, BorrowedInode inode, Descriptor fd)
        : m_session(session), m_inode(std::move(inode)), m_fd(std::move(fd)) {}

    Status run(const std::vector<ZoneRange>& ranges) {
        std::deque<std::uint64_t> asked;
        for (const std::uint64_t zone : zonesOf(ranges)) {
            m_session.send(AskBlocks{m_inode->id, zone});
            asked.push_back(zone);
            m_session.flush();
            if (asked.size() >= kWindow)
                if (auto done = settle(asked); !done)
                    return done;
        }
        while (!asked.empty())
            if (auto done = settle(asked); !done)
                return done;
        const std::lock_guard lock(m_inode->lock);
        appendAttributes(m_session.changes(), *m_inode); // writes over there have changed its times
        return {};
    }

private:
    std::vector<std::uint64_t> zonesOf(const std::vector<ZoneRange>& ranges) const {
        struct stat status {};
        const bool known = ::fstat(m_fd.get(), &status) == 0;
        const std::uint64_t size = known ? static_cast<std::uint64_t>(status.st_size) : 0;
        const std::uint64_t end =
            std::max<std::uint64_t>(1, (size + kZoneSize - 1) / kZoneSize); // size 0: still its size
        std::vector<std::uint64_t> zones;
        for (const ZoneRange& range : ranges) {
            const std::uint64_t last = range.count == 0 ? end : std::min(end, range.first + range.count);
            for (std::uint64_t zone = range.first; zone < last; ++zone)
                zones.push_back(zone);
        }
        if (zones.empty())
            zones.push_back(end - 1); // beyond our end: the sizes have to be made equal
        std::sort(zones.begin(), zones.end());
        zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
        return zones;
    }

    Status settle(std::deque<std::uint64_t>& asked) {
        auto answer = m_session.await<Blocks>();
        if (!answer)
            return fail(answer.error());
        if (answer->id != m_inode->id || answer->zone != asked.front())
            return fail(ErrorCode::InvalidInput, "standby", "answers about another zone");
        asked.pop_front();
        m_session.progress().sentBytes += answer->blocks.size() * sizeof(Digest);
        auto done = compare(*answer);
        m_session.progress().doneBytes += kZoneSize;
        m_session.changes().outbox.waitBelow(Outbox::kSendAt *
                                             16); // the application's own barriers do not queue behind much
        return done ? m_session.checkAlive() : done;
    }

    Status compare(const Blocks& theirs) {
        const std::lock_guard lock(m_inode->lock);
        if (m_inode->orphan)
            return {};
        struct stat status {};
        if (::fstat(m_fd.get(), &status) != 0)
            return fail(systemError("a replicated file", "cannot be read"));
        const auto size = static_cast<std::uint64_t>(status.st_size);
        if (size != theirs.size)
            m_session.send(Truncate{m_inode->id, size});
        const std::uint64_t start = theirs.zone * kZoneSize;
        if (start >= size)
            return {};
        const std::size_t length = std::min<std::uint64_t>(kZoneSize, size - start);
        if (m_zone.size() < length)
            m_zone.resize(length);
        for (std::size_t got = 0; got < length;) {
            const ssize_t part =
                ::pread(m_fd.get(), m_zone.data() + got, length - got, static_cast<off_t>(start + got));
            if (part < 0 && errno == EINTR)
                continue;
            if (part <= 0)
                return fail(systemError("a replicated file", "cannot be read"));
            got += static_cast<std::size_t>(part);
        }
        sendDifferences({m_zone.data(), length}, start, theirs);
        return {};
    }

    enum class Verdict : std::uint8_t { Equal, Send, Punch };

    Verdict judge(std::span<const std::uint8_t> block, std::size_t index, const Blocks& theirs,
                  bool theyHaveIt) const {
        if (index < theirs.blocks.size() && digestOfBlock(block) == theirs.blocks[index])
            return Verdict::Equal;
        if (!allZero(block))
            return Verdict::Send;
        return theyHaveIt ? Verdict::Punch : Verdict::Equal; // beyond their end: the new size brings zeros
    }

    void sendDifferences(std::span<const std::uint8_t> zone, std::uint64_t start, const Blocks& theirs) {
        std::size_t runStart = 0;
        Verdict run = Verdict::Equal;
        for (std::size_t at = 0; at <= zone.size(); at += kBlockSize) {
            Verdict verdict = Verdict::Equal;
            if (at < zone.size()) {
                const auto block = zone.subspan(at, std::min<std::size_t>(kBlockSize, zone.size() - at));
                verdict = judge(block, at / kBlockSize, theirs, start + at < theirs.size);
            }
            if (at < zone.size() && verdict == run && at - runStart < kMaxWrite)
                continue;
            sendRun(run, zone.subspan(runStart, std::min(at, zone.size()) - runStart), start + runStart);
            runStart = at;
            run = verdict;
        }
        if (runStart < zone.size())
            sendRun(run, zone.subspan(runStart), start + runStart);
    }

    void sendRun(Verdict verdict, std::span<const std::uint8_t> bytes, std::uint64_t offset) {
        if (verdict == Verdict::Equal || bytes.empty())
            return;
        m_session.progress().changedBytes += bytes.size();
        if (verdict == Verdict::Send)
            m_session.send(Write{m_inode->id, offset, bytes});
        else
            m_session.send(
                Allocate{m_inode->id, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, bytes.size()});
    }

    StandbySession& m_session;
    BorrowedInode m_inode;
    std::vector<std::uint8_t> m_zone; // content of the one that is compared
    Descriptor m_fd;
};

Status syncFile(StandbySession& session, FileId id, const std::vector<ZoneRange>& ranges) {
    auto inode = BorrowedInode::of(session.changes(), id);
    if (!inode && inode.error().code == ErrorCode::NotFound)
        return {}; // removed meanwhile, over there too
    if (!inode)
        return fail(inode.error());
    if ((*inode)->type != ObjectType::File)
        return {};
    Descriptor fd(
        ::open(("/proc/self/fd/" + std::to_string((*inode)->path.get())).c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.isOpen())
        return fail(systemError("a replicated file", "cannot be opened"));
    return FileSync(session, std::move(*inode), std::move(fd)).run(ranges);
}

Status syncAttributes(StandbySession& session, FileId id, bool xattrs) {
    auto inode = BorrowedInode::of(session.changes(), id);
    if (!inode && inode.error().code == ErrorCode::NotFound)
        return {};
    if (!inode)
        return fail(inode.error());
    const std::lock_guard lock((*inode)->lock);
    if ((*inode)->orphan)
        return {};
    if (xattrs) {
        auto all = readXattrs((*inode)->path.get());
        if (!all)
            return fail(all.error());
        session.send(RemoveXattr{id, {}});
        for (const auto& [name, value] : *all)
            session.send(SetXattr{id, name, value});
    }
    appendAttributes(session.changes(), **inode);
    return {};
}

void addEveryFile(Changes& changes, Dirty& dirty) {
    const std::shared_lock names(changes.names);
    for (const auto& [id, object] : changes.copy.tree().objects())
        if (object.type == ObjectType::File)
            dirty.addWhole(id);
}

std::uint64_t bytesToCompare(Changes& changes, const Dirty& dirty) {
    std::uint64_t total = 0;
    for (const auto& [id, ranges] : dirty.zones) {
        struct stat status {};
        const std::shared_lock names(changes.names);
        auto path = changes.copy.openObject(id, O_PATH | O_NOFOLLOW);
        if (!path || ::fstatat(path->get(), "", &status, AT_EMPTY_PATH) != 0)
            continue;
        const std::uint64_t zones = (static_cast<std::uint64_t>(status.st_size) + kZoneSize - 1) / kZoneSize;
        for (const ZoneRange& range : ranges) {
            if (range.first >= zones)
                continue;
            total += kZoneSize *
                     (range.count == 0 ? zones - range.first : std::min(range.count, zones - range.first));
        }
    }
    return total;
}

} // namespace

Status synchroniseContent(StandbySession& session, Dirty& dirty) {
    Changes& changes = session.changes();
    if (dirty.nothing())
        return {};
    // The stream is live: what changes from here on is sent as it happens. What changed before is in the log
    // by now.
    for (const ZoneRange& range : changes.log.entries())
        dirty.add(range);
    if (changes.log.full()) // asked last: it may have run full since the session began
        dirty.everything = true;
    if (dirty.everything)
        addEveryFile(changes, dirty);
    session.progress().totalBytes = bytesToCompare(changes, dirty);
    for (const auto& [id, ranges] : dirty.zones)
        if (auto done = syncFile(session, id, ranges); !done)
            return done;
    for (const FileId id : dirty.xattrs)
        if (auto done = syncAttributes(session, id, true); !done)
            return done;
    for (const FileId id : dirty.attributes)
        if (!dirty.xattrs.contains(id))
            if (auto done = syncAttributes(session, id, false); !done)
                return done;
    session.flush();
    return session.checkAlive();
}

} // namespace understudy::replication
