// What packets mean, with times of our own.

#include "link/peer_watch.h"

#include <QTest>

using namespace understudy;
using namespace understudy::link;
using namespace std::chrono_literals;
using Verdict = PeerWatch::Verdict;

namespace {

Instant at(Duration d) {
    return Instant(100s + d);
}

// Node2 as the watch sees it: numbers its packets and moves its steps, unless told otherwise.
struct Peer {
    Incarnation incarnation{5, 50};
    std::uint64_t sequence = 0;
    std::uint64_t steps = 0;
    bool stuck = false;

    HeartbeatPacket next(Echo echo = {}) {
        HeartbeatPacket p;
        p.sender = NodeId::Node2;
        p.sequence = ++sequence;
        p.echo = echo;
        p.facts.incarnation = incarnation;
        p.facts.steps = stuck ? steps : ++steps;
        return p;
    }
};

PeerWatch watchFrom(Instant start, std::size_t networks = 1) {
    return PeerWatch(
        {.self = {3, 30}, .networks = networks, .timeout = 3s, .stuckAfter = 10s, .pauseAfter = 3s}, start);
}

} // namespace

class PeerWatchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPeerThatWasNeverHeardBecomesSilentOnce();
    void silenceIsSaidOnceAndAgainAfterThePeerWasHeard();
    void oneNetworkIsEnough();
    void theSamePacketOverASecondNetworkIsADuplicate();
    void anOlderOrEqualSequenceOnOneNetworkIsAReplay();
    void s3_packetsAndFencedOfAnEarlierEngineAreOld();
    void aRestartedEngineBeginsAnew();
    void s15_aPeerWhoseStepsStandStillIsSilent();
    void s15_stepsAreNotJudgedWhileNothingComes();
    void s14_anOwnPauseIsSeenAndSilenceMeasuredAnew();
    void s14_aPauseShorterThanTheTimeoutIsTold();
    void s14_onlyAnAnswerToWhatWasSentAfterWakingAnswersLatest();
    void s14_anEchoOfAnEarlierEngineOfOursAnswersNothing();
    void roundTripLeavesOutHowLongThePeerHeldThePacket();
    void lossIsTheShareOfMissingSequences();
    void theDeadlineIsWhenSilenceWouldBeSaid();
};

void PeerWatchTest::aPeerThatWasNeverHeardBecomesSilentOnce() {
    PeerWatch watch = watchFrom(at(0s));
    QVERIFY(!watch.becameSilent(at(2999ms)));
    QCOMPARE(watch.becameSilent(at(3s)), std::optional<Duration>(3s));
    QVERIFY(!watch.becameSilent(at(60s)));
}

void PeerWatchTest::silenceIsSaidOnceAndAgainAfterThePeerWasHeard() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    QCOMPARE(watch.heard(0, peer.next(), at(1s)), Verdict::NewIncarnation);
    QVERIFY(!watch.becameSilent(at(3900ms)));
    QVERIFY(watch.becameSilent(at(4s)));
    QVERIFY(!watch.becameSilent(at(9s)));
    QCOMPARE(watch.heard(0, peer.next(), at(10s)), Verdict::New);
    QVERIFY(!watch.becameSilent(at(12s)));
    QVERIFY(watch.becameSilent(at(13s)));
}

void PeerWatchTest::oneNetworkIsEnough() {
    PeerWatch watch = watchFrom(at(0s), 2);
    Peer peer;
    for (auto t = 0s; t < 20s; t += 1s) {
        watch.heard(1, peer.next(), at(t));
        QVERIFY(!watch.becameSilent(at(t + 900ms)));
    }
    QVERIFY(!watch.health(0).lastHeard);
    QCOMPARE(watch.health(1).received, std::uint64_t(20));
}

void PeerWatchTest::theSamePacketOverASecondNetworkIsADuplicate() {
    PeerWatch watch = watchFrom(at(0s), 2);
    Peer peer;
    const auto first = peer.next();
    const auto second = peer.next();
    QCOMPARE(watch.heard(0, first, at(1s)), Verdict::NewIncarnation);
    QCOMPARE(watch.heard(0, second, at(2s)), Verdict::New);
    QCOMPARE(watch.heard(1, first, at(2s)), Verdict::Duplicate); // late: its facts are replaced already
    QCOMPARE(watch.heard(1, second, at(4s)), Verdict::Duplicate);
    QCOMPARE(watch.health(1).received, std::uint64_t(2));
    QCOMPARE(watch.health(1).lastHeard, std::optional<Instant>(at(4s)));
    QVERIFY(watch.becameSilent(at(5s))); // a late duplicate is no sign of life
}

