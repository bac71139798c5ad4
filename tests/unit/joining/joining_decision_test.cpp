// The commit protocol of a joining in a world where everything breaks: both nodes crash between every two
// actions, the network is cut at every message, the disks fail. At the end both nodes are configured, or both
// are as before, and nothing is open any more.

#include "joining/decision.h"

#include <QTest>

#include <deque>
#include <optional>

using namespace understudy::joining;

namespace {

constexpr JoiningId kId = {1, 2, 3};

// What survives a crash.
struct Disk {
    Stage record = Stage::None;
    bool staged = false;
    bool live = false;
};

struct Faults {
    int crashHostAfter = -1; // actions of that node; -1: never
    int crashGuestAfter = -1;
    int cutAtMessage = -1;
    int failHostAction = -1; // that action of the node fails ...
    int failGuestAction = -1;
    bool failedWriteReachesDisk = false; // ... although its work is done
    bool diskStaysFull = false;          // and all that follow, until the repair
    bool arrivesBeforeCrash = false;     // what was sent before a crash
};

class World {
public:
    explicit World(Faults faults) : m_faults(faults) {
        m_host.state.side = Side::Host;
        m_guest.state.side = Side::Guest;
    }

    void run() {
        connect();
        event(m_guest, StartAsked{kId});
        deliver();
        repair();
    }

    // Everything works again: engines run, the network carries, disks have room; time passes.
    void repair() {
        m_faults = {};
        for (int round = 0; round < 10; ++round) {
            if (m_guest.state.stage == Stage::Started) // no answer for so long
                disconnect();
            for (Node* node : {&m_host, &m_guest}) {
                if (!node->up)
                    restart(*node);
                event(*node, RetryTime{});
            }
            deliver();
            if (m_host.disk.live && m_guest.disk.live) // each has the other's certificate
                for (Node* node : {&m_host, &m_guest})
                    event(*node, PeerAnswered{});
        }
    }

    bool hostLive() const { return m_host.disk.live; }
    bool guestLive() const { return m_guest.disk.live; }
    bool isQuiet() const {
        return !isOpen(m_host.state) && !isOpen(m_guest.state) && m_host.disk.record == Stage::None &&
               m_guest.disk.record == Stage::None;
    }
    int hostActions() const { return m_host.done; }
    int guestActions() const { return m_guest.done; }
    int messages() const { return m_messages; }
    bool hostSwitchedFirst() const { return m_hostSwitchedFirst; }

    struct Node {
        State state;
        Disk disk;
        bool up = true;
        int done = 0;
    };
    Node m_host, m_guest;

