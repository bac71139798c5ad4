#include "replication/source/names_sync.h"

#include "replication/source/names_plan.h"

#include <deque>

namespace understudy::replication {

namespace {

using DigestMap = std::unordered_map<FileId, Digest>;
using Listings = std::unordered_map<FileId, std::vector<ListedObject>>;

bool sameBase(const ActivityLog& log, const Hello& hello) {
    for (const Generation& mine : {log.base(), log.nextBase()})
        if (!mine.isNone() && (mine == hello.base || mine == hello.nextBase))
            return true;
    return false;
}

Result<DigestMap> askDigests(StandbySession& session) {
    session.send(AskDigests{});
    session.flush();
    DigestMap result;
    for (bool last = false; !last;) {
        auto part = session.await<Digests>();
        if (!part)
            return fail(part.error());
        session.progress().sentBytes += part->directories.size() * 24;
        for (const auto& [id, digest] : part->directories)
            result[id] = digest;
        last = part->last;
    }
    return result;
}

Result<std::vector<ListedObject>> askListing(StandbySession& session, FileId directory) {
    session.send(AskListing{directory});
    session.flush();
    std::vector<ListedObject> result;
    for (bool last = false; !last;) {
        auto part = session.await<Listing>();
        if (!part)
            return fail(part.error());
        if (part->directory != directory)
            return fail(ErrorCode::InvalidInput, "standby", "lists another directory");
        session.progress().sentBytes += part->objects.size() * 96;
        std::move(part->objects.begin(), part->objects.end(), std::back_inserter(result));
        last = part->last;
    }
    return result;
}

struct Snapshot {
    Tree tree;
    Listings differing; // ours, of the directories whose digest the standby does not share
};

// The names lock is held exclusively: names stand still, and changes of attributes are kept aside since
// hold().
Result<Snapshot> takeSnapshot(Changes& changes, const DigestMap& theirs) {
    Snapshot snapshot;
    for (const auto& [id, object] : changes.copy.tree().objects()) {
        if (object.type != ObjectType::Directory)
            continue;
        auto listing = listDirectory(changes.copy, id);
        if (!listing)
            return fail(listing.error());
        const auto their = theirs.find(id);
        if (their == theirs.end() || their->second != digestOf(*listing))
            snapshot.differing[id] = std::move(*listing);
    }
    snapshot.tree = changes.copy.tree();
    return snapshot;
}

// The standby's index, from the listings that differ and, for the others, from ours.
class TheirTree {
public:
    TheirTree(StandbySession& session, const Snapshot& ours, const DigestMap& digests)
        : m_session(session), m_ours(ours), m_digests(digests) {}

    Status read(std::size_t folders) {
        std::deque<FileId> waiting;
        for (std::size_t i = 0; i < folders; ++i) {
            m_tree.addRoot(i);
            waiting.push_back(rootId(i));
        }
        while (!waiting.empty()) {
            const FileId directory = waiting.front();
            waiting.pop_front();
            if (!m_digests.contains(directory))
                continue;
            auto children = childrenOf(directory);
            if (!children)
                return fail(children.error());
            for (const auto& [name, id, type] : *children) {
                const bool known = m_tree.find(id) != nullptr;
                if (known ? !m_tree.link(directory, name, id) : !m_tree.insert(directory, name, id, type))
                    return fail(ErrorCode::Corrupt, "the standby's names", "do not form a tree at " + name);
                if (type == ObjectType::Directory)
                    waiting.push_back(id);
            }
        }
        return {};
    }

    const Tree& tree() const { return m_tree; }
    const std::unordered_map<FileId, ListedObject>& objects() const { return m_objects; }

private:
    struct Child {
        std::string name;
        FileId id;
        ObjectType type;
    };

    Result<std::vector<Child>> childrenOf(FileId directory) {
        std::vector<Child> children;
        const Tree::Object* same = m_ours.tree.find(directory);
        if (same != nullptr && !m_ours.differing.contains(directory)) {
            for (const auto& [name, id] : same->children)
                children.push_back({name, id, m_ours.tree.find(id)->type});
            return children;
        }
        auto listing = askListing(m_session, directory);
        if (!listing)
            return fail(listing.error());
        for (ListedObject& object : *listing) {
            // A root is in no directory: its own listing begins with itself.
            if (object.name != ".")
                children.push_back({object.name, object.id, object.type});
            const FileId id = object.id;
            m_objects.insert_or_assign(id, std::move(object));
        }
        return children;
    }

