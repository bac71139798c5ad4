// Who may come in, what is said at the start, and how a session ends: exactly once, and with nothing applied
// behind it.

#include "target_rig.h"

#include <QTest>

#include <sys/socket.h>

#include <atomic>
#include <thread>

using namespace understudy;
using namespace understudy::replication;
using namespace understudy::replication::testing;

class TargetSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_rig = std::make_unique<TargetRig>();
        if (!m_rig->unusable.empty())
            QSKIP(m_rig->unusable.c_str());
    }
    void cleanup() { m_rig.reset(); }

    void nobodyCanConnectBeforeItIsOpenNorAfterItIsClosed();
    void aTakenPortIsNamedWithItsHolder();
    void helloTellsRecordAndLog();
    void anotherModuleIsRefusedWithTheReason();
    void otherFoldersAreRefusedWithTheReason();
    void anotherVersionIsRefusedWithTheReason();
    void aFirstFrameThatIsNotOpenIsRefused();
    void garbageAndStrangersAreCountedAndHaveNoEffect();
    void aLaterSessionReplacesTheOneBefore();
    void anOlderOrRepeatedSessionIsRefusedAndDisturbsNothing();
    void aLaterEngineStartComesBeforeAHigherSession();
    void manySilentConnectionsDoNotKeepTheSourceOut();
    void theEndOfTheSourceEndsTheSessionOnce();
    void byeEndsTheSessionWithItsReason();
    void endSessionKeepsListening();
    void s9_nothingIsAppliedAfterTargetClosed();
    void nothingIsAppliedBeforeTheRecordSaysIncomplete();
    void aSessionThatWaitsForTheRecordCanBeEnded();
    void progressIsReportedWhenTheStreamRests();

private:
    std::unique_ptr<TargetRig> m_rig;
};

void TargetSessionTest::nobodyCanConnectBeforeItIsOpenNorAfterItIsClosed() {
    QVERIFY(!m_rig->connect());
    QVERIFY(m_rig->open());
    QVERIFY(m_rig->connect());
    QVERIFY(m_rig->close());
    QVERIFY(!m_rig->connect());
    QVERIFY(m_rig->open()); // and again, without a scan: the copy is still there
    QVERIFY(m_rig->begin());
}

void TargetSessionTest::aTakenPortIsNamedWithItsHolder() {
    QVERIFY(m_rig->open());
    SharedCopy shared;
    EventLog events;
    TargetRig other;
    ReplicationSettings settings = other.settings;
    settings.port = m_rig->settings.port;
    Target second(settings, other.serverContext.get(), other.clock, other.shared,
                  [&](cluster::Event event) { events.add(std::move(event)); });
    second.perform(cluster::OpenTarget{cluster::Ticket(5)});
    const auto failed = events.next<cluster::TargetFailed>();
    QVERIFY(failed.has_value());
    QCOMPARE(failed->ticket, cluster::Ticket(5));
    QCOMPARE(failed->error.code, ErrorCode::Busy);
    QCOMPARE(failed->error.subject, "127.0.0.1:" + std::to_string(settings.port));
    QCOMPARE(failed->error.detail,
             "the port is taken by target_session_ (process " + std::to_string(::getpid()) + ")");
}

void TargetSessionTest::helloTellsRecordAndLog() {
    QVERIFY(m_rig->open());
    auto source = m_rig->connect();
    QVERIFY(source && source->send(TargetRig::openRecord(3, 8)));
    const auto hello = source->expect<Hello>();
    QVERIFY(hello.has_value());
    QCOMPARE(hello->version, kProtocolVersion);
    QCOMPARE(hello->generation, testGeneration(7));
    QVERIFY(hello->complete);
    QVERIFY(hello->logFull); // a new log knows nothing
    QVERIFY(hello->base.isNone() && hello->nextBase.isNone());
    const auto entries = source->expect<LogEntries>();
    QVERIFY(entries && entries->last);
    const auto begun = m_rig->events.next<cluster::SessionBegun>();
    QVERIFY(begun.has_value());
    QCOMPARE(begun->session, SessionNumber(3));
    QVERIFY((begun->source == Incarnation{8, 77}));
}

void TargetSessionTest::anotherModuleIsRefusedWithTheReason() {
    QVERIFY(m_rig->open());
    auto source = m_rig->connect();
    Open open = TargetRig::openRecord();
    open.module = "elsewhere";
    QVERIFY(source && source->send(open));
    QCOMPARE(source->failure(), std::string("refused node2: has the module test, not elsewhere"));
    QTRY_COMPARE(m_rig->target->lastRefusal(),
                 std::string("refused node2: has the module test, not elsewhere"));
    QCOMPARE(m_rig->events.count<cluster::SessionBegun>(), 0);
}

