#include "replication/changes/acknowledgements.h"

#include <QTest>

#include <map>

using namespace understudy;
using namespace understudy::replication;

namespace {

class HandClock final : public Clock {
public:
    Instant now() const override { return m_now; }
    WallTime wall() const override { return WallTime(); }
    void advance(Duration by) { m_now += by; }

private:
    Instant m_now{std::chrono::seconds(1000)};
};

constexpr int kWaiting = -1;

struct Request { // of the application
    int answered = kWaiting;
    Acknowledgements::Waiter waiter() {
        return {this, [](void* self, int error) { static_cast<Request*>(self)->answered = error; }};
    }
};

constexpr SessionNumber kFirst(1);
constexpr SessionNumber kSecond(2);

} // namespace

class AcknowledgementsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsAnsweredWhileNothingIsGranted() {
        Acknowledgements a(m_clock);
        Request r;
        a.localDone(a.begin(r.waiter(), Acknowledgements::Needs::Standby).id, 0);
        QCOMPARE(r.answered, kWaiting);
        a.grantAlone();
        QCOMPARE(r.answered, 0);
    }

    // A confirmation may have been on its way before we stood still, and the standby serve by now: whoever
    // wakes up first must not give it.
    void s14_afterAPauseNothingIsGivenBeforeTheCoreHasDecided() {
        Wakefulness wakefulness(m_clock, std::chrono::seconds(1));
        Acknowledgements a(m_clock, &wakefulness);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        a.localDone(begun.id, 0);
        m_clock.advance(std::chrono::seconds(3)); // the heartbeat's thread has not woken up yet
        a.confirmed(kFirst, {begun.id});
        QCOMPARE(r.answered, kWaiting);
        wakefulness.paused();
        wakefulness.ran(m_clock.now()); // it has, and the core has not yet
        a.reconsider();
        QCOMPARE(r.answered, kWaiting);
        a.grantNothing();
        wakefulness.decided();
        a.reconsider();
        QCOMPARE(r.answered, kWaiting);
        a.grantWithStandby(kFirst); // the standby has served nothing
        QCOMPARE(r.answered, 0);
    }

    void s14_aPauseThatTheCoreThinksNothingOfHoldsNothingBack() {
        Wakefulness wakefulness(m_clock, std::chrono::seconds(1));
        Acknowledgements a(m_clock, &wakefulness);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        wakefulness.paused();
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        a.localDone(begun.id, 0);
        a.confirmed(kFirst, {begun.id});
        QCOMPARE(r.answered, kWaiting);
        wakefulness.decided();
        a.reconsider();
        QCOMPARE(r.answered, 0);
    }

    void aloneNeedsOnlyTheLocalSync() {
        Acknowledgements a(m_clock);
        a.grantAlone();
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        QVERIFY(!begun.ask);
        QCOMPARE(r.answered, kWaiting);
        a.localDone(begun.id, 0);
        QCOMPARE(r.answered, 0);
    }

    void withAStandbyBothHaveToBeDoneInWhateverOrder() {
        Acknowledgements a(m_clock);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        Request localFirst, standbyFirst;
        const auto one = a.begin(localFirst.waiter(), Acknowledgements::Needs::Standby);
        const auto two = a.begin(standbyFirst.waiter(), Acknowledgements::Needs::Standby);
        QVERIFY(one.ask && two.ask);
        a.localDone(one.id, 0);
        a.confirmed(kFirst, {two.id});
        QCOMPARE(localFirst.answered, kWaiting);
        QCOMPARE(standbyFirst.answered, kWaiting);
        a.confirmed(kFirst, {one.id});
        a.localDone(two.id, 0);
        QCOMPARE(localFirst.answered, 0);
        QCOMPARE(standbyFirst.answered, 0);
    }

    void s6_aConfirmationReleasesOnlyWhatItNames() {
        Acknowledgements a(m_clock);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        Request earlier, later;
        const auto one = a.begin(earlier.waiter(), Acknowledgements::Needs::Standby);
        const auto two = a.begin(later.waiter(), Acknowledgements::Needs::Standby);
        a.localDone(one.id, 0);
        a.localDone(two.id, 0);
        a.confirmed(kFirst, {two.id});
        QCOMPARE(later.answered, 0);
        QCOMPARE(earlier.answered, kWaiting);
    }

    void s2_aDroppedStandbyKeepsAcknowledgementsWaitingUntilAloneIsGranted() {
        Acknowledgements a(m_clock);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        a.localDone(begun.id, 0);
        QVERIFY(!a.sessionLost(kFirst));
        a.grantNothing();
        a.confirmed(kFirst, {begun.id}); // too late: the session is given up
        QCOMPARE(r.answered, kWaiting);
        a.grantAlone();
        QCOMPARE(r.answered, 0);
    }

    void s3_finishingNeedsTheStandbyThoughAloneWasGranted() {
        Acknowledgements a(m_clock);
        a.grantAlone();
        a.finishing(kFirst);
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        QVERIFY(begun.ask);
        a.localDone(begun.id, 0);
        QCOMPARE(r.answered, kWaiting);
        // It may have recorded our generation: nothing more until the core has begun a new one.
        QVERIFY(a.sessionLost(kFirst));
        QCOMPARE(r.answered, kWaiting);
        a.grantAlone();
        QCOMPARE(r.answered, 0);
    }

    void aBarrierBegunBeforeTheFinishIsCoveredByIt() {
        Acknowledgements a(m_clock);
        a.grantAlone();
        a.grantNothing();
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        QVERIFY(!begun.ask);
        a.localDone(begun.id, 0);
        a.finishing(kSecond);
        QCOMPARE(r.answered, kWaiting);
        a.grantWithStandby(kSecond);
        QCOMPARE(r.answered, 0);
    }

    // The session ends while the core, which has not heard of it yet, records the standby.
    void s3_aGrantThatComesAfterTheSessionsEndSpeaksForNothing() {
        Acknowledgements a(m_clock);
        a.grantAlone();
        a.finishing(kFirst);
        QVERIFY(a.sessionLost(kFirst));
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        QVERIFY(!begun.ask);
        a.localDone(begun.id, 0);
        a.grantWithStandby(kFirst);
        QCOMPARE(r.answered, kWaiting);
        a.grantAlone();
        QCOMPARE(r.answered, 0);
    }

    // The same where the standby holds the right to take over: we were frozen, it says that all is well, and
    // the word that the stream is gone is still on its way to the core.
    void s14_aGrantAfterAFreezeDoesNotOutliveTheStream() {
        Acknowledgements a(m_clock);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        a.grantNothing();
        QVERIFY(!a.sessionLost(kFirst));
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        a.localDone(begun.id, 0);
        a.grantWithStandby(kFirst);
        QCOMPARE(r.answered, kWaiting);
    }

    void confirmationsOfAnEarlierSessionDoNotCount() {
        Acknowledgements a(m_clock);
        a.finishing(kSecond);
        a.grantWithStandby(kSecond);
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        a.localDone(begun.id, 0);
        a.confirmed(kFirst, {begun.id});
        QCOMPARE(r.answered, kWaiting);
    }

    void aLateConfirmationOfAnEarlierSessionTakesNothingAway() {
        Acknowledgements a(m_clock);
        a.finishing(kSecond);
        a.grantWithStandby(kSecond);
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        a.confirmed(kSecond, {begun.id});
        a.confirmed(kFirst, {begun.id});
        a.localDone(begun.id, 0);
        QCOMPARE(r.answered, 0);
    }

    void aFailedLocalSyncIsReturnedAtOnceAndOnce() {
        Acknowledgements a(m_clock);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::Standby);
        a.localDone(begun.id, EIO);
        QCOMPARE(r.answered, EIO);
        r.answered = kWaiting;
        a.confirmed(kFirst, {begun.id});
        QCOMPARE(r.answered, kWaiting);
    }

    void afterFailAllNothingIsAcknowledgedAnyMore() {
        Acknowledgements a(m_clock);
        a.grantAlone();
        Request waiting, later;
        const auto one = a.begin(waiting.waiter(), Acknowledgements::Needs::Standby);
        a.failAll(EIO);
        QCOMPARE(waiting.answered, EIO);
        a.localDone(one.id, 0);
        const auto two = a.begin(later.waiter(), Acknowledgements::Needs::Standby);
        QVERIFY(!two.ask);
        a.grantAlone();
        a.localDone(two.id, 0);
        QCOMPARE(later.answered, EIO);
    }

    void anAsyncFolderDoesNotWait() {
        Acknowledgements a(m_clock);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        Request r;
        const auto begun = a.begin(r.waiter(), Acknowledgements::Needs::LocalOnly);
        QVERIFY(!begun.ask);
        a.localDone(begun.id, 0);
        QCOMPARE(r.answered, 0);
    }

    void s15_patienceRunsFromTheOldestUnconfirmedBarrier() {
        Acknowledgements a(m_clock);
        a.finishing(kFirst);
        a.grantWithStandby(kFirst);
        QVERIFY(!a.oldestUnconfirmed());
        Request one, two;
        const auto first = a.begin(one.waiter(), Acknowledgements::Needs::Standby);
        m_clock.advance(std::chrono::seconds(4));
        const auto second = a.begin(two.waiter(), Acknowledgements::Needs::Standby);
        m_clock.advance(std::chrono::seconds(1));
        a.confirmed(kFirst, {second.id});
        QCOMPARE(*a.oldestUnconfirmed(), Duration(std::chrono::seconds(5)));
        a.confirmed(kFirst, {first.id});
        QVERIFY(!a.oldestUnconfirmed());
    }

private:
    HandClock m_clock;
};

QTEST_GUILESS_MAIN(AcknowledgementsTest)
#include "acknowledgements_test.moc"