void PeerWatchTest::anOlderOrEqualSequenceOnOneNetworkIsAReplay() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    const auto first = peer.next();
    const auto second = peer.next();
    watch.heard(0, first, at(1s));
    watch.heard(0, second, at(2s));
    QCOMPARE(watch.heard(0, first, at(4s)), Verdict::Replayed);
    QCOMPARE(watch.heard(0, second, at(4s)), Verdict::Replayed);
    QVERIFY(watch.becameSilent(at(5s)));
}

void PeerWatchTest::s3_packetsAndFencedOfAnEarlierEngineAreOld() {
    PeerWatch watch = watchFrom(at(0s));
    Peer before;
    Peer after;
    after.incarnation = {6, 50};
    const auto recorded = before.next();
    watch.heard(0, recorded, at(1s));
    QCOMPARE(watch.heard(0, after.next(), at(1s)), Verdict::NewIncarnation);
    QCOMPARE(watch.heard(0, before.next(), at(2s)), Verdict::OldIncarnation);
    QCOMPARE(watch.heard(0, recorded, at(2s)), Verdict::OldIncarnation);
    QVERIFY(watch.isFromOldIncarnation({NodeId::Node2, before.incarnation, {}, {}}));
    QVERIFY(!watch.isFromOldIncarnation({NodeId::Node2, after.incarnation, {}, {}}));
    Peer impossible;
    impossible.incarnation = {6, 51};
    QCOMPARE(watch.heard(0, impossible.next(), at(2s)), Verdict::OldIncarnation);
}

void PeerWatchTest::aRestartedEngineBeginsAnew() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    const auto sent = watch.nextSequence();
    for (int i = 0; i < 5; ++i)
        watch.heard(0, peer.next({3, sent, at(0s), 0s}), at(1s));
    QVERIFY(watch.answersLatest());
    Peer restarted;
    restarted.incarnation = {6, 50};
    QCOMPARE(watch.heard(0, restarted.next(), at(2s)), Verdict::NewIncarnation);
    QVERIFY(!watch.answersLatest()); // it has heard nothing yet
    QCOMPARE(watch.heard(0, restarted.next(), at(2s)), Verdict::New);
}

void PeerWatchTest::s15_aPeerWhoseStepsStandStillIsSilent() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    watch.heard(0, peer.next(), at(0s));
    peer.stuck = true;
    for (auto t = 1s; t < 10s; t += 1s) {
        QCOMPARE(watch.heard(0, peer.next(), at(t)), Verdict::New);
        QVERIFY(!watch.becameSilent(at(t)));
    }
    QCOMPARE(watch.heard(0, peer.next(), at(10s)), Verdict::New);
    QCOMPARE(watch.becameSilent(at(10s)), std::optional<Duration>(10s));
    // Its packets go on saying what it believed when it got stuck: they are no sign of life.
    QCOMPARE(watch.heard(0, peer.next(), at(11s)), Verdict::Stuck);
    QVERIFY(!watch.becameSilent(at(60s)));
    QCOMPARE(watch.heard(0, peer.next(), at(61s)), Verdict::Stuck);
    peer.stuck = false;
    QCOMPARE(watch.heard(0, peer.next(), at(62s)), Verdict::New);
    QVERIFY(!watch.becameSilent(at(63s)));
    QVERIFY(watch.becameSilent(at(65s)));
}

void PeerWatchTest::s15_stepsAreNotJudgedWhileNothingComes() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    watch.heard(0, peer.next(), at(0s));
    QVERIFY(watch.becameSilent(at(3s)));
    peer.stuck = true;
    QCOMPARE(watch.heard(0, peer.next(), at(30s)), Verdict::New); // the steps are looked at from here on
    QVERIFY(!watch.becameSilent(at(31s)));
}

void PeerWatchTest::s14_anOwnPauseIsSeenAndSilenceMeasuredAnew() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    watch.heard(0, peer.next(), at(0s));
    QVERIFY(!watch.notice(at(2s)));
    QVERIFY(!watch.notice(at(4999ms)));
    QCOMPARE(watch.notice(at(64999ms)), std::optional<Duration>(60s));
    QVERIFY(!watch.becameSilent(at(65s)));
    QVERIFY(!watch.notice(at(67s)));
    QVERIFY(!watch.becameSilent(at(67998ms)));
    QCOMPARE(watch.becameSilent(at(67999ms)), std::optional<Duration>(3s));
    // A peer that was silent before the pause is said to be so again, a full timeout after it.
    QVERIFY(watch.notice(at(200s)));
    QVERIFY(!watch.becameSilent(at(202s)));
    QVERIFY(watch.becameSilent(at(203s)));
}

