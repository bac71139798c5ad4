// A record that cannot be written, request by request and heartbeat by heartbeat: what is answered, and how
// often it is said.
#include "cluster/core.h"

#include <QtTest>

#include <algorithm>

using namespace understudy;
using namespace understudy::cluster;
using namespace std::chrono_literals;

namespace {

Generation numbered(std::uint8_t n) {
    Generation g;
    g.bytes[0] = n;
    return g;
}

// node1 with the loop around its core, and a disk that takes records or does not.
struct Node {
    Core core{CoreSettings{}};
    bool diskWorks = true;
    Record onDisk;
    Instant now{1000s};
    std::vector<LogRow> log;
    std::vector<AnswerRequest> answers;

    explicit Node(bool running) {
        onDisk.generation = numbered(1);
        onDisk.complete = true;
        onDisk.lastRole = Role::Alone;
        onDisk.running = running;
        step(EngineStarted{onDisk, Incarnation{7, 70}});
    }
    void step(const Event& event) {
        for (const Action& action : core.step(event, Moment{now, WallTime(), numbered(99), false})) {
            if (const auto* save = std::get_if<SaveRecord>(&action)) {
                if (!diskWorks)
                    return step(RecordFailed{save->ticket, {ErrorCode::System, "app.record", "broken", 5}});
                onDisk = save->record;
                step(RecordSaved{save->ticket});
            }
            if (const auto* row = std::get_if<LogRow>(&action))
                log.push_back(*row);
            if (const auto* answer = std::get_if<AnswerRequest>(&action))
                answers.push_back(*answer);
        }
    }
    void ask(Command command) { step(Asked{RequestId(answers.size() + 1), command, "admin"}); }
    long said(const std::string& row) const {
        return std::ranges::count_if(log, [&](const LogRow& r) { return r.row == row; });
    }
};

PeerHeard newerPeer() {
    NodeFacts f;
    f.incarnation = Incarnation{4, 40};
    f.generation = numbered(2);
    f.ancestors = {numbered(1)};
    f.complete = true;
    f.serving = true;
    return PeerHeard{f};
}

} // namespace

class RecordFailuresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStopThatIsNotOnTheDiskIsNotDone() {
        Node node(true);
        node.diskWorks = false;
        node.ask(Command::Stop);
        QCOMPARE(node.answers.size(), std::size_t(1));
        QVERIFY(!node.answers.back().accepted);
        QCOMPARE(node.answers.back().reason, std::string("record-failed"));
        QVERIFY(node.answers.back().arguments.front().find("app.record") != std::string::npos);
        QVERIFY(node.onDisk.running); // a reboot would start it

        node.diskWorks = true; // repaired: the same request again
        node.ask(Command::Stop);
        QCOMPARE(node.answers.size(), std::size_t(2));
        QVERIFY(node.answers.back().accepted && !node.onDisk.running);
        node.ask(Command::Stop);
        QCOMPARE(node.answers.back().reason, std::string("already-stopped"));
    }

    void aStartThatIsNotOnTheDiskIsAnsweredWithTheReason() {
        Node node(false);
        node.diskWorks = false;
        node.ask(Command::Start);
        QCOMPARE(node.answers.size(), std::size_t(1));
        QCOMPARE(node.answers.back().reason, std::string("record-failed"));
    }

    void whatCannotBeRecordedOfAPeerIsSaidOnceAndTriedAgain() {
        Node node(false);
        node.diskWorks = false;
        for (int heartbeat = 0; heartbeat < 100; ++heartbeat, node.now += 1s)
            node.step(newerPeer());
        QCOMPARE(node.said("outdated-while-stopped"), 1L);
        QCOMPARE(node.said("record-failed-idle"), 1L);
        QCOMPARE(node.onDisk.lastRole, Role::Alone);
        node.diskWorks = true;
        for (int heartbeat = 0; heartbeat < 100; ++heartbeat, node.now += 1s)
            node.step(newerPeer());
        QCOMPARE(node.onDisk.lastRole, Role::Standby);
        QCOMPARE(node.said("outdated-while-stopped"), 1L);
        QCOMPARE(node.said("record-works-again"), 1L);
    }
};

QTEST_APPLESS_MAIN(RecordFailuresTest)
#include "record_failures_test.moc"
