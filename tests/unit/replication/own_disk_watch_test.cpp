#include "replication/fuse/file_system.h"

#include <QtTest>

using namespace understudy;
using namespace understudy::replication;
using namespace std::chrono_literals;

namespace {

class HandClock final : public Clock {
public:
    Instant now() const override { return m_now; }
    WallTime wall() const override { return {}; }
    void pass(Duration time) { m_now += time; }

private:
    Instant m_now{1000s};
};

} // namespace

class OwnDiskWatchTest : public QObject {
    Q_OBJECT

    HandClock m_clock;
    OwnDiskWatch m_watch{m_clock};

    int looksThatSayStuck(int looks) {
        int said = 0;
        for (int i = 0; i < looks; ++i) {
            m_clock.pass(500ms);
            said += m_watch.becameStuck(30s) ? 1 : 0;
        }
        return said;
    }

private Q_SLOTS:
    void s15_aRequestThatDoesNotReturnIsToldOnce() {
        const std::size_t request = m_watch.enter();
        QCOMPARE(looksThatSayStuck(60), 0);
        QCOMPARE(looksThatSayStuck(10), 1);
        QCOMPARE(looksThatSayStuck(100), 0);
        m_watch.leave(request);
        QCOMPARE(looksThatSayStuck(10), 0);
    }

    void s14_afterAPauseOfTheComputerARequestMayReturnFirst() {
        const std::size_t request = m_watch.enter();
        m_clock.pass(3600s);
        QCOMPARE(looksThatSayStuck(2), 0);
        m_watch.leave(request);
        QCOMPARE(looksThatSayStuck(10), 0);
    }
};

QTEST_APPLESS_MAIN(OwnDiskWatchTest)
#include "own_disk_watch_test.moc"
