// Both nodes of a joining with their real files, and a fault at every single call that changes a disk: the
// engine is killed there, or the disk fails from there on, or once. When all is well again, both nodes are
// configured, or both are as before; and nothing of the joining is left.

#include "base/descriptor.h"
#include "disk_faults.h"
#include "joining/course.h"
#include "security/certificates.h"

#include <QTemporaryDir>
#include <QTest>

#include <deque>
#include <filesystem>
#include <fstream>
#include <random>

using namespace understudy;
using namespace understudy::joining;

namespace {

constexpr JoiningId kId = {1, 2, 3};

const security::ClusterKeys& clusterKeys() {
    static const auto keys =
        security::makeClusterKeys({{{"a"}, {"10.0.0.1"}}, {{"b"}, {"10.0.0.2"}}, {}}).value();
    return keys;
}

enum class Fault { Kill, DiskFails, DiskFailsOnce };

class Pair;

struct Node {
    Node(Pair& its, Side which) : pair(its), side(which) { boot(); }
    void boot();
    std::string folder() const { return disk.path().toStdString(); }
    bool has(const char* name) const { return std::filesystem::exists(folder() + name); }
    bool hasOldKeys() const { return has("/keys/old"); }
    // A killed engine does nothing more; what it does is told by its disk, which fails.
    bool isDead() const { return dies && diskFaults().folder == folder() && diskFaults().isBroken(); }
    void event(const Event& e) {
        if (!isDead())
            course->event(e);
    }

    Pair& pair;
    const Side side;
    QTemporaryDir disk{QStringLiteral("/dev/shm/understudy-joining-XXXXXX")};
    std::unique_ptr<Files> files;
    std::unique_ptr<Course> course;
    bool dies = false;
    int reloads = 0;
};

class Pair {
public:
    Pair() {
        for (const Node* node : {&guest, &host}) {
            std::filesystem::create_directory(node->folder() + "/keys");
            std::ofstream(node->folder() + "/keys/old") << "old";
        }
    }

    void join() {
        guest.course->begin(
            Side::Guest,
            Record{
                Side::Guest, Stage::None, kId, {7}, "10.0.0.2", "node2", {guest.folder() + "/files.record"}});
        guest.course->staged = {{}, {}, "settings of node1"};
        guest.course->proposal = "settings";
        connected = true;
        guest.event(StartAsked{kId});
        deliver();
    }

    void say(Side from, const Told& told) {
        if (connected && !(from == Side::Guest ? guest : host).isDead())
            m_line.emplace_back(from, told);
    }

    // Engines are started again, disks are good, the network carries; time passes.
    void repair(bool killed) {
        Node& victim = diskFaults().folder == guest.folder() ? guest : host;
        diskFaults() = {};
        if (killed)
            victim.boot();
        settle();
    }
    // As Host does it: who asks about a joining that is not its own hears so, and goes.
    void connect() {
        const State& state = host.course->state();
        if (!isOpen(state) || state.side != Side::Host || state.id != guest.course->state().id) {
            guest.event(Heard{Word::Unknown, guest.course->state().id});
            return guest.event(ConnectionLost{});
        }
        connected = true;
        guest.event(Connected{});
    }
    void settle() {
        disconnect();
        for (int round = 0; round < 10; ++round) {
            for (Node* node : {&host, &guest})
                node->event(RetryTime{});
            deliver();
            if (host.files->isConfigured() && guest.files->isConfigured())
                for (Node* node : {&host, &guest})
                    node->event(PeerAnswered{});
        }
    }
    void disconnect() {
        connected = false;
        m_line.clear();
        guest.event(ConnectionLost{});
        host.event(ConnectionLost{});
    }
    void deliver() {
        while (!m_line.empty()) {
            const auto [from, told] = m_line.front();
            m_line.pop_front();
            if (from == Side::Guest)
                hearGuest(told);
            else
                hearHost(told);
        }
    }

    std::string wrong() const {
        if (guest.files->isConfigured() != host.files->isConfigured())
            return std::string("only ") + (guest.files->isConfigured() ? "node1" : "node2") +
                   " is configured";
        for (const Node* node : {&guest, &host}) {
            const bool configured = node->files->isConfigured();
            if (node->has("/joining") || isOpen(node->course->state()))
                return std::string("something of the joining is left on ") +
                       (node->side == Side::Guest ? "node1" : "node2");
            if (configured == node->hasOldKeys())
                return "settings and keys do not belong together";
            if ((configured && node->side == Side::Guest) != node->has("/files.record"))
                return "the state does not belong to the settings";
        }
        return {};
    }