void TargetSessionTest::otherFoldersAreRefusedWithTheReason() {
    QVERIFY(m_rig->open());
    auto source = m_rig->connect();
    Open open = TargetRig::openRecord();
    open.folders = {"data", "more"};
    QVERIFY(source && source->send(open));
    QCOMPARE(source->failure(), std::string("refused node2: replicates the folders data, not data, more"));
}

void TargetSessionTest::anotherVersionIsRefusedWithTheReason() {
    QVERIFY(m_rig->open());
    auto source = m_rig->connect();
    Open open = TargetRig::openRecord();
    open.version = 99;
    QVERIFY(source && source->send(open));
    QVERIFY(source->failure().starts_with("version mismatch node2"));
}

void TargetSessionTest::aFirstFrameThatIsNotOpenIsRefused() {
    QVERIFY(m_rig->open());
    auto source = m_rig->connect();
    QVERIFY(source && source->send(AskDigests{}));
    QVERIFY(source->failure().find("did not begin with Open") != std::string::npos);
    QTRY_COMPARE(m_rig->target->refusedConnections(), std::uint64_t(1));
}

void TargetSessionTest::garbageAndStrangersAreCountedAndHaveNoEffect() {
    QVERIFY(m_rig->open());
    auto source = m_rig->begin();
    QVERIFY(source);
    const TestAuthority strangers;
    TlsContext own = strangers.context("node1", Channel::Side::Client);
    std::swap(own, m_rig->clientContext);
    QVERIFY(!m_rig->connect());
    std::swap(own, m_rig->clientContext);
    auto garbage = m_rig->connect(); // one of ours that talks nonsense
    QVERIFY(garbage && garbage->sendRaw(std::vector<std::uint8_t>(5000, 0xa5)));
    QVERIFY(garbage->failure().find("corrupt") != std::string::npos);
    QTRY_COMPARE(m_rig->target->refusedConnections(), std::uint64_t(2));
    QVERIFY(source->barrier()); // the session goes on
    QCOMPARE(m_rig->events.count<cluster::SessionEnded>(), 0);
}

void TargetSessionTest::aLaterSessionReplacesTheOneBefore() {
    QVERIFY(m_rig->open());
    auto first = m_rig->begin(1);
    QVERIFY(first);
    auto second = m_rig->connect();
    QVERIFY(second && second->send(TargetRig::openRecord(2)));
    QVERIFY(second->expect<Hello>());
    const auto ended = m_rig->events.next<cluster::SessionEnded>(); // before the other begins
    QVERIFY(ended.has_value());
    QCOMPARE(ended->session, SessionNumber(1));
    const auto begun = m_rig->events.next<cluster::SessionBegun>();
    QVERIFY(begun.has_value());
    QCOMPARE(begun->session, SessionNumber(2));
    QCOMPARE(first->failure(), std::string());
}

void TargetSessionTest::anOlderOrRepeatedSessionIsRefusedAndDisturbsNothing() {
    QVERIFY(m_rig->open());
    auto current = m_rig->begin(5, 2);
    QVERIFY(current);
    for (const auto& [session, starts] : {std::pair(5, 2), std::pair(4, 2), std::pair(9, 1)}) {
        auto late = m_rig->connect();
        QVERIFY(late && late->send(TargetRig::openRecord(std::uint64_t(session), std::uint64_t(starts))));
        QVERIFY(late->failure().find("does not go back") != std::string::npos);
    }
    QVERIFY(current->barrier());
    QCOMPARE(m_rig->events.count<cluster::SessionEnded>(), 0);
    current.reset();
    QVERIFY(m_rig->events.next<cluster::SessionEnded>());
    auto late = m_rig->connect(); // nor after its end
    QVERIFY(late && late->send(TargetRig::openRecord(5, 2)));
    QVERIFY(late->failure().find("does not go back") != std::string::npos);
}

void TargetSessionTest::aLaterEngineStartComesBeforeAHigherSession() {
    QVERIFY(m_rig->open());
    QVERIFY(m_rig->begin(50, 1));
    QVERIFY(m_rig->begin(1, 2));
}

void TargetSessionTest::manySilentConnectionsDoNotKeepTheSourceOut() {
    QVERIFY(m_rig->open());
    std::vector<std::pair<Descriptor, std::unique_ptr<ScriptedSource>>> silent;
    for (std::size_t i = 0; i < Reception::kMostWaiting + 8; ++i) {
        silent.emplace_back(Descriptor(), m_rig->connect());
        QVERIFY(silent.back().second);
    }
    QVERIFY(m_rig->begin());
    QVERIFY(m_rig->close()); // at once, although they are still there
}

