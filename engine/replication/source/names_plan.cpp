#include "replication/source/names_plan.h"

#include "base/result.h"

#include <algorithm>
#include <deque>

namespace understudy::replication {

namespace {

class Planner {
public:
    Planner(const Tree& wanted, Tree& have, const std::unordered_set<FileId>& replaced,
            const std::unordered_map<FileId, ListedObject>& described)
        : m_wanted(wanted), m_have(have), m_replaced(replaced), m_described(described) {}

    Result<NamesPlan> run() {
        adopt();
        setAside();
        removeUnwanted();
        putInPlace();
        if (m_impossible)
            return fail(ErrorCode::Corrupt, "the standby's names", "do not form a tree");
        return std::move(m_plan);
    }

private:
    struct Entry {
        FileId parent;
        std::string name;
        FileId id;
    };

    static std::size_t depth(const Tree& tree, FileId id) {
        std::size_t result = 0;
        for (const Tree::Object* o = tree.find(id); o != nullptr && !o->names.empty();
             o = tree.find(o->names[0].parent))
            ++result;
        return result;
    }

    static FileId rootOf(const Tree& tree, FileId id) {
        const Tree::Object* object = tree.find(id);
        while (object != nullptr && !object->names.empty()) {
            id = object->names[0].parent;
            object = tree.find(id);
        }
        return id;
    }

    std::vector<Entry> entriesOf(const Tree& tree) const {
        std::vector<Entry> entries;
        for (const auto& [id, object] : tree.objects())
            for (const auto& [name, child] : object.children)
                entries.push_back({id, name, child});
        return entries;
    }

    // Wanted, of the same kind, in the same folder, and not to be made anew.
    bool isKept(FileId id) const {
        if (m_replaced.contains(id))
            return false;
        const Tree::Object* wanted = m_wanted.find(id);
        const Tree::Object* have = m_have.find(id);
        return wanted != nullptr && have != nullptr && wanted->type == have->type &&
               (isRoot(id) || rootOf(m_wanted, id) == rootOf(m_have, id));
    }

    bool isRight(const Entry& e) const {
        const FileId* child = m_wanted.child(e.parent, e.name);
        return child != nullptr && *child == e.id && isKept(e.id);
    }

    // Directories of the wanted tree, parents before children.
    template <typename Visit> void topDown(Visit visit) {
        std::deque<FileId> waiting;
        for (const auto& [id, object] : m_wanted.objects())
            if (isRoot(id))
                waiting.push_back(id);
        std::sort(waiting.begin(), waiting.end());
        while (!waiting.empty()) {
            const FileId id = waiting.front();
            waiting.pop_front();
            const Tree::Object& directory = *m_wanted.find(id);
            for (const auto& [name, child] : directory.children) {
                visit(id, name, child);
                if (m_wanted.find(child)->type == ObjectType::Directory)
                    waiting.push_back(child);
            }
        }
    }

    void adopt() {
        topDown([this](FileId parent, const std::string& name, FileId id) {
            if (m_have.find(id) != nullptr)
                return;
            const FileId* there = m_have.child(parent, name);
            if (there == nullptr || m_wanted.find(*there) != nullptr)
                return;
            const Tree::Object& object = *m_have.find(*there);
            const ObjectType type = m_wanted.find(id)->type;
            const bool suits = type == ObjectType::File || type == ObjectType::Directory;
            if (!suits || object.type != type || object.names.size() != 1)
                return;
            const FileId from = *there;
            m_plan.records.push_back(Adopt{parent, name, id});
            m_plan.adopted.push_back(id);
            check(m_have.changeId(from, id));
        });
    }

    std::string spareName(FileId root) {
        std::string name;
        do {
            name = ".understudy-sync-" + std::to_string(m_spare++);
        } while (m_have.child(root, name) != nullptr || m_wanted.child(root, name) != nullptr);
        return name;
    }

    bool hasRightName(FileId id) const {
        const auto& names = m_have.find(id)->names;
        return std::any_of(names.begin(), names.end(), [&](const Name& n) {
            return isRight({n.parent, n.name, id});
        });
    }

    void setAside() {
        for (const Entry& e : entriesOf(m_have)) {
            if (isRight(e) || !isKept(e.id))
                continue;
            if (m_aside.contains(e.id) || hasRightName(e.id)) {
                emit(Remove{e.parent, e.name}); // another of its names stays
                continue;
            }
            const FileId root = rootOf(m_have, e.id);
            const std::string spare = spareName(root);
            emit(Rename{e.parent, e.name, root, spare, 0});
            m_aside.emplace(e.id, Name{root, spare});
        }
    }

    void removeUnwanted() {
        std::vector<Entry> unwanted;
        for (const Entry& e : entriesOf(m_have))
            if (!isKept(e.id))
                unwanted.push_back(e);
        std::vector<std::pair<std::size_t, std::size_t>> order; // depth, index
        for (std::size_t i = 0; i < unwanted.size(); ++i)
            order.emplace_back(depth(m_have, unwanted[i].parent), i);
        std::sort(order.rbegin(), order.rend());
        for (const auto& [d, i] : order)
            emit(Remove{unwanted[i].parent, unwanted[i].name});
    }

    void putInPlace() {
        topDown([this](FileId parent, const std::string& name, FileId id) {
            const FileId* there = m_have.child(parent, name);
            if (there != nullptr && *there == id)
                return;
            check(there == nullptr);
            if (const auto aside = m_aside.find(id); aside != m_aside.end()) {
                emit(Rename{aside->second.parent, aside->second.name, parent, name, 0});
                m_aside.erase(aside);
            } else if (m_have.find(id) != nullptr) {
                emit(Link{id, parent, name});
            } else {
                const auto known = m_described.find(id);
                check(known != m_described.end());
                if (m_impossible)
                    return;
                const ListedObject& o = known->second;
                emit(Create{parent, name, id, o.type, o.attributes, o.device, o.target});
                m_plan.created.push_back(id);
            }
        });
    }

    void check(bool possible) { m_impossible |= !possible; } // what the standby told may contradict itself

    void emit(const Remove& r) {
        check(m_have.remove(r.parent, r.name));
        m_plan.records.push_back(r);
    }
    void emit(const Rename& r) {
        check(m_have.rename(r.fromParent, r.fromName, r.toParent, r.toName, r.flags));
        m_plan.records.push_back(r);
    }
    void emit(const Link& r) {
        check(m_have.link(r.parent, r.name, r.id));
        m_plan.records.push_back(r);
    }
    void emit(const Create& r) {
        check(m_have.insert(r.parent, r.name, r.id, r.type));
        m_plan.records.push_back(r);
    }

    const Tree& m_wanted;
    Tree& m_have;
    const std::unordered_set<FileId>& m_replaced;
    const std::unordered_map<FileId, ListedObject>& m_described;
    std::unordered_map<FileId, Name> m_aside;
    std::uint64_t m_spare = 0;
    bool m_impossible = false;
    NamesPlan m_plan;
};

} // namespace

Result<NamesPlan> planNames(const Tree& wanted, Tree have, const std::unordered_set<FileId>& replaced,
                            const std::unordered_map<FileId, ListedObject>& described) {
    return Planner(wanted, have, replaced, described).run();
}

} // namespace understudy::replication