    void event(Node& node, const Event& e) {
        if (node.up)
            perform(node, step(node.state, e));
    }
    void restart(Node& node) {
        node.up = true;
        event(node, Restarted{node.disk.record, kId});
    }
    void connect() { m_connected = m_host.up && m_guest.up; }
    void disconnect() {
        m_line.clear();
        m_connected = false;
        event(m_guest, ConnectionLost{});
        event(m_host, ConnectionLost{});
    }
    void deliver() {
        while (!m_line.empty()) {
            const auto [toHost, word] = m_line.front();
            m_line.pop_front();
            event(toHost ? m_host : m_guest, Heard{word, kId});
        }
    }

private:
    void perform(Node& node, const Actions& actions) {
        const bool host = &node == &m_host;
        for (const Action& action : actions) {
            if (const auto* send = std::get_if<Send>(&action)) {
                say(host, send->word);
                ++node.done;
            } else if (std::holds_alternative<Connect>(action)) {
                connect();
                if (m_connected)
                    event(m_guest, Connected{});
                return;
            } else {
                const int number = node.done;
                int& failing = host ? m_faults.failHostAction : m_faults.failGuestAction;
                if (failing == number) {
                    failing += m_faults.diskStaysFull ? 1 : 0;
                    if (m_faults.failedWriteReachesDisk)
                        keep(node, action);
                    ++node.done;
                    perform(node, step(node.state, ActionFailed{taskOf(action)}));
                    return;
                }
                keep(node, action);
                performed(node.state, action);
                ++node.done;
            }
            if (!node.up)
                return;
            if (node.done == (host ? m_faults.crashHostAfter : m_faults.crashGuestAfter)) {
                crash(node);
                return;
            }
        }
    }
    void keep(Node& node, const Action& action) {
        Disk& disk = node.disk;
        if (const auto* write = std::get_if<Write>(&action))
            disk.record = write->stage;
        if (std::holds_alternative<StageFiles>(action))
            disk.staged = true;
        if (std::holds_alternative<Switch>(action) && disk.staged) {
            disk.live = true;
            disk.staged = false;
            if (&node == &m_host && !m_guest.disk.live)
                m_hostSwitchedFirst = true;
        }
        if (std::holds_alternative<PutBack>(action)) {
            disk.staged = false;
            disk.live = disk.live && disk.record == Stage::None; // what no record names is not ours to remove
        }
        if (std::holds_alternative<RemoveRecord>(action))
            disk.record = Stage::None;
    }
    void crash(Node& node) {
        node.up = false;
        (&node == &m_host ? m_faults.crashHostAfter : m_faults.crashGuestAfter) = -1;
        if (m_faults.arrivesBeforeCrash)
            deliver();
        disconnect();
    }
    void say(bool fromHost, Word word) {
        if (!m_connected)
            return;
        if (m_messages++ == m_faults.cutAtMessage)
            return disconnect();
        m_line.emplace_back(!fromHost, word);
    }
    Faults m_faults;
    std::deque<std::pair<bool, Word>> m_line;
    bool m_connected = false;
    int m_messages = 0;
    bool m_hostSwitchedFirst = false;
};

std::string wrong(const Faults& faults) {
    World world(faults);
    world.run();
    std::string what;
    if (world.hostLive() != world.guestLive())
        what = "one node is configured, the other is not";
    else if (!world.isQuiet())
        what = "it never ends";
    else if (world.hostSwitchedFirst())
        what = "the host switched before the guest";
    if (what.empty())
        return {};
    return what + " (crash host " + std::to_string(faults.crashHostAfter) + ", crash guest " +
           std::to_string(faults.crashGuestAfter) + ", cut " + std::to_string(faults.cutAtMessage) +
           ", fail host " + std::to_string(faults.failHostAction) + ", fail guest " +
           std::to_string(faults.failGuestAction) + ", reaches disk " +
           std::to_string(faults.failedWriteReachesDisk) + ", stays full " +
           std::to_string(faults.diskStaysFull) + ")";
}

constexpr int kMost = 10; // more than either node has actions, and the line messages, in a whole joining

} // namespace

class JoiningDecisionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutFaultsBothAreConfigured();
    void anyCrashesAndAnyCutLeaveBothNodesEqual();
    void anyFailingDiskWithAnyCrashLeavesBothNodesEqual();
    void aGuestThatNeverReturnsLeavesTheHostInDoubtUntilItIsForced();
    void aDecidedGuestTakesBackOnlyWhenForced();
    void abortBeforeTheDecisionTakesBackBoth();
    void anAnswerOfTheClusterItselfEndsTheAsking();
    void wordsOfAnotherJoiningChangeNothing();
    void aSecondProposalIsRefused();
};

void JoiningDecisionTest::withoutFaultsBothAreConfigured() {
    World world({});
    world.run();
    QVERIFY(world.hostLive() && world.guestLive() && world.isQuiet());
    QVERIFY(world.hostActions() < kMost && world.guestActions() < kMost && world.messages() < kMost);
}

void JoiningDecisionTest::anyCrashesAndAnyCutLeaveBothNodesEqual() {
    for (int host = -1; host < kMost; ++host)
        for (int guest = -1; guest < kMost; ++guest)
            for (int cut = -1; cut < kMost; ++cut)
                for (const bool arrives : {false, true}) {
                    Faults faults{host, guest, cut};
                    faults.arrivesBeforeCrash = arrives;
                    const std::string what = wrong(faults);
                    QVERIFY2(what.empty(), what.c_str());
                }
}

