#include "replication/copy/tree.h"

#include <QTest>

#include <linux/fs.h>

using namespace understudy;
using namespace understudy::replication;

namespace {
constexpr FileId kRoot{1};
constexpr FileId kA{100001}, kB{100002}, kC{100003}, kDir{100010}, kSub{100011};
} // namespace

class TreeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        tree = Tree();
        tree.addRoot(0);
        QVERIFY(tree.insert(kRoot, "dir", kDir, ObjectType::Directory));
        QVERIFY(tree.insert(kDir, "sub", kSub, ObjectType::Directory));
        QVERIFY(tree.insert(kRoot, "a", kA, ObjectType::File));
        QVERIFY(tree.insert(kSub, "b", kB, ObjectType::File));
    }

    void aPathIsMadeOfTheNamesUpToTheRoot() {
        QCOMPARE(where(kB), std::string("0:dir/sub/b"));
        QCOMPARE(where(kRoot), std::string("0:"));
        QCOMPARE(where(kC), std::string("-"));
        tree.addRoot(1);
        QVERIFY(tree.insert(rootId(1), "c", kC, ObjectType::Symlink));
        QCOMPARE(where(kC), std::string("1:c"));
    }

    void insertRefusesWhatCannotBe() {
        QVERIFY(!tree.insert(kRoot, "a", kC, ObjectType::File)); // name taken
        QVERIFY(!tree.insert(kRoot, "x", kA, ObjectType::File)); // id taken
        QVERIFY(!tree.insert(kA, "x", kC, ObjectType::File));    // parent is a file
        QVERIFY(!tree.insert(kC, "x", FileId(100009), ObjectType::File));
        QVERIFY(!tree.insert(kRoot, "x", FileId(7), ObjectType::File)); // an id of roots
        for (const char* bad : {"", ".", "..", "x/y"})
            QVERIFY(!tree.insert(kRoot, bad, kC, ObjectType::File));
        QCOMPARE(tree.size(), std::size_t(5));
    }

    void aHardLinkIsOneObjectWithTwoNames() {
        QVERIFY(tree.link(kDir, "a2", kA));
        QVERIFY(!tree.link(kDir, "a2", kB));
        QVERIFY(!tree.link(kRoot, "d2", kDir)); // directories have one name
        QCOMPARE(tree.find(kA)->names.size(), std::size_t(2));
        bool gone = true;
        FileId id;
        QVERIFY(tree.remove(kRoot, "a", &gone, &id));
        QVERIFY(!gone);
        QCOMPARE(id, kA);
        QCOMPARE(where(kA), std::string("0:dir/a2"));
        QVERIFY(tree.remove(kDir, "a2", &gone));
        QVERIFY(gone);
        QVERIFY(tree.find(kA) == nullptr);
    }

    void aDirectoryIsRemovedWhenEmpty() {
        QVERIFY(!tree.remove(kRoot, "dir"));
        QVERIFY(tree.remove(kSub, "b"));
        QVERIFY(tree.remove(kDir, "sub"));
        QVERIFY(tree.remove(kRoot, "dir"));
        QVERIFY(!tree.remove(kRoot, "dir"));
        QCOMPARE(tree.size(), std::size_t(2));
    }

    void aRenamedDirectoryTakesItsContentAlong() {
        QVERIFY(tree.rename(kDir, "sub", kRoot, "moved", 0));
        QCOMPARE(where(kB), std::string("0:moved/b"));
        QVERIFY(tree.child(kDir, "sub") == nullptr);
    }

    void aRenameReplacesItsTarget() {
        QVERIFY(tree.insert(kRoot, "c", kC, ObjectType::File));
        QVERIFY(!tree.rename(kRoot, "a", kRoot, "c", RENAME_NOREPLACE));
        FileId replaced;
        QVERIFY(tree.rename(kRoot, "a", kRoot, "c", 0, &replaced));
        QCOMPARE(replaced, kC);
        QVERIFY(tree.find(kC) == nullptr);
        QCOMPARE(where(kA), std::string("0:c"));
    }

    void aReplacedNameOfALinkedObjectIsNotItsEnd() {
        QVERIFY(tree.link(kDir, "b2", kB));
        FileId replaced{1};
        QVERIFY(tree.rename(kRoot, "a", kDir, "b2", 0, &replaced));
        QCOMPARE(replaced, FileId{});
        QCOMPARE(where(kB), std::string("0:dir/sub/b"));
        QCOMPARE(where(kA), std::string("0:dir/b2"));
    }

    void renamingOneNameOfAnObjectOverItsOtherChangesNothing() {
        QVERIFY(tree.link(kDir, "a2", kA));
        FileId replaced{1};
        QVERIFY(tree.rename(kRoot, "a", kDir, "a2", 0, &replaced));
        QCOMPARE(replaced, FileId{});
        QCOMPARE(tree.find(kA)->names.size(), std::size_t(2));
        QVERIFY(tree.child(kRoot, "a") != nullptr);
    }

    void aRenameIsRefusedAsTheSystemRefusesIt() {
        QVERIFY(!tree.rename(kRoot, "dir", kSub, "x", 0)); // into itself
        QVERIFY(!tree.rename(kRoot, "dir", kDir, "x", 0));
        QVERIFY(!tree.rename(kRoot, "a", kRoot, "dir", 0)); // file over directory
        QVERIFY(!tree.rename(kRoot, "dir", kRoot, "a", 0)); // directory over file
        QVERIFY(!tree.rename(kRoot, "none", kRoot, "x", 0));
        QVERIFY(!tree.rename(kRoot, "a", kA, "x", 0));
        QVERIFY(!tree.rename(kRoot, "a", kRoot, "x", RENAME_WHITEOUT));
        QVERIFY(tree.insert(kRoot, "empty", kC, ObjectType::Directory));
        QVERIFY(!tree.rename(kRoot, "empty", kRoot, "dir", 0)); // not empty
        QVERIFY(tree.rename(kDir, "sub", kRoot, "empty", 0));
        QCOMPARE(where(kB), std::string("0:empty/b"));
    }

    void anExchangeSwapsTwoNames() {
        QVERIFY(tree.rename(kRoot, "a", kDir, "sub", RENAME_EXCHANGE));
        QCOMPARE(where(kA), std::string("0:dir/sub"));
        QCOMPARE(where(kB), std::string("0:a/b"));
        QVERIFY(!tree.rename(kRoot, "dir", kDir, "sub", RENAME_EXCHANGE)); // one inside the other
        QVERIFY(!tree.rename(kRoot, "dir", kRoot, "none", RENAME_EXCHANGE));
        QVERIFY(!tree.rename(kRoot, "dir", kRoot, "a", RENAME_EXCHANGE | RENAME_NOREPLACE));
    }

    void anAdoptedIdIsKnownEverywhere() {
        QVERIFY(tree.link(kRoot, "b2", kB));
        QVERIFY(tree.changeId(kB, kC));
        QVERIFY(tree.find(kB) == nullptr);
        QCOMPARE(*tree.child(kRoot, "b2"), kC);
        QCOMPARE(where(kC), std::string("0:dir/sub/b"));
        QVERIFY(tree.changeId(kDir, FileId(200000)));
        QCOMPARE(where(kC), std::string("0:dir/sub/b"));
        QVERIFY(!tree.changeId(kA, kC));
        QVERIFY(!tree.changeId(kRoot, FileId(200001)));
        QVERIFY(!tree.changeId(FileId(300000), FileId(200001)));
    }

private:
    std::string where(FileId id) const {
        Location place;
        return tree.locate(id, place) ? std::to_string(place.folder) + ":" + place.path : "-";
    }
    Tree tree;
};

QTEST_APPLESS_MAIN(TreeTest)
#include "tree_test.moc"