    StandbySession& m_session;
    const Snapshot& m_ours;
    const DigestMap& m_digests;
    Tree m_tree;
    std::unordered_map<FileId, ListedObject> m_objects; // those in listings that differ
};

std::unordered_map<FileId, ListedObject> describe(const Listings& listings) {
    std::unordered_map<FileId, ListedObject> result;
    for (const auto& [directory, objects] : listings)
        for (const ListedObject& object : objects)
            result.insert_or_assign(object.id, object);
    return result;
}

void compareSizes(Dirty& dirty, const ListedObject& ours, const ListedObject& theirs) {
    if (ours.type != ObjectType::File || ours.size == theirs.size)
        return;
    dirty.add({ours.id, std::min(ours.size, theirs.size) / kZoneSize, 0});
}

// What the listings say of objects that both have. Returns those that must be made anew.
std::unordered_set<FileId> compareObjects(Dirty& dirty, const std::unordered_map<FileId, ListedObject>& ours,
                                          const std::unordered_map<FileId, ListedObject>& theirs) {
    std::unordered_set<FileId> replaced;
    for (const auto& [id, mine] : ours) {
        const auto found = theirs.find(id);
        if (found == theirs.end())
            continue;
        const ListedObject& other = found->second;
        if (mine.type != other.type || mine.target != other.target || mine.device != other.device)
            replaced.insert(id);
        if (!(mine.attributes == other.attributes))
            dirty.attributes.insert(id);
        if (mine.xattrs != other.xattrs)
            dirty.xattrs.insert(id);
        compareSizes(dirty, mine, other);
    }
    return replaced;
}

// Whatever a record of the plan does over there, it changes the times of these directories.
void addTouched(Dirty& dirty, const std::vector<Record>& records) {
    for (const Record& record : records) {
        if (const auto* r = std::get_if<Remove>(&record))
            dirty.attributes.insert(r->parent);
        if (const auto* r = std::get_if<Create>(&record))
            dirty.attributes.insert(r->parent);
        if (const auto* r = std::get_if<Link>(&record))
            dirty.attributes.insert(r->parent);
        if (const auto* r = std::get_if<Rename>(&record))
            dirty.attributes.insert({r->fromParent, r->toParent});
    }
}

Status sendPlan(StandbySession& session, const NamesPlan& plan, Dirty& dirty) {
    for (const Record& record : plan.records) {
        session.send(record);
        if (session.changes().outbox.queuedBytes() > Outbox::kSendAt)
            session.changes().outbox.waitBelow(Outbox::kSendAt);
    }
    session.flush();
    for (const FileId id : plan.created)
        dirty.addWhole(id), dirty.attributes.insert(id), dirty.xattrs.insert(id);
    for (const FileId id : plan.adopted)
        dirty.addWhole(id), dirty.attributes.insert(id), dirty.xattrs.insert(id);
    addTouched(dirty, plan.records);
    return session.checkAlive();
}

Status askToChange(StandbySession& session) {
    session.send(WillChange{});
    session.flush();
    auto may = session.await<MayChange>();
    return may ? Status() : fail(may.error());
}

std::size_t countDirectories(const Tree& tree) {
    std::size_t count = 0;
    for (const auto& [id, object] : tree.objects())
        count += object.type == ObjectType::Directory ? 1 : 0;
    return count;
}

// Nothing was written since the copies were equal, and the names are equal: the standby need not call its
// copy mixed, not even for a moment (a swap). The gate is held exclusively: no change is between its touch of
// the log and its record.
Result<bool> goLiveIfEqual(Changes& changes, const Dirty& dirty) {
    if (!dirty.nothing())
        return false;
    const std::unique_lock gate(changes.gate);
    const std::unique_lock names(changes.names);
    if (changes.log.entryCount() != 0 || changes.log.full())
        return false;
    if (auto live = changes.outbox.goLive(); !live)
        return fail(live.error());
    return true;
}

Status goLive(Changes& changes) {
    const std::unique_lock names(changes.names);
    return changes.outbox.goLive();
}

} // namespace

Result<Dirty> collectDirty(StandbySession& session, const Hello& hello) {
    Dirty dirty;
    const ActivityLog& log = session.changes().log;
    dirty.everything = log.full() || hello.logFull || !sameBase(log, hello);
    for (bool last = false; !last;) {
        auto part = session.await<LogEntries>();
        if (!part)
            return fail(part.error());
        session.progress().sentBytes += part->zones.size() * 24;
        for (const auto& [id, first, count] : part->zones)
            dirty.add({FileId(id), first, count});
        last = part->last;
    }
    return dirty;
}

Status synchroniseNames(StandbySession& session, Dirty& dirty) {
    Changes& changes = session.changes();
    auto digests = askDigests(session);
    if (!digests)
        return fail(digests.error());
    Result<Snapshot> snapshot;
    {
        const std::unique_lock names(changes.names);
        changes.outbox.hold();
        snapshot = takeSnapshot(changes, *digests);
    }
    if (!snapshot)
        return fail(snapshot.error());
    dirty.namesDiffer = !snapshot->differing.empty() || digests->size() != countDirectories(snapshot->tree);
    auto quiet = goLiveIfEqual(changes, dirty);
    if (!quiet)
        return fail(quiet.error());
    if (*quiet)
        return {};

    TheirTree theirs(session, *snapshot, *digests);
    if (auto done = theirs.read(changes.copy.folderCount()); !done)
        return done;
    const auto ours = describe(snapshot->differing);
    const auto replaced = compareObjects(dirty, ours, theirs.objects());
    auto plan = planNames(snapshot->tree, theirs.tree(), replaced, ours);
    if (!plan)
        return fail(plan.error());
    if (auto may = askToChange(session); !may)
        return may;
    if (auto sent = sendPlan(session, *plan, dirty); !sent)
        return sent;
    return goLive(changes);
}

} // namespace understudy::replication