void TargetSessionTest::theEndOfTheSourceEndsTheSessionOnce() {
    QVERIFY(m_rig->open());
    m_rig->begin(4).reset();
    const auto ended = m_rig->events.next<cluster::SessionEnded>();
    QVERIFY(ended.has_value());
    QCOMPARE(ended->session, SessionNumber(4));
    QCOMPARE(ended->error.code, ErrorCode::Disconnected);
    m_rig->target->perform(cluster::EndSession{SessionNumber(4)});
    QVERIFY(m_rig->close());
    QCOMPARE(m_rig->events.count<cluster::SessionEnded>(), 1);
}

void TargetSessionTest::byeEndsTheSessionWithItsReason() {
    QVERIFY(m_rig->open());
    auto source = m_rig->begin();
    QVERIFY(source && source->send(Bye{"swap"}));
    const auto ended = m_rig->events.next<cluster::SessionEnded>();
    QVERIFY(ended.has_value());
    QCOMPARE(ended->error.detail, std::string("ended by the serving node: swap"));
}

void TargetSessionTest::endSessionKeepsListening() {
    QVERIFY(m_rig->open());
    auto source = m_rig->begin(1);
    QVERIFY(source);
    m_rig->target->perform(cluster::EndSession{SessionNumber(9)}); // another one: no effect
    QVERIFY(source->barrier());
    m_rig->target->perform(cluster::EndSession{SessionNumber(1)});
    const auto ended = m_rig->events.next<cluster::SessionEnded>();
    QVERIFY(ended.has_value());
    QCOMPARE(ended->error.code, ErrorCode::Cancelled);
    QVERIFY(m_rig->begin(2));
}

void TargetSessionTest::s9_nothingIsAppliedAfterTargetClosed() {
    QVERIFY(m_rig->open());
    auto source = m_rig->beginChanging();
    QVERIFY(source && source->send(createFile(kFile, "f")));
    QVERIFY(source->barrier());
    std::atomic<bool> flooding{false};
    std::thread flood([&] {
        std::uint64_t offset = 0;
        while (source->send(writeText(kFile, "abcdefgh", offset)))
            offset += 8, flooding = true;
    });
    QTRY_VERIFY(flooding.load());
    const bool closed = m_rig->close();
    const std::string before = m_rig->content("f");
    flood.join(); // everything that was under way has found no reader
    QVERIFY(closed);
    QVERIFY(!before.empty());
    QCOMPARE(m_rig->content("f").size(), before.size());
    QCOMPARE(m_rig->events.count<cluster::SessionEnded>(), 1);
}

void TargetSessionTest::nothingIsAppliedBeforeTheRecordSaysIncomplete() {
    QVERIFY(m_rig->open());
    auto source = m_rig->begin();
    QVERIFY(source && source->sendTogether({WillChange{}, createFile(kFile, "f"), SyncPoint{BarrierId(1)}}));
    QVERIFY(m_rig->events.next<cluster::SessionWillChange>());
    QCOMPARE(source->next(std::chrono::milliseconds(200)).error().code, ErrorCode::Timeout);
    QCOMPARE(::access(m_rig->path("f").c_str(), F_OK), -1);
    m_rig->target->perform(cluster::BeginApplying{SessionNumber(2)}); // not this one
    QCOMPARE(source->next(std::chrono::milliseconds(50)).error().code, ErrorCode::Timeout);
    m_rig->target->perform(cluster::BeginApplying{SessionNumber(1)});
    QVERIFY(source->expect<MayChange>());
    QVERIFY(source->expect<Synced>());
    QCOMPARE(::access(m_rig->path("f").c_str(), F_OK), 0);
}

void TargetSessionTest::aSessionThatWaitsForTheRecordCanBeEnded() {
    QVERIFY(m_rig->open());
    auto source = m_rig->begin();
    QVERIFY(source && source->sendTogether({WillChange{}, createFile(kFile, "f")}));
    QVERIFY(m_rig->events.next<cluster::SessionWillChange>());
    QVERIFY(m_rig->close());
    QCOMPARE(m_rig->events.count<cluster::SessionEnded>(), 1);
    QCOMPARE(::access(m_rig->path("f").c_str(), F_OK), -1);
}

void TargetSessionTest::progressIsReportedWhenTheStreamRests() {
    QVERIFY(m_rig->open());
    auto source = m_rig->beginChanging(); // frames 1 and 2
    QVERIFY(source && source->sendTogether({createFile(kFile, "f"), writeText(kFile, "x")}));
    std::optional<std::uint64_t> applied;
    do
        applied = source->progress();
    while (applied && *applied < 4);
    QCOMPARE(applied.value_or(0), std::uint64_t(4));
}

QTEST_GUILESS_MAIN(TargetSessionTest)
#include "target_session_test.moc"
