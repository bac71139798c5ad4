// Two heartbeats on this machine's loopback addresses, and somebody who wishes them ill on a third.

#include "link/heartbeat.h"
#include "link/udp_socket.h"

#include <QHostAddress>
#include <QTest>
#include <QUdpSocket>

#include <unistd.h>

#include <condition_variable>
#include <functional>
#include <mutex>

using namespace understudy;
using namespace understudy::link;
using namespace std::chrono_literals;

namespace {

// The system's clock, which can be made to jump: for this node it looks as if it had been frozen.
class JumpingClock final : public Clock {
public:
    Instant now() const override { return m_clock.now() + Duration(m_ahead.load()); }
    WallTime wall() const override { return m_clock.wall(); }
    void jump(Duration by) { m_ahead += by.count(); }

private:
    SystemClock m_clock;
    std::atomic<Duration::rep> m_ahead = 0;
};

class Events {
public:
    cluster::EventSink sink() {
        return [this](cluster::Event event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(std::move(event));
            m_changed.notify_all();
        };
    }

    // Waits until `fits` holds for all events so far. False: it did not within 20 s.
    bool until(const std::function<bool(const std::vector<cluster::Event>&)>& fits) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 20s, [&] { return fits(m_events); });
    }
    template <typename Kind> bool untilAny(const std::function<bool(const Kind&)>& fits) {
        return until([&](const auto& events) {
            return std::any_of(events.begin(), events.end(), [&](const auto& event) {
                const auto* kind = std::get_if<Kind>(&event);
                return kind != nullptr && fits(*kind);
            });
        });
    }
    template <typename Kind> std::size_t count() {
        const std::lock_guard lock(m_mutex);
        return static_cast<std::size_t>(
            std::count_if(m_events.begin(), m_events.end(),
                          [](const auto& event) { return std::holds_alternative<Kind>(event); }));
    }
    void forget() {
        const std::lock_guard lock(m_mutex);
        m_events.clear();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<cluster::Event> m_events;
};

std::uint16_t freePort() {
    QUdpSocket probe;
    probe.bind(QHostAddress(QStringLiteral("127.0.0.1")), 0);
    return probe.localPort();
}

Conversation conversation() {
    Conversation c;
    c.clusterTag = 99;
    c.key.fill(7);
    return c;
}

std::string address(int network, NodeId node) {
    return "127.0." + std::to_string(network) + "." + std::to_string(static_cast<int>(node));
}

struct Node {
    HeartbeatSettings settings;
    JumpingClock clock;
    Events events;
    std::unique_ptr<Heartbeat> heartbeat;

    Node(NodeId self, std::uint16_t port, std::uint64_t starts = 1, int networks = 1) {
        settings.self = self;
        settings.incarnation = {starts, 1000 + starts};
        settings.conversation = conversation();
        for (int i = 0; i < networks; ++i)
            settings.networks.push_back({address(i, self), address(i, otherNode(self))});
        settings.port = port;
        settings.interval = 20ms;
        settings.timeout = 400ms;
        settings.stuckAfter = 10s;
        settings.pauseAfter = 400ms;
    }

    bool start() {
        auto started = Heartbeat::start(settings, events.sink(), clock);
        if (started)
            heartbeat = std::move(*started);
        return started.has_value();
    }
    void say(cluster::NodeState state) {
        cluster::NodeFacts facts;
        facts.incarnation = settings.incarnation;
        facts.state = state;
        heartbeat->publish(facts);
    }
    bool hears(cluster::NodeState state) {
        return events.untilAny<cluster::PeerHeard>(
            [&](const auto& heard) { return heard.facts.state == state; });
    }
};

void sendTo(const Node& node, const std::vector<std::uint8_t>& bytes) {
    static QUdpSocket attacker;
    if (attacker.state() == QAbstractSocket::UnconnectedState)
        attacker.bind(QHostAddress(QStringLiteral("127.0.0.3")), 0);
    attacker.writeDatagram(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()),
                           QHostAddress(QString::fromStdString(node.settings.networks[0].ownAddress)),
                           node.settings.port);
}