    bool connected = false;
    JoiningId answered{};
    Node guest{*this, Side::Guest};
    Node host{*this, Side::Host};

private:
    void hearGuest(const Told& told) {
        if (host.isDead())
            return;
        answered = told.id;
        if (told.word == Word::Proposal) {
            host.course->begin(Side::Host,
                               Record{Side::Host, Stage::None, told.id, {7}, "10.0.0.1", "a", {}});
            host.course->staged = {clusterKeys().node2, clusterKeys().caKey, "settings of node2"};
            host.course->prepared =
                Told{Word::Prepared, told.id, {}, clusterKeys().node1, clusterKeys().caKey};
        }
        host.event(Heard{told.word, told.id});
    }
    void hearHost(const Told& told) {
        if (guest.isDead())
            return;
        if (told.word == Word::Prepared) {
            guest.course->staged.keys = *told.keys;
            guest.course->staged.caKey = told.caKey;
        }
        guest.event(Heard{told.word, told.id});
    }

    std::deque<std::pair<Side, Told>> m_line;
};

void Node::boot() {
    const std::string state = folder() + "/files.record";
    files = std::make_unique<Files>(
        folder(),
        Files::Hooks{[state](const std::string&) { return replaceFileDurably(state, "state", 5); }, {}});
    course = std::make_unique<Course>(*files, Course::Hooks{[this](const Told& told) {
                                                                Told answer = told;
                                                                if (side == Side::Host)
                                                                    answer.id = pair.answered;
                                                                pair.say(side, answer);
                                                            },
                                                            [this] { pair.connect(); }, [](Refusal) {},
                                                            [this] { ++reloads; }, [] { return true; }});
    static_cast<void>(course->recover()); // a second fault may hit it: tried again later
}

} // namespace

class JoiningFaultsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { diskFaults() = {}; }
    void withoutAFaultBothAreConfigured();
    void aFaultAtAnyCallLeavesBothEqual_data();
    void aFaultAtAnyCallLeavesBothEqual();
    void anEngineThatIsKilledAgainWhileItRecoversLeavesBothEqual();
    void aNodeThatWasForcedBackIsNotSaidToBeConfigured();
    void newSettingsAreReadThoughTheDiskFailsRightAfter();
    void whatAnEarlierJoiningLeftIsInNobodysWay();
    void settingsStayWhileAModuleRuns();
};