void JoiningDecisionTest::anyFailingDiskWithAnyCrashLeavesBothNodesEqual() {
    for (int variant = 0; variant < 8; ++variant)
        for (int failHost = -1; failHost < kMost; ++failHost)
            for (int failGuest = -1; failGuest < kMost; ++failGuest)
                for (int crash = -1; crash < kMost; ++crash)
                    for (int cut = -1; cut < kMost; ++cut) {
                        Faults faults{
                            crash, -1, cut, failHost, failGuest, (variant & 1) != 0, (variant & 2) != 0};
                        std::string what = wrong(faults);
                        QVERIFY2(what.empty(), what.c_str());
                        std::swap(faults.crashHostAfter, faults.crashGuestAfter);
                        what = wrong(faults);
                        QVERIFY2(what.empty(), what.c_str());
                    }
}

void JoiningDecisionTest::aGuestThatNeverReturnsLeavesTheHostInDoubtUntilItIsForced() {
    State host{Side::Host};
    step(host, Heard{Word::Proposal, kId});
    step(host, ConnectionLost{});
    QCOMPARE(step(host, AbortAsked{false}), Actions{Refuse{Refusal::InDoubt}});
    QCOMPARE(host.stage, Stage::Prepared);
    const Actions forced = step(host, AbortAsked{true});
    QCOMPARE(forced, (Actions{PutBack{}, RemoveRecord{}}));
    for (const Action& action : forced)
        performed(host, action);
    QVERIFY(!isOpen(host));
    QCOMPARE(step(host, Heard{Word::Commit, kId}), Actions{Send{Word::Unknown}});
}

void JoiningDecisionTest::aDecidedGuestTakesBackOnlyWhenForced() {
    State guest{Side::Guest, Stage::Decided, kId};
    guest.switched = true;
    QCOMPARE(step(guest, AbortAsked{false}), Actions{Refuse{Refusal::DecidedAlready}});
    step(guest, Heard{Word::Unknown, kId});
    QVERIFY(guest.unknownToHost);
    QCOMPARE(step(guest, AbortAsked{true}), (Actions{Write{Stage::Aborting}, PutBack{}, RemoveRecord{}}));
}

void JoiningDecisionTest::abortBeforeTheDecisionTakesBackBoth() {
    World world({});
    world.connect();
    world.event(world.m_guest, StartAsked{kId});
    world.event(world.m_host, Heard{Word::Proposal, kId});
    world.event(world.m_guest, AbortAsked{false});
    world.event(world.m_guest, Heard{Word::Prepared, kId}); // crossed on the way
    world.repair();
    QVERIFY(!world.hostLive() && !world.guestLive() && world.isQuiet());
}

void JoiningDecisionTest::anAnswerOfTheClusterItselfEndsTheAsking() {
    for (const Side side : {Side::Host, Side::Guest}) {
        State state{side, Stage::Decided, kId};
        QVERIFY(step(state, PeerAnswered{}).empty()); // not switched: there is still something to do
        state.switched = true;
        QCOMPARE(step(state, PeerAnswered{}), Actions{RemoveRecord{}});
    }
}

void JoiningDecisionTest::wordsOfAnotherJoiningChangeNothing() {
    constexpr JoiningId other = {9};
    for (const Side side : {Side::Host, Side::Guest})
        for (const Stage stage : {Stage::Started, Stage::Prepared, Stage::Decided, Stage::Aborting})
            for (int word = 2; word <= 9; ++word) {
                State state{side, stage, kId};
                const State before = state;
                for (const Action& action : step(state, Heard{static_cast<Word>(word), other}))
                    QVERIFY(std::holds_alternative<Send>(action));
                QCOMPARE(state.stage, before.stage);
            }
}

void JoiningDecisionTest::aSecondProposalIsRefused() {
    State host{Side::Host, Stage::Prepared, kId};
    QCOMPARE(step(host, Heard{Word::Proposal, JoiningId{9}}), Actions{Refuse{Refusal::OtherIsOpen}});
    State guest{Side::Guest, Stage::Decided, kId};
    QCOMPARE(step(guest, StartAsked{JoiningId{9}}), Actions{Refuse{Refusal::OtherIsOpen}});
}

QTEST_APPLESS_MAIN(JoiningDecisionTest)
#include "joining_decision_test.moc"