HeartbeatPacket packetOfNode2(std::uint64_t starts, std::uint64_t sequence) {
    HeartbeatPacket p;
    p.sender = NodeId::Node2;
    p.sequence = sequence;
    p.facts.incarnation = {starts, 1000 + starts};
    p.facts.steps = sequence;
    p.facts.state = cluster::NodeState::Alone;
    return p;
}

} // namespace

class HeartbeatTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twoNodesHearEachOtherAndAChangeTravelsAtOnce();
    void theStepsAreTakenFreshForEachPacket();
    void silenceIsSaidWhenThePeerIsGoneAndItsReturnIsHeard();
    void s14_aPauseComesBeforeAnythingElseAndSilenceWaitsAFullTimeout();
    void s14_aPauseShorterThanTheTimeoutIsToldAndSleepIsNone();
    void s15_aStuckPeerBecomesSilentAlthoughItsPacketsCome();
    void twoNetworksMakeOneEventPerPacketAndEachHasItsHealth();
    void garbageTruncatedForgedAndReplayedPacketsAreCountedAndHaveNoEffect();
    void s3_fencedIsHeardUnlessALaterEngineWasHeard();
    void aTakenPortIsNamedWithItsHolder();
    void settingsThatMakeNoSenseAreRefused();
};

void HeartbeatTest::twoNodesHearEachOtherAndAChangeTravelsAtOnce() {
    const auto port = freePort();
    Node node1(NodeId::Node1, port);
    Node node2(NodeId::Node2, port);
    node1.settings.interval = node2.settings.interval = 30s; // nothing below waits for the rhythm
    node1.settings.timeout = node2.settings.timeout = 60s;
    QVERIFY(node1.start() && node2.start());
    node1.say(cluster::NodeState::Wait);
    QVERIFY(node2.hears(cluster::NodeState::Wait));
    node2.say(cluster::NodeState::Second);
    QVERIFY(node1.hears(cluster::NodeState::Second));
    node1.say(cluster::NodeState::Prim);
    QVERIFY(node2.hears(cluster::NodeState::Prim));
    QVERIFY(node1.events.untilAny<cluster::PeerHeard>([](const auto& heard) { return heard.answersLatest; }));
    QVERIFY(node2.events.untilAny<cluster::PeerHeard>([](const auto& heard) { return heard.answersLatest; }));
    QVERIFY(node1.heartbeat->networks()[0].roundTrip.has_value());
    QVERIFY(*node1.heartbeat->networks()[0].roundTrip < 5s);
    // A packet is counted just after it was sent, so perhaps after it was heard.
    QTRY_COMPARE(node1.heartbeat->counters().sent, node2.heartbeat->counters().accepted);
    node1.say(cluster::NodeState::Prim); // no change: nothing is sent
    const auto sent = node1.heartbeat->counters().sent;
    node2.say(cluster::NodeState::Wait);
    QVERIFY(node1.hears(cluster::NodeState::Wait));
    QCOMPARE(node1.heartbeat->counters().sent, sent);
}

void HeartbeatTest::theStepsAreTakenFreshForEachPacket() {
    const auto port = freePort();
    Node node1(NodeId::Node1, port);
    Node node2(NodeId::Node2, port);
    QVERIFY(node1.start() && node2.start());
    node2.say(cluster::NodeState::Second);
    node2.heartbeat->steps() = 4711;
    QVERIFY(node1.events.untilAny<cluster::PeerHeard>([](const auto& h) { return h.facts.steps == 4711; }));
}

void HeartbeatTest::silenceIsSaidWhenThePeerIsGoneAndItsReturnIsHeard() {
    const auto port = freePort();
    Node node1(NodeId::Node1, port);
    auto node2 = std::make_unique<Node>(NodeId::Node2, port);
    QVERIFY(node1.start() && node2->start());
    node2->say(cluster::NodeState::Prim);
    QVERIFY(node1.hears(cluster::NodeState::Prim));
    node2.reset();
    QVERIFY(node1.events.untilAny<cluster::PeerSilent>([&](const auto& s) { return s.silence >= 400ms; }));
    node1.events.forget();
    Node restarted(NodeId::Node2, port, 2);
    QVERIFY(restarted.start());
    restarted.say(cluster::NodeState::Second);
    QVERIFY(node1.hears(cluster::NodeState::Second));
}