void JoiningFaultsTest::withoutAFaultBothAreConfigured() {
    Pair pair;
    pair.join();
    QVERIFY(pair.guest.files->isConfigured() && pair.host.files->isConfigured());
    QCOMPARE(pair.wrong(), std::string());
    QCOMPARE(pair.guest.reloads + pair.host.reloads, 2);
    for (const Node* node : {&pair.guest, &pair.host}) { // no key stays in memory, or where others may read
        QVERIFY(node->course->staged.caKey.empty() && !node->course->prepared);
        for (const char* key : {"/keys/node.key", "/keys/ca.key", "/keys/cluster.key"})
            QCOMPARE(std::filesystem::status(node->folder() + key).permissions(),
                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
}

void JoiningFaultsTest::aFaultAtAnyCallLeavesBothEqual_data() {
    QTest::addColumn<bool>("atGuest");
    QTest::addColumn<int>("fault");
    for (const bool guest : {true, false})
        for (const auto& [name, fault] : {std::pair("killed", Fault::Kill),
                                          {"disk fails", Fault::DiskFails},
                                          {"disk fails once", Fault::DiskFailsOnce}})
            QTest::addRow("%s %s", guest ? "node1" : "node2", name) << guest << static_cast<int>(fault);
}

void JoiningFaultsTest::aFaultAtAnyCallLeavesBothEqual() {
    QFETCH(bool, atGuest);
    QFETCH(int, fault);
    const bool killed = fault == static_cast<int>(Fault::Kill);
    int joined = 0, asBefore = 0;
    for (int call = 0;; ++call) {
        Pair pair;
        Node& victim = atGuest ? pair.guest : pair.host;
        victim.dies = killed;
        diskFaults() = {victim.folder(), call, {}, fault == static_cast<int>(Fault::DiskFailsOnce) ? 1 : -1};
        pair.join();
        const bool reached = diskFaults().hasFailed;
        pair.repair(killed);
        QVERIFY2(
            pair.wrong().empty(),
            qPrintable(QStringLiteral("call %1: %2").arg(call).arg(QString::fromStdString(pair.wrong()))));
        ++(pair.guest.files->isConfigured() ? joined : asBefore);
        if (!reached)
            break;
    }
    QVERIFY2(asBefore > 10 && joined > 5, qPrintable(QStringLiteral("%1 %2").arg(asBefore).arg(joined)));
}

void JoiningFaultsTest::anEngineThatIsKilledAgainWhileItRecoversLeavesBothEqual() {
    std::mt19937 dice(20261125); // a fixed seed
    for (int run = 0; run < 150; ++run) {
        Pair pair;
        Node& victim = run % 2 == 0 ? pair.guest : pair.host;
        victim.dies = true;
        diskFaults() = {victim.folder(), static_cast<int>(dice() % 70), {}, -1};
        pair.join();
        diskFaults() = {victim.folder(), static_cast<int>(dice() % 30), {}, -1};
        victim.boot();
        pair.settle();
        pair.repair(true);
        QVERIFY2(pair.wrong().empty(),
                 qPrintable(QStringLiteral("run %1: %2").arg(run).arg(QString::fromStdString(pair.wrong()))));
    }
}

// node2 was prepared, an administrator took it back by force, and its engine died before the record was gone.
void JoiningFaultsTest::aNodeThatWasForcedBackIsNotSaidToBeConfigured() {
    Pair pair;
    pair.guest.dies = true;
    diskFaults() = {pair.guest.folder(), -1, "/settings.json", -1}; // decided, and Commit was not sent
    pair.join();
    QCOMPARE(pair.host.course->state().stage, Stage::Prepared);
    diskFaults() = {};
    QVERIFY(pair.host.files->putBack(pair.host.course->record()).has_value());
    pair.host.boot();
    pair.guest.boot();
    pair.settle();
    QVERIFY(!pair.host.files->isConfigured());
    QVERIFY(isOpen(pair.guest.course->state())); // it never heard Done
    QVERIFY(pair.host.course->trouble().has_value());
}

void JoiningFaultsTest::newSettingsAreReadThoughTheDiskFailsRightAfter() {
    Pair pair;
    diskFaults() = {pair.guest.folder(), -1, "/settings.json", 1};
    pair.join();
    QVERIFY(diskFaults().hasFailed);
    pair.repair(false);
    QVERIFY(pair.guest.files->isConfigured());
    QCOMPARE(pair.guest.reloads, 1);
}

void JoiningFaultsTest::whatAnEarlierJoiningLeftIsInNobodysWay() {
    Pair pair;
    for (const char* left : {"/joining", "/joining/keys", "/joining/old-keys", "/joining/taken-back"}) {
        std::filesystem::create_directory(pair.guest.folder() + left);
        std::ofstream(pair.guest.folder() + left + "/file") << "left";
    }
    pair.join();
    QVERIFY(pair.guest.files->isConfigured() && pair.host.files->isConfigured());
    QCOMPARE(pair.wrong(), std::string());
}

void JoiningFaultsTest::settingsStayWhileAModuleRuns() {
    QTemporaryDir disk;
    Files files(disk.path().toStdString(), {});
    bool idle = false;
    Course course(files, {[](const Told&) {}, [] {}, [](Refusal) {}, [] {}, [&] { return idle; }});
    course.begin(Side::Guest, Record{Side::Guest, Stage::None, kId, {}, "10.0.0.2", "node2", {}});
    course.staged = {clusterKeys().node1, clusterKeys().caKey, "{}"};
    course.event(StartAsked{kId});
    course.event(Heard{Word::Prepared, kId});
    QVERIFY(files.isConfigured());
    course.event(AbortAsked{true});
    QVERIFY(files.isConfigured() && course.trouble());
    idle = true;
    course.event(RetryTime{});
    QVERIFY(!files.isConfigured());
}

QTEST_GUILESS_MAIN(JoiningFaultsTest)
#include "joining_faults_test.moc"
