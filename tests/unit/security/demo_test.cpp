// The demo period, with a clock that may do anything.

#include "security/licence/demo.h"

#include <QTest>

#include <random>

using namespace understudy;
using namespace understudy::security;
using namespace std::chrono_literals;

namespace {

const WallTime kStart = WallTime(500000h);

} // namespace

class DemoTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itLastsThreeDays();
    void thenTheApplicationIsStoppedOnceADay();
    void aMonthOffBringsOneStop();
    void aClockSetBackProlongsNothing();
    void aClockSetBackEachDayProlongsNothing();
    void aClockSetForwardAndBackHasUsedThatTime();
    void whateverTheClockDoesTrustedTimeNeverGoesBack();
    void aRecordSurvivesBeingWrittenAndRead();
    void aBrokenRecordIsSeenAndCountsAsOver();
    void theDayForLicencesIsTheTrustedOne();
};

void DemoTest::itLastsThreeDays() {
    auto record = beginDemo(kStart);
    QVERIFY(demoStanding(record).timeLeft == 72h);
    record = demoSeen(record, kStart + 71h + 59min);
    QVERIFY(!demoStanding(record).over && demoStanding(record).timeLeft == 1min &&
            !demoStanding(record).stopDue);
    record = demoSeen(record, kStart + 72h);
    QVERIFY(demoStanding(record).over && demoStanding(record).timeLeft == 0ms);
}

void DemoTest::thenTheApplicationIsStoppedOnceADay() {
    auto record = demoSeen(beginDemo(kStart), kStart + 72h);
    int stops = 0;
    for (auto hour = 72h; hour < 72h + 24h * 60; hour += 1h) {
        record = demoSeen(record, kStart + hour);
        if (demoStanding(record).stopDue) {
            ++stops;
            record = demoStopped(record);
            QVERIFY(!demoStanding(record).stopDue);
        }
    }
    QCOMPARE(stops, 60);
}

void DemoTest::aMonthOffBringsOneStop() {
    auto record = demoStopped(demoSeen(beginDemo(kStart), kStart + 100h));
    record = demoSeen(record, kStart + 900h);
    QVERIFY(demoStanding(record).stopDue);
    QVERIFY(!demoStanding(demoStopped(record)).stopDue);
}

void DemoTest::aClockSetBackProlongsNothing() {
    auto record = demoSeen(beginDemo(kStart), kStart + 71h);
    record = demoSeen(record, kStart); // back to the first day
    QVERIFY(demoStanding(record).timeLeft == 1h);
    record = demoSeen(record, kStart + 59min);
    QVERIFY(demoStanding(record).timeLeft == 1min);
    record = demoSeen(record, kStart + 1h);
    QVERIFY(demoStanding(record).over);
    record = demoSeen(record, WallTime(0h));
    QVERIFY(demoStanding(record).over);
}

void DemoTest::aClockSetBackEachDayProlongsNothing() {
    auto record = beginDemo(kStart);
    for (int day = 0; day < 3; ++day) {
        QVERIFY(!demoStanding(record).over);
        for (auto minute = 0min; minute <= 24h; minute += 5min)
            record = demoSeen(record, kStart + minute);
    }
    QVERIFY(demoStanding(record).over);
}

void DemoTest::aClockSetForwardAndBackHasUsedThatTime() {
    auto record = demoSeen(beginDemo(kStart), kStart + 1000h);
    record = demoSeen(record, kStart + 1h);
    QVERIFY(demoStanding(record).over);
}

void DemoTest::whateverTheClockDoesTrustedTimeNeverGoesBack() {
    std::mt19937_64 random(42);
    auto record = beginDemo(kStart);
    WallTime highest = kStart;
    for (int i = 0; i < 20000; ++i) {
        const auto before = record.trusted;
        const WallTime now = i % 50 == 0
                                 ? WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(random())))
                                 : record.seen + std::chrono::milliseconds(random() % 100000) - 40s;
        record = demoSeen(record, now);
        QVERIFY(record.trusted >= before);
        highest = std::max(highest, record.seen);
        QVERIFY(record.trusted >= highest);
        QVERIFY(DemoRecord::fromText(record.toText()) == record);
    }
}

void DemoTest::aRecordSurvivesBeingWrittenAndRead() {
    auto record = beginDemo(kStart);
    QVERIFY(DemoRecord::fromText(record.toText()) == record);
    record = demoStopped(demoSeen(record, kStart + 100h));
    QVERIFY(DemoRecord::fromText(record.toText()) == record);
}

void DemoTest::aBrokenRecordIsSeenAndCountsAsOver() {
    const std::string good = demoStopped(demoSeen(beginDemo(kStart), kStart + 100h)).toText();
    int whole = 0;
    for (std::size_t size = 0; size < good.size(); ++size) {
        const auto read = DemoRecord::fromText(good.substr(0, size));
        whole += read ? 1 : 0; // only where the line of the last stop begins
        QVERIFY(read || read.error().code == ErrorCode::Corrupt);
    }
    QCOMPARE(whole, 1);
    for (const auto* text : {"understudy demo 1\nconfigured 5\ntrusted 4\nseen 4\n",
                             "understudy demo 1\nconfigured 1\ntrusted 4\nseen 4\nstopped 5\n",
                             "understudy demo 1\nconfigured -1\ntrusted 4\nseen 4\n",
                             "understudy demo 1\nconfigured 1\ntrusted 999999999999999999\nseen 4\n",
                             "understudy demo 2\nconfigured 1\ntrusted 4\nseen 4\n"})
        QVERIFY2(!DemoRecord::fromText(text), text);
    QVERIFY(demoStanding(demoOver(kStart)).over && demoStanding(demoOver(kStart)).stopDue);
    QVERIFY(demoStanding(demoOver(WallTime(0h))).over);
}

void DemoTest::theDayForLicencesIsTheTrustedOne() {
    auto record = demoSeen(beginDemo(kStart), kStart + 240h);
    const auto day = trustedDay(record);
    record = demoSeen(record, kStart);
    QVERIFY(trustedDay(record) == day);
}

QTEST_APPLESS_MAIN(DemoTest)
#include "demo_test.moc"