void HeartbeatTest::s14_aPauseComesBeforeAnythingElseAndSilenceWaitsAFullTimeout() {
    Node node1(NodeId::Node1, freePort());
    node1.settings.timeout = node1.settings.pauseAfter = 10s;
    QVERIFY(node1.start());
    node1.clock.jump(60s);
    QVERIFY(node1.events.until([](const auto& events) { return !events.empty(); }));
    QVERIFY(node1.events.untilAny<cluster::Paused>([](const auto& p) { return p.gap >= 60s; }));
    QCOMPARE(node1.events.count<cluster::PeerSilent>(), std::size_t(0));
    node1.clock.jump(9900ms); // too short to be told, but the silence is near
    QVERIFY(node1.events.untilAny<cluster::PeerSilent>([](const auto& s) { return s.silence >= 10s; }));
    QCOMPARE(node1.events.count<cluster::Paused>(), std::size_t(1));
}

void HeartbeatTest::s14_aPauseShorterThanTheTimeoutIsToldAndSleepIsNone() {
    Node node1(NodeId::Node1, freePort());
    node1.settings.interval = 5s; // the thread has nothing to do for longer than the pause to be told
    node1.settings.timeout = 30s;
    node1.settings.pauseAfter = 2500ms;
    QVERIFY(node1.start());
    for (int i = 0; i < 3; ++i) {
        node1.clock.jump(10s);
        QVERIFY(node1.events.untilAny<cluster::Paused>([](const auto& p) { return p.gap >= 10s; }));
        node1.events.forget();
    }
}

void HeartbeatTest::s15_aStuckPeerBecomesSilentAlthoughItsPacketsCome() {
    const auto port = freePort();
    Node node1(NodeId::Node1, port);
    Node node2(NodeId::Node2, port);
    node1.settings.stuckAfter = 600ms;
    QVERIFY(node1.start() && node2.start());
    node2.say(cluster::NodeState::Prim); // and its steps stay where they are
    QVERIFY(node1.events.untilAny<cluster::PeerSilent>([](const auto& s) { return s.silence >= 600ms; }));
    node1.events.forget();
    node2.heartbeat->steps() = 1;
    QVERIFY(node1.hears(cluster::NodeState::Prim));
}

void HeartbeatTest::twoNetworksMakeOneEventPerPacketAndEachHasItsHealth() {
    const auto port = freePort();
    Node node1(NodeId::Node1, port, 1, 2);
    Node node2(NodeId::Node2, port, 1, 2);
    QVERIFY(node1.start() && node2.start());
    node2.say(cluster::NodeState::Second);
    QTRY_VERIFY(node1.heartbeat->counters().duplicates >= 5);
    const auto counters = node1.heartbeat->counters();
    QVERIFY(counters.accepted >= 5);
    const auto networks = node1.heartbeat->networks();
    QCOMPARE(networks.size(), std::size_t(2));
    QCOMPARE(networks[1].ownAddress, std::string("127.0.1.1"));
    QVERIFY(networks[0].received >= 5 && networks[1].received >= 5);
}

void HeartbeatTest::garbageTruncatedForgedAndReplayedPacketsAreCountedAndHaveNoEffect() {
    Node node1(NodeId::Node1, freePort());
    node1.settings.timeout = 30s;
    QVERIFY(node1.start());
    const auto good = seal(packetOfNode2(5, 10), conversation());
    sendTo(node1, good);
    QVERIFY(node1.hears(cluster::NodeState::Alone));
    const auto networks = node1.heartbeat->networks();

    Conversation wrongKey = conversation();
    wrongKey.key[0] ^= 1;
    const std::vector<std::uint8_t> garbage(200, 0xa5);
    auto truncated = good;
    truncated.resize(20);
    sendTo(node1, garbage);
    sendTo(node1, truncated);
    sendTo(node1, std::vector<std::uint8_t>(1400, 1));
    sendTo(node1, {});
    sendTo(node1, seal(packetOfNode2(6, 1), wrongKey));
    sendTo(node1, good);
    sendTo(node1, seal(packetOfNode2(5, 9), conversation()));
    sendTo(node1, seal(packetOfNode2(4, 99), conversation()));
    sendTo(node1, seal(FencedPacket{NodeId::Node2, {4, 1004}, {}, {}}, conversation()));
    sendTo(node1, seal(packetOfNode2(5, 11), conversation())); // the last: when it is heard, all were seen
    QVERIFY(node1.events.untilAny<cluster::PeerHeard>([](const auto& h) { return h.facts.steps == 11; }));

    const auto counters = node1.heartbeat->counters();
    QCOMPARE(counters.dropped(Drop::Magic), std::uint64_t(1));
    QCOMPARE(counters.dropped(Drop::Length), std::uint64_t(3));
    QCOMPARE(counters.dropped(Drop::Authentication), std::uint64_t(1));
    QCOMPARE(counters.dropped(Drop::Replayed), std::uint64_t(2));
    QCOMPARE(counters.dropped(Drop::OldIncarnation), std::uint64_t(2));
    QCOMPARE(counters.accepted, std::uint64_t(2));
    QCOMPARE(node1.events.count<cluster::PeerHeard>(), std::size_t(2));
    QCOMPARE(node1.events.count<cluster::PeerFenced>(), std::size_t(0));
}