// A standby is dropped long before the heartbeat's timeout: it must hear that it slept, or it would take over
// without what was acknowledged meanwhile.
void PeerWatchTest::s14_aPauseShorterThanTheTimeoutIsTold() {
    PeerWatch watch({.self = {3, 30}, .networks = 1, .timeout = 30s, .stuckAfter = 10s, .pauseAfter = 2500ms},
                    at(0s));
    QVERIFY(!watch.notice(at(2499ms)));
    QCOMPARE(watch.notice(at(4999ms)), std::optional<Duration>(2500ms));
    QCOMPARE(watch.notice(at(14999ms)), std::optional<Duration>(10s));
    QVERIFY(!watch.becameSilent(at(44998ms)));
    QVERIFY(watch.becameSilent(at(44999ms)));
}

void PeerWatchTest::s14_onlyAnAnswerToWhatWasSentAfterWakingAnswersLatest() {
    PeerWatch watch = watchFrom(at(0s), 2);
    Peer peer;
    const auto before = watch.nextSequence();
    watch.heard(0, peer.next(), at(1s));
    QVERIFY(!watch.answersLatest()); // it has not heard us
    watch.heard(0, peer.next({3, before, at(0s), 0s}), at(1s));
    QVERIFY(watch.answersLatest());
    watch.notice(at(30s));
    // Lay in the socket while we were frozen.
    QCOMPARE(watch.heard(0, peer.next({3, before, at(0s), 0s}), at(30s)), Verdict::New);
    QVERIFY(!watch.answersLatest());
    const auto after = watch.nextSequence();
    // The second network shows the answer first; the next packet over any network comes after it.
    HeartbeatPacket same = peer.next({3, before, at(0s), 0s});
    watch.heard(0, same, at(31s));
    QVERIFY(!watch.answersLatest());
    same.echo.sequence = after;
    QCOMPARE(watch.heard(1, same, at(31s)), Verdict::Duplicate);
    QCOMPARE(watch.heard(0, peer.next({3, before, at(0s), 0s}), at(32s)), Verdict::New);
    QVERIFY(watch.answersLatest());
}

void PeerWatchTest::s14_anEchoOfAnEarlierEngineOfOursAnswersNothing() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    watch.nextSequence();
    watch.heard(0, peer.next({2, 9000, at(0s), 0s}), at(1s));
    QVERIFY(!watch.answersLatest());
    QVERIFY(!watch.health(0).roundTrip);
}

void PeerWatchTest::roundTripLeavesOutHowLongThePeerHeldThePacket() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    const auto sent = watch.nextSequence();
    watch.heard(0, peer.next({3, sent, at(0s), 900ms}), at(904ms));
    QCOMPARE(watch.health(0).roundTrip, std::optional<Duration>(4ms));
    const Echo echo = watch.echoFor(0, at(1s));
    QCOMPARE(echo.held, Duration(96ms));
    QCOMPARE(echo.starts, std::uint64_t(5));
    QCOMPARE(echo.sequence, std::uint64_t(1));
}

void PeerWatchTest::lossIsTheShareOfMissingSequences() {
    PeerWatch watch = watchFrom(at(0s));
    Peer peer;
    peer.sequence = 1000; // whatever was sent before the first packet is no loss
    for (int i = 0; i < 40; ++i) {
        watch.heard(0, peer.next(), at(1s));
        peer.next(); // lost
    }
    QVERIFY(qAbs(watch.health(0).loss - 0.5) < 0.02);
    for (int i = 0; i < 64; ++i)
        watch.heard(0, peer.next(), at(1s));
    QCOMPARE(watch.health(0).loss, 0.0);
    peer.sequence += 1000; // a long cut
    watch.heard(0, peer.next(), at(1s));
    QVERIFY(watch.health(0).loss > 0.98);
}

void PeerWatchTest::theDeadlineIsWhenSilenceWouldBeSaid() {
    PeerWatch watch = watchFrom(at(0s));
    QCOMPARE(watch.deadline(), std::optional<Instant>(at(3s)));
    Peer peer;
    watch.heard(0, peer.next(), at(1s));
    QCOMPARE(watch.deadline(), std::optional<Instant>(at(4s)));
    peer.stuck = true;
    watch.heard(0, peer.next(), at(10s));
    QCOMPARE(watch.deadline(), std::optional<Instant>(at(11s)));
    QVERIFY(watch.becameSilent(at(11s)));
    QVERIFY(!watch.deadline());
}

QTEST_GUILESS_MAIN(PeerWatchTest)
#include "peer_watch_test.moc"
