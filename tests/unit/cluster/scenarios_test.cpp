// Named scenarios: a few lines to set up, a fault, then what holds. Every one runs with all invariants of the
// simulation; the transcripts tell the same protocol at length.
#include "simulation/engine.h"
#include "simulation/world.h"

#include <QtTest>

using namespace understudy;
using namespace understudy::cluster;
using namespace understudy::simulation;
using namespace std::chrono_literals;

namespace {

constexpr unsigned kOne = 0;
constexpr unsigned kTwo = 1;

// Both nodes up: node1 PRIM, node2 SECOND, patience 2 s.
struct Cluster {
    World world{1, true};

    explicit Cluster(Duration heartbeatTimeout = 3s) {
        for (unsigned node : {kOne, kTwo}) {
            world.machine(node).settings.heartbeatTimeout = heartbeatTimeout;
            world.machine(node).settings.standbyTimeout = 2s;
            world.machine(node).startEngine();
            ask(node, Command::Start);
        }
        becomes(kOne, NodeState::Prim, Colour::Green);
        becomes(kTwo, NodeState::Second, Colour::Green);
    }
    void ask(unsigned node, Command command) { world.machine(node).engine().ask(command); }
    NodeView view(unsigned node) { return world.machine(node).engine().view(); }
    bool becomes(unsigned node, NodeState state, Colour colour, Duration within = 20s) {
        return world.runUntil(within, [=, this] {
            return world.machine(node).active() && view(node).state == state && view(node).colour == colour;
        });
    }
    std::size_t acknowledged() { return world.acknowledgements().size(); }
    bool holds() { return world.violation().empty(); }
};

} // namespace

class ScenariosTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void powerCutOfTheServingNode_theStandbyServesEveryAcknowledgedWrite() {
        Cluster c;
        c.world.run(5s);
        c.world.machine(kOne).cutPower();
        QVERIFY(c.becomes(kTwo, NodeState::Alone, Colour::Green, 5s));
        QVERIFY(c.acknowledged() > 10);
        QVERIFY(c.world.unexcusedGaps(kTwo).empty());
        c.world.machine(kOne).boot();
        QVERIFY(c.becomes(kOne, NodeState::Second, Colour::Green));
        QVERIFY(c.holds());
    }

    void s2_nothingIsAcknowledgedAloneBeforeTheStandbyNotedIt() {
        Cluster c;
        c.world.network.from(kOne).cut = true; // node2 cannot hear that it is dropped, node1 hears node2
        c.world.run(100ms);
        c.world.machine(kOne).engine().source.breakStream();
        c.world.run(100ms);
        const std::size_t before = c.acknowledged();
        c.world.run(2500ms);
        QCOMPARE(c.acknowledged(), before);
        QVERIFY(c.becomes(kTwo, NodeState::Alone, Colour::Green)); // node1 is silent for it, and gives way
        c.world.network.from(kOne).cut = false;
        QVERIFY(c.becomes(kOne, NodeState::Second, Colour::Green));
        QVERIFY(c.holds());
    }

    void s2_aStandbyThatWasDroppedDoesNotTakeOver() {
        Cluster c;
        c.world.machine(kTwo).engine().target.breakStream();
        QVERIFY(c.becomes(kOne, NodeState::Alone, Colour::Green));
        c.world.machine(kOne).cutPower();
        c.world.run(10s);
        QCOMPARE(c.view(kTwo).state, NodeState::Wait);
        QCOMPARE(c.view(kTwo).colour, Colour::Red);
        QCOMPARE(c.view(kTwo).data, DataStatus::NotUpToDate);
        QVERIFY(c.holds());
    }

    void s2_aRestartedStandbyHasNoRight() {
        Cluster c;
        c.world.machine(kTwo).crashEngine();
        c.world.machine(kOne).cutPower();
        c.world.run(10s);
        QCOMPARE(c.view(kTwo).state, NodeState::Wait);
        QCOMPARE(c.view(kTwo).colour, Colour::Red);
        QVERIFY(c.holds());
    }

    void s3_primInTheRecordIsNoRightToServe() {
        Cluster c;
        c.world.machine(kTwo).cutPower();
        c.world.machine(kOne).cutPower();
        c.world.machine(kOne).boot();
        c.world.run(10s);
        QCOMPARE(c.view(kOne).state, NodeState::Wait);
        QCOMPARE(c.view(kOne).colour, Colour::Red);
        QCOMPARE(c.view(kOne).row, std::string("unknown-and-silent"));
    }

    void s3_aloneInTheRecordServes() {
        Cluster c;
        c.ask(kTwo, Command::Stop);
        QVERIFY(c.becomes(kOne, NodeState::Alone, Colour::Green));
        c.world.machine(kTwo).cutPower();
        c.world.machine(kOne).cutPower();
        c.world.machine(kOne).boot();
        QVERIFY(c.becomes(kOne, NodeState::Alone, Colour::Green));
    }

    void s3_aFenceOfAnEarlierEngineIsNotBelieved() {
        Cluster c;
        const PeerFenced early{Incarnation{0, 1}, c.world.machine(kOne).disk.record.generation,
                               SessionNumber(1)};
        c.world.machine(kTwo).engine().post(early);
        c.world.run(1s);
        QCOMPARE(c.view(kTwo).state, NodeState::Second);
        PeerFenced otherSession = c.world.machine(kOne).engine().fenceWord();
        otherSession.session = SessionNumber(7);
        c.world.machine(kTwo).engine().post(otherSession);
        c.world.run(1s);
        QCOMPARE(c.view(kTwo).state, NodeState::Second);
        c.world.machine(kTwo).engine().post(c.world.machine(kOne).engine().fenceWord());
        QVERIFY(c.becomes(kTwo, NodeState::Wait, Colour::Magenta, 1s));
    }

    void s9_aSwapLosesNothingAndNeedsNoNewGeneration() {
        Cluster c;
        const Generation before = c.world.machine(kOne).disk.record.generation;
        c.ask(kOne, Command::Swap);
        QVERIFY(c.becomes(kTwo, NodeState::Prim, Colour::Green));
        QVERIFY(c.becomes(kOne, NodeState::Second, Colour::Green));
        QCOMPARE(c.world.machine(kTwo).disk.record.generation, before);
        QVERIFY(c.holds());
    }

    void s14_aFrozenPrimGivesUpTheAddressAndAcknowledgesNothing() {
        Cluster c;
        c.world.machine(kOne).pause(Duration{}, Machine::Clock::Shows);
        QVERIFY(c.becomes(kTwo, NodeState::Alone, Colour::Green));
        c.world.machine(kTwo).cutPower();
        c.world.machine(kOne).resume();
        c.world.run(100ms);
        QVERIFY(!c.world.machine(kOne).addressHeld);
        const std::size_t before = c.acknowledged();
        c.world.run(10s);
        QCOMPARE(c.acknowledged(), before);
        QCOMPARE(c.view(kOne).colour, Colour::Red);
        c.world.machine(kTwo).boot();
        QVERIFY(c.becomes(kTwo, NodeState::Prim, Colour::Green));
        QVERIFY(c.holds());
    }

    void s14_twoThatFreezeTogetherDoNotDistrustEachOtherWithoutEnd() {
        Cluster c;
        c.world.machine(kOne).pause(5s, Machine::Clock::Shows);
        c.world.machine(kTwo).pause(5s, Machine::Clock::Shows);
        c.world.run(7s);
        QVERIFY(c.becomes(kOne, NodeState::Prim, Colour::Green));
        QVERIFY(c.becomes(kTwo, NodeState::Second, Colour::Green));
    }

    void s14_aFrozenStandbyWaitsForTheWordOfTheServingNode() {
        Cluster c;
        c.world.machine(kTwo).pause(Duration{}, Machine::Clock::Shows);
        QVERIFY(c.becomes(kOne, NodeState::Alone, Colour::Green));
        c.world.machine(kOne).cutPower();
        c.world.machine(kTwo).resume();
        c.world.run(10s);
        QCOMPARE(c.view(kTwo).state, NodeState::Wait);
        QVERIFY(c.holds());
    }

    // Frozen for much less than the timeout, and yet dropped meanwhile; what was said to it then is lost.
    void s14_aStandbyThatFrozeBrieflyDoesNotTakeOverOnItsMemory() {
        Cluster c(30s);
        c.world.machine(kTwo).pause(Duration{}, Machine::Clock::Shows, Machine::Ears::Shut);
        QVERIFY(c.becomes(kOne, NodeState::Alone, Colour::Green, 8s));
        c.world.run(2s);
        c.world.machine(kOne).cutPower();
        c.world.run(100ms);
        c.world.machine(kTwo).resume();
        c.world.run(60s);
        QCOMPARE(c.view(kTwo).state, NodeState::Wait);
        QVERIFY2(c.holds(), c.world.violation().c_str());
    }

    void s15_aHangingDiskIsAFailureAndIsHandedOver() {
        Cluster c;
        c.world.machine(kOne).engine().source.diskStuck();
        QVERIFY(c.becomes(kTwo, NodeState::Alone, Colour::Green, 3s));
        QCOMPARE(c.view(kOne).state, NodeState::Stop);
        QVERIFY(c.holds());
    }

    void s16_whatDivergedIsKeptBeside() {
        Cluster c;
        c.world.network.from(kOne).cut = c.world.network.from(kTwo).cut = true;
        c.world.network.noteFaults();
        QVERIFY(c.becomes(kTwo, NodeState::Alone, Colour::Green));
        c.world.run(5s);
        c.world.network.from(kOne).cut = c.world.network.from(kTwo).cut = false;
        QVERIFY(c.becomes(kOne, NodeState::Prim, Colour::Green)); // the one that did not take over stays
        QVERIFY(c.becomes(kTwo, NodeState::Second, Colour::Green));
        QCOMPARE(c.world.machine(kTwo).disk.aside.size(), std::size_t(1));
        QVERIFY(c.holds());
    }

    void rule3_aFailedRecordIsHeardBeforeWhatWaitedAlready() {
        Cluster c;
        c.world.machine(kOne).disk.recordsFail = true;
        bool failing = false, heard = false, late = false;
        c.world.onStep = [&](unsigned node, const Event& event, const std::vector<Action>& actions) {
            if (node != kOne || heard)
                return;
            heard = std::holds_alternative<RecordFailed>(event);
            late = late || (failing && !heard);
            failing = failing || std::any_of(actions.begin(), actions.end(), [](const Action& action) {
                          return std::holds_alternative<SaveRecord>(action);
                      });
            if (failing && !heard)
                c.world.machine(kOne).engine().post(Tick{});
        };
        c.world.machine(kTwo).cutPower();
        c.world.run(8s);
        QVERIFY(heard && !late);
        QCOMPARE(c.view(kOne).state, NodeState::Stop);
        QVERIFY(c.holds());
    }

    void rule4_aCopyInTheMiddleOfASynchronisationDoesNotServe() {
        Cluster c;
        c.ask(kTwo, Command::Stop);
        QVERIFY(c.becomes(kTwo, NodeState::Stop, Colour::Red));
        c.world.run(5s);
        c.ask(kTwo, Command::Start);
        QVERIFY(c.world.runUntil(5s, [&] { return !c.world.machine(kTwo).disk.record.complete; }));
        c.world.machine(kOne).cutPower();
        c.world.run(10s);
        QCOMPARE(c.view(kTwo).row, std::string("incomplete-and-silent"));
        QVERIFY(c.holds());
    }
};

QTEST_APPLESS_MAIN(ScenariosTest)
#include "scenarios_test.moc"