void HeartbeatTest::s3_fencedIsHeardUnlessALaterEngineWasHeard() {
    Node node1(NodeId::Node1, freePort());
    node1.settings.timeout = 30s;
    QVERIFY(node1.start());
    Generation generation;
    generation.bytes.fill(3);
    sendTo(node1, seal(packetOfNode2(5, 10), conversation()));
    sendTo(node1, seal(FencedPacket{NodeId::Node2, {5, 1005}, generation, SessionNumber(2)}, conversation()));
    QVERIFY(node1.events.untilAny<cluster::PeerFenced>([&](const auto& fenced) {
        return fenced.incarnation == Incarnation{5, 1005} && fenced.generation == generation &&
               fenced.session == SessionNumber(2);
    }));
    node1.events.forget();
    sendTo(node1, seal(packetOfNode2(6, 1), conversation())); // the engine was started again
    sendTo(node1, seal(FencedPacket{NodeId::Node2, {5, 1005}, generation, SessionNumber(2)}, conversation()));
    sendTo(node1, seal(packetOfNode2(6, 2), conversation()));
    QVERIFY(node1.events.untilAny<cluster::PeerHeard>([](const auto& h) { return h.facts.steps == 2; }));
    QCOMPARE(node1.events.count<cluster::PeerFenced>(), std::size_t(0));
}

void HeartbeatTest::aTakenPortIsNamedWithItsHolder() {
    const auto port = freePort();
    QUdpSocket holder;
    QVERIFY(holder.bind(QHostAddress(QStringLiteral("127.0.0.1")), port, QAbstractSocket::DontShareAddress));
    Node node1(NodeId::Node1, port);
    auto started = Heartbeat::start(node1.settings, node1.events.sink(), node1.clock);
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Busy);
    const std::string text = started.error().toString();
    QVERIFY2(text.find("port " + std::to_string(port)) != std::string::npos, text.c_str());
    QVERIFY2(text.find("(process " + std::to_string(::getpid()) + ")") != std::string::npos, text.c_str());
    QVERIFY2(text.find("heartbeat_test") != std::string::npos, text.c_str());
}

void HeartbeatTest::settingsThatMakeNoSenseAreRefused() {
    const auto refused = [](const std::function<void(HeartbeatSettings&)>& spoil) {
        Node node(NodeId::Node1, freePort());
        spoil(node.settings);
        const auto started = Heartbeat::start(node.settings, node.events.sink(), node.clock);
        return !started && started.error().code == ErrorCode::InvalidInput;
    };
    QVERIFY(refused([](HeartbeatSettings& s) { s.networks.clear(); }));
    QVERIFY(refused([](HeartbeatSettings& s) { s.timeout = s.interval; }));
    QVERIFY(refused([](HeartbeatSettings& s) { s.networks[0].peerAddress = "node2"; }));
    QVERIFY(refused([](HeartbeatSettings& s) { s.networks[0].peerAddress = "::1"; }));
    QVERIFY(refused([](HeartbeatSettings& s) { s.incarnation.starts = 0; }));
    QVERIFY(refused([](HeartbeatSettings& s) { s.pauseAfter = {}; }));
    QVERIFY(refused([](HeartbeatSettings& s) { s.pauseAfter = s.timeout + 1ms; }));
}

QTEST_GUILESS_MAIN(HeartbeatTest)
#include "heartbeat_test.moc"
