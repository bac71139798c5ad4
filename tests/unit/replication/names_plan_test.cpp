#include "replication/source/names_plan.h"

#include <QTest>

#include <random>

using namespace understudy;
using namespace understudy::replication;

namespace {

constexpr std::uint64_t kBase = kFirstOrdinaryId;

// Records applied to an index as the standby applies them to its copy. False: a record that cannot be
// applied.
bool apply(Tree& tree, const Record& record) {
    if (const auto* r = std::get_if<Create>(&record))
        return tree.insert(r->parent, r->name, r->id, r->type);
    if (const auto* r = std::get_if<Remove>(&record))
        return tree.remove(r->parent, r->name);
    if (const auto* r = std::get_if<Link>(&record))
        return tree.link(r->parent, r->name, r->id);
    if (const auto* r = std::get_if<Rename>(&record))
        return tree.rename(r->fromParent, r->fromName, r->toParent, r->toName, r->flags);
    if (const auto* r = std::get_if<Adopt>(&record)) {
        const FileId* there = tree.child(r->parent, r->name);
        return there != nullptr && tree.changeId(*there, r->id);
    }
    return false;
}

bool equal(const Tree& a, const Tree& b) {
    if (a.size() != b.size())
        return false;
    for (const auto& [id, object] : a.objects()) {
        const Tree::Object* other = b.find(id);
        if (other == nullptr || other->type != object.type || other->children != object.children)
            return false;
    }
    return true;
}

std::unordered_map<FileId, ListedObject> describeAll(const Tree& tree) {
    std::unordered_map<FileId, ListedObject> all;
    for (const auto& [id, object] : tree.objects()) {
        ListedObject o;
        o.id = id;
        o.type = object.type;
        all[id] = o;
    }
    return all;
}

Tree rootOnly() {
    Tree tree;
    tree.addRoot(0);
    return tree;
}

// One random change, as an application makes them.
void change(Tree& tree, std::mt19937& dice, std::uint64_t& nextId) {
    std::vector<FileId> directories, files;
    for (const auto& [id, object] : tree.objects())
        (object.type == ObjectType::Directory ? directories : files).push_back(id);
    std::sort(directories.begin(), directories.end());
    std::sort(files.begin(), files.end());
    const auto any = [&](const std::vector<FileId>& of) { return of[dice() % of.size()]; };
    const FileId parent = any(directories);
    const std::string name(1, static_cast<char>('a' + dice() % 6));
    switch (dice() % 6) {
    case 0:
        tree.insert(parent, name, FileId(nextId++), ObjectType::File);
        break;
    case 1:
        tree.insert(parent, name, FileId(nextId++), ObjectType::Directory);
        break;
    case 2:
        tree.remove(parent, name);
        break;
    case 3:
        if (!files.empty())
            tree.link(parent, name, any(files));
        break;
    default: {
        const FileId target = any(directories);
        const FileId* moved = tree.child(parent, name);
        if (moved == nullptr)
            break;
        // Not into itself: the kernel refuses that before anybody hears of it.
        for (FileId up = target; !isRoot(up); up = tree.find(up)->names[0].parent)
            if (up == *moved)
                return;
        tree.rename(parent, name, target, std::string(1, static_cast<char>('a' + dice() % 6)), 0);
    }
    }
}

} // namespace

class NamesPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalTreesNeedNothing() {
        Tree tree = rootOnly();
        tree.insert(rootId(0), "a", FileId(kBase), ObjectType::File);
        QVERIFY(planNames(tree, tree, {}, describeAll(tree))->records.empty());
    }

    void s5_aRecycledNameIsAnotherFile() {
        // WAL recycling: "1" became "9" over an old file of equal size; the standby still has the old names.
        Tree wanted = rootOnly();
        wanted.insert(rootId(0), "9", FileId(kBase + 1), ObjectType::File);
        Tree have = rootOnly();
        have.insert(rootId(0), "1", FileId(kBase + 1), ObjectType::File);
        have.insert(rootId(0), "9", FileId(kBase + 9), ObjectType::File);
        const auto plan = planNames(wanted, have, {}, describeAll(wanted));
        QVERIFY(plan);
        for (const Record& record : plan->records)
            QVERIFY(apply(have, record));
        QVERIFY(equal(wanted, have));
        QVERIFY(plan->created.empty()); // the file moved, with its content
    }

    void aCycleOfNamesIsUntied() {
        Tree wanted = rootOnly(), have = rootOnly();
        wanted.insert(rootId(0), "a", FileId(kBase + 1), ObjectType::File);
        wanted.insert(rootId(0), "b", FileId(kBase + 2), ObjectType::File);
        have.insert(rootId(0), "b", FileId(kBase + 1), ObjectType::File);
        have.insert(rootId(0), "a", FileId(kBase + 2), ObjectType::File);
        const auto plan = planNames(wanted, have, {}, describeAll(wanted));
        for (const Record& record : plan->records)
            QVERIFY(apply(have, record));
        QVERIFY(equal(wanted, have));
    }

    void anUnknownFileAtTheRightPlaceIsAdopted() {
        Tree wanted = rootOnly(), have = rootOnly();
        wanted.insert(rootId(0), "d", FileId(kBase + 1), ObjectType::Directory);
        wanted.insert(FileId(kBase + 1), "f", FileId(kBase + 2), ObjectType::File);
        have.insert(rootId(0), "d", FileId(kBase + 11), ObjectType::Directory);
        have.insert(FileId(kBase + 11), "f", FileId(kBase + 12), ObjectType::File);
        const auto plan = planNames(wanted, have, {}, describeAll(wanted));
        QCOMPARE(plan->adopted.size(), std::size_t(2));
        QVERIFY(plan->created.empty());
        for (const Record& record : plan->records)
            QVERIFY(apply(have, record));
        QVERIFY(equal(wanted, have));
    }

    void aReplacedSymlinkIsMadeAnew() {
        Tree wanted = rootOnly();
        wanted.insert(rootId(0), "l", FileId(kBase + 1), ObjectType::Symlink);
        Tree have = wanted;
        const auto plan = planNames(wanted, have, {FileId(kBase + 1)}, describeAll(wanted));
        QCOMPARE(plan->created.size(), std::size_t(1));
    }

    void contradictionsOfTheStandbyAreAnErrorNotACrash() {
        Tree wanted = rootOnly();
        wanted.insert(rootId(0), "a", FileId(kBase + 1), ObjectType::File);
        QVERIFY(!planNames(wanted, rootOnly(), {}, {})); // nobody can say what "a" is
    }

    void whateverHappenedOnBothSidesTheNamesBecomeEqual() {
        for (unsigned seed = 1; seed <= 3000; ++seed) {
            std::mt19937 dice(seed);
            std::uint64_t nextId = kBase;
            Tree common = rootOnly();
            for (unsigned i = dice() % 20; i > 0; --i)
                change(common, dice, nextId);
            Tree wanted = common, have = common;
            for (unsigned i = dice() % 20; i > 0; --i)
                change(wanted, dice, nextId);
            std::uint64_t theirIds = kBase + 100000;
            for (unsigned i = dice() % 20; i > 0; --i)
                change(have, dice, theirIds);
            const auto plan = planNames(wanted, have, {}, describeAll(wanted));
            QVERIFY2(plan, qPrintable(QStringLiteral("seed %1: no plan").arg(seed)));
            for (const Record& record : plan->records)
                QVERIFY2(apply(have, record),
                         qPrintable(QStringLiteral("seed %1: a record cannot be applied").arg(seed)));
            QVERIFY2(equal(wanted, have), qPrintable(QStringLiteral("seed %1: the names differ").arg(seed)));
        }
    }
};

QTEST_GUILESS_MAIN(NamesPlanTest)
#include "names_plan_test.moc"
