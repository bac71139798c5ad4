// What a guard demands, condition by condition: a situation in which it holds, and what each condition alone
// keeps from happening. Here are those that random schedules need rare luck to miss, for another one stands
// behind each of them.
#include "cluster/guards.h"
#include "cluster/observe.h"
#include "cluster/transitions.h"

#include <QtTest>

using namespace understudy;
using namespace understudy::cluster;
using namespace std::chrono_literals;

namespace {

constexpr Incarnation kSelf{7, 70};
constexpr Incarnation kPeer{4, 40};
constexpr Incarnation kPeerBefore{3, 40};

Generation numbered(std::uint8_t n) {
    Generation g;
    g.bytes[0] = n;
    return g;
}

// node1, and node2 as it was heard a moment ago; both complete, of one generation.
struct Scene {
    Memory m;
    Event event = Tick{};
    Moment moment{Instant(1000s), WallTime(), numbered(99)};

    Scene() {
        m.self = kSelf;
        m.record.generation = numbered(2);
        m.record.ancestors = {numbered(1)};
        m.record.complete = true;
        m.trustedSince = Instant(0s);
        NodeFacts f;
        f.incarnation = kPeer;
        f.generation = numbered(2);
        f.ancestors = {numbered(1)};
        f.complete = true;
        m.peer.facts = f;
        m.peer.heardAt = moment.now;
    }
    NodeFacts& peer() { return *m.peer.facts; }
    bool holds(Guard guard) const { return guard(Situation{m, event, moment}); }
    std::string row() const {
        const Row* row = chooseRow(Situation{m, event, moment});
        return row == nullptr ? std::string() : row->id;
    }
};

// A standby that may take over from session 5 of this peer.
struct StandbyScene : Scene {
    StandbyScene() {
        m.phase = Phase::Standby;
        m.record.lastRole = Role::Standby;
        m.standby.session = SessionNumber(5);
        m.standby.source = kPeer;
        m.standby.right = Right{kPeer, SessionNumber(5), false};
        peer().serving = true;
        peer().inSyncSession = SessionNumber(5);
    }
};

// PRIM with session 5 in sync.
struct PrimScene : Scene {
    PrimScene() {
        m.phase = Phase::Prim;
        m.record.lastRole = Role::Prim;
        m.serving.session = m.serving.lastSession = SessionNumber(5);
        m.serving.inSync = true;
        peer().closedFor = kSelf;
        peer().closedThrough = SessionNumber(4);
    }
};

} // namespace

class GuardsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void s2_onlyWhatThePeerClosedOfThisLifeIsNoted() {
        PrimScene s;
        QVERIFY(!s.holds(guards::peerNoted));
        s.peer().closedThrough = SessionNumber(5);
        QVERIFY(s.holds(guards::peerNoted));
        s.peer().closedFor = Incarnation{6, 70}; // numbers of an earlier engine of ours mean nothing
        QVERIFY(!s.holds(guards::peerNoted));
    }

    void s2_aStandbyIsNotUnheardTheMomentItCameInSync() {
        PrimScene s;
        s.m.peer.heardAt = Instant(900s);
        QVERIFY(s.holds(guards::peerUnheard));
        s.m.serving.primSince = s.moment.now - 1s; // it was there then, whatever the heartbeats say
        QVERIFY(!s.holds(guards::peerUnheard));
    }

    void s3_aFenceIsBelievedForOneLifeSessionAndGeneration() {
        StandbyScene s;
        const PeerFenced word{kPeer, numbered(2), SessionNumber(5)};
        s.event = word;
        QVERIFY(s.holds(guards::fenceIsValid));
        s.event = PeerFenced{kPeer, numbered(3), SessionNumber(5)};
        QVERIFY(!s.holds(guards::fenceIsValid));
        s.event = PeerFenced{kPeer, numbered(2), SessionNumber(4)};
        QVERIFY(!s.holds(guards::fenceIsValid));
        s.event = PeerFenced{kPeerBefore, numbered(2), SessionNumber(5)};
        QVERIFY(!s.holds(guards::fenceIsValid));
        s.event = word;
        s.m.peer.facts->incarnation = Incarnation{5, 40}; // the next engine serves already
        QVERIFY(!s.holds(guards::fenceIsValid));
    }

    void whatIsHandedOverIsOneSessionOfOneGeneration() {
        StandbyScene s;
        s.peer().serving = false;
        s.peer().yielded = numbered(2);
        s.peer().yieldedSession = SessionNumber(5);
        QVERIFY(s.holds(guards::rightYielded));
        s.peer().yielded = numbered(3);
        QVERIFY(!s.holds(guards::rightYielded));
        s.peer().yielded = numbered(2);
        s.peer().yieldedSession = SessionNumber(4);
        QVERIFY(!s.holds(guards::rightYielded));
    }

    void s3_aloneInTheRecordIsNothingBesideNewerDataOnceHeardOf() {
        Scene s;
        s.m.record.lastRole = Role::Alone;
        QVERIFY(s.holds(guards::ownsHistory));
        s.m.peer.silent = true; // the word of the silent counts
        s.peer().ancestors = {numbered(2), numbered(1)};
        s.peer().generation = numbered(3);
        QVERIFY(!s.holds(guards::ownsHistory));
        s.peer().ancestors = {};
        QVERIFY(!s.holds(guards::ownsHistory)); // diverged
        s.peer().complete = false;
        QVERIFY(s.holds(guards::ownsHistory));
    }

    void s14_whoFrozeDoesNotResumeASwapByItself() {
        Scene s;
        s.m.serving.mayResume = true;
        QVERIFY(s.holds(guards::mayResume));
        QVERIFY(observe(s.m, Paused{2s}, s.moment));
        QVERIFY(!s.holds(guards::mayResume));
        // Frozen while it was closing: the same.
        s.m.record.lastRole = Role::Prim;
        s.m.serving.leavingSince = s.moment.now - 1s;
        std::vector<Action> actions;
        Step step{s.m, s.event, s.moment, actions};
        effects::rememberToResume(step);
        QVERIFY(!s.holds(guards::mayResume));
        s.m.trustedSince = Instant(0s);
        effects::rememberToResume(step);
        QVERIFY(s.holds(guards::mayResume));
    }

    void s14_silenceCountsThoughOurLoopIsLateButNotWhileWeMayHaveStoodStill() {
        Scene s;
        s.m.settings.heartbeatTimeout = 3s;
        const auto at = [&](Duration later, const Event& event) {
            s.moment.now += later;
            static_cast<void>(observe(s.m, event, s.moment));
            return s.holds(guards::peerGone);
        };
        QVERIFY(!at(0s, PeerHeard{s.peer(), true}));
        QVERIFY(!at(1s, Tick{})); // each of these steps comes late; the heartbeats' thread does not
        QVERIFY(!at(1s, Tick{}));
        s.moment.inDoubt = true; // now it does
        QVERIFY(!at(1s, PeerSilent{3s}));
        s.moment.inDoubt = false;
        QVERIFY(at(0s, Tick{}));      // it was only late
        QVERIFY(!at(0s, Paused{3s})); // it had stood still
        QVERIFY(!at(2999ms, Tick{}));
        QVERIFY(at(1ms, Tick{}));
        QVERIFY(!at(0s, PeerHeard{s.peer(), true}));
    }

    void s14_anAnswerFromBeforeTheNextPauseConfirmsNothing() {
        PrimScene s;
        s.m.phase = Phase::Distrusting;
        s.m.peer.confirmed = true;
        s.event = PeerHeard{s.peer(), true};
        QCOMPARE(s.row(), std::string("woke-in-sync"));
        s.moment.inDoubt = true; // it had waited in the queue when this node was frozen once more
        QCOMPARE(s.row(), std::string());
        s.m.serving.inSync = false;
        QCOMPARE(s.row(), std::string());
        s.moment.inDoubt = false;
        QCOMPARE(s.row(), std::string("woke-undecided"));

        StandbyScene standby;
        standby.m.standby.right->suspended = true;
        standby.m.peer.confirmed = standby.moment.inDoubt = true;
        standby.event = PeerHeard{standby.peer(), true};
        QCOMPARE(standby.row(), std::string());
        standby.moment.inDoubt = false;
        QCOMPARE(standby.row(), std::string("in-sync-again"));
    }

    void anAdministratorsStartBeginsTheTriesAnew() {
        for (const auto& [command, phase] :
             {std::pair(Command::Start, Phase::Stopped), std::pair(Command::ForceStart, Phase::Waiting)}) {
            Scene s;
            s.m.phase = phase;
            s.m.peer.silent = true;
            s.m.serving.restarts.assign(s.m.settings.maxLoop, s.moment.now - 1s);
            s.m.serving.addressTries = s.m.settings.maxLoop + 1;
            QVERIFY(!s.holds(guards::restartsLeft) && s.holds(guards::addressHopeless));
            s.event = Asked{RequestId(1), command, "admin"};
            std::vector<Action> actions;
            Step step{s.m, s.event, s.moment, actions};
            for (const Effect effect : chooseRow(Situation{s.m, s.event, s.moment})->effects)
                effect(step);
            QVERIFY(s.holds(guards::restartsLeft) && !s.holds(guards::addressHopeless));
        }
    }

    void nothingIsHandedOverToOneThatGaveItsRightUp() {
        PrimScene s;
        QVERIFY(s.holds(guards::canYield));
        s.peer().closedThrough = SessionNumber(5);
        QVERIFY(!s.holds(guards::canYield));
    }

    void whoHandedOverLeavesTheOtherTheTimeToTake() {
        Scene s;
        s.m.phase = Phase::Standby;
        s.m.serving.lastSession = s.m.serving.yieldedSession = SessionNumber(5);
        s.m.standby.target.level = Resource::Level::Up;
        s.event = PeerHeard{s.peer()};
        QVERIFY(s.holds(guards::peerMayTakeOver));
        QCOMPARE(s.row(), std::string());
        s.peer().closedFor = kSelf;
        s.peer().closedThrough = SessionNumber(5);
        QVERIFY(!s.holds(guards::peerMayTakeOver));
        QCOMPARE(s.row(), std::string("peer-stopped-serving"));
    }

    void ofTwoThatServeBothNodesNameTheSameOne() {
        for (const bool mine : {false, true}) {
            for (const bool theirs : {false, true}) {
                Scene one, two;
                two.m.settings.self = NodeId::Node2;
                one.m.record.generation = two.peer().generation = numbered(10);
                two.m.record.generation = one.peer().generation = numbered(20);
                one.m.record.tookOver = two.peer().tookOver = mine;
                two.m.record.tookOver = one.peer().tookOver = theirs;
                one.peer().serving = two.peer().serving = true;
                QVERIFY(one.holds(guards::givesWay) != two.holds(guards::givesWay));
                // Who took over from one that may have been alive has less of a claim; else node1 stays.
                QCOMPARE(one.holds(guards::givesWay), mine && !theirs);
            }
        }
    }

    void s3_aRestartedPeerIsReplacedOnlyInOurGeneration() {
        StandbyScene s;
        s.peer().incarnation = Incarnation{5, 41};
        s.peer().serving = false;
        s.event = PeerHeard{s.peer()};
        QCOMPARE(s.row(), std::string("take-peer-restarted"));
        s.peer().generation = numbered(3);
        QCOMPARE(s.row(), std::string("right-of-earlier-life"));
    }

    void s14_whoFrozeGoesOnOnlyWithAStandbyOfItsGeneration() {
        PrimScene s;
        s.m.phase = Phase::Distrusting;
        s.m.peer.confirmed = true;
        s.event = PeerHeard{s.peer()};
        QCOMPARE(s.row(), std::string("woke-in-sync"));
        s.m.peer.confirmed = false;
        QVERIFY(s.row() != "woke-in-sync");
        s.m.peer.confirmed = true;
        s.peer().generation = numbered(1);
        QCOMPARE(s.row(), std::string("woke-undecided"));
    }

    void s3_anEarlierLifeOfThePeerIsNotHeard() {
        Scene s;
        NodeFacts old = s.peer();
        old.incarnation = kPeerBefore;
        QVERIFY(!observe(s.m, PeerHeard{old}, s.moment));
        QVERIFY(s.peer().incarnation == kPeer);
    }

    void aLateAnswerToAnEarlierActionMeansNothing() {
        using Level = Resource::Level;
        Scene s;
        Resource& source = s.m.serving.source;
        const auto opened = [&](std::uint64_t n) { return observe(s.m, SourceOpened{Ticket(n)}, s.moment); };
        const auto closed = [&](std::uint64_t n) { return observe(s.m, SourceClosed{Ticket(n)}, s.moment); };
        source = {Level::Rising, Ticket(8)};
        QVERIFY(!opened(7) && !closed(8) && source.level == Level::Rising);
        QVERIFY(opened(8) && source.up());
        source = {Level::Falling, Ticket(9)};
        QVERIFY(!opened(8) && !closed(8) && source.level == Level::Falling);
        QVERIFY(closed(9) && source.down());
        Resource& services = s.m.serving.services;
        services = {Level::Rising, Ticket(11)}; // started again: the earlier start's death is no news
        QVERIFY(!observe(s.m, ServiceFailed{Ticket(10), {}, {}}, s.moment) &&
                services.level == Level::Rising);
    }

    // Two records under way: the first is on the disk, and says so only after the second has failed.
    void aRecordThatFailedLeavesTheOneBeforeIt() {
        Scene s;
        s.m.durable = s.m.record;
        Record first = s.m.record, second = s.m.record;
        first.generation = numbered(3);
        second.generation = numbered(4);
        s.m.saving = {SaveRecord{Ticket(1), first}, SaveRecord{Ticket(2), second}};
        s.m.record = second;
        QVERIFY(observe(s.m, RecordFailed{Ticket(2), Error{}}, s.moment));
        QVERIFY(s.m.record == first && s.m.durable == first && s.m.saving.empty());
        QVERIFY(!observe(s.m, RecordSaved{Ticket(1)}, s.moment));
        QVERIFY(s.m.record == first && s.m.durable == first);
    }

    void s9_aFolderIsClosedAfterTheServicesAndTheAddress() {
        PrimScene s;
        s.m.serving.services.level = s.m.serving.address.level = s.m.serving.source.level =
            Resource::Level::Up;
        const auto closing = [&] {
            std::vector<Action> actions;
            Step step{s.m, s.event, s.moment, actions};
            effects::leaveNext(step);
            return actions;
        };
        QVERIFY(closing().empty());
        s.m.serving.services.level = Resource::Level::Down;
        auto next = closing();
        QCOMPARE(next.size(), std::size_t(1));
        QVERIFY(std::holds_alternative<DropAddress>(next.front()));
        s.m.serving.address.level = Resource::Level::Down;
        next = closing();
        QCOMPARE(next.size(), std::size_t(1));
        QVERIFY(std::holds_alternative<CloseSource>(next.front()));
        QVERIFY(std::get<CloseSource>(next.front()).how == Closing::Drain);
    }
};

QTEST_APPLESS_MAIN(GuardsTest)
#include "guards_test.moc"
