// The packets of the heartbeat port: what goes in comes out, and nothing else comes in.

#include "link/packet.h"

#include <QTest>

using namespace understudy;
using namespace understudy::link;

namespace {

Conversation conversation() {
    Conversation c;
    c.clusterTag = 77;
    c.module = 3;
    c.key.fill(5);
    return c;
}

Generation generation(std::uint8_t n) {
    Generation g;
    g.bytes.fill(n);
    return g;
}

HeartbeatPacket fullPacket() {
    HeartbeatPacket p;
    p.sender = NodeId::Node2;
    p.sequence = 41;
    p.sentAt = Instant(std::chrono::seconds(12));
    p.echo = {7, 99, Instant(std::chrono::seconds(11)), std::chrono::milliseconds(4)};
    p.facts.incarnation = {9, 1234};
    p.facts.steps = 555;
    p.facts.state = cluster::NodeState::Alone;
    p.facts.colour = cluster::Colour::Magenta;
    p.facts.intent = cluster::Intent::Serving;
    p.facts.generation = generation(1);
    for (std::uint8_t i = 0; i < cluster::NodeFacts::kMaxAncestors; ++i)
        p.facts.ancestors.push_back(generation(static_cast<std::uint8_t>(i + 2)));
    p.facts.complete = true;
    p.facts.lastRole = cluster::Role::Prim;
    p.facts.tookOver = true;
    p.facts.serving = true;
    p.facts.inSyncSession = SessionNumber(3);
    p.facts.voidThrough = SessionNumber(2);
    p.facts.yielded = generation(90);
    p.facts.yieldedSession = SessionNumber(1);
    p.facts.wantsSession = true;
    p.facts.closedFor = {8, 4321};
    p.facts.closedThrough = SessionNumber(17);
    return p;
}

Drop dropOf(const std::variant<Packet, Drop>& result) {
    if (!std::holds_alternative<Drop>(result))
        throw std::runtime_error("the packet was accepted");
    return std::get<Drop>(result);
}

} // namespace

class PacketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFullHeartbeatComesOutAsItWentIn();
    void fencedComesOutAsItWentIn();
    void everyFlagTravelsAlone();
    void everyPrefixIsDropped();
    void everyFlippedBitIsDropped();
    void s3_aChangedFencedIsDropped();
    void otherClustersModulesAndKeysAreToldApart();
    void ourOwnPacketComingBackIsDropped();
    void authenticNonsenseIsMalformed();
};

void PacketTest::aFullHeartbeatComesOutAsItWentIn() {
    const auto bytes = seal(fullPacket(), conversation());
    QVERIFY(bytes.size() < kMaxPacketBytes);
    const auto opened = unseal(bytes, conversation(), NodeId::Node2);
    QVERIFY(std::holds_alternative<Packet>(opened));
    QCOMPARE(std::get<HeartbeatPacket>(std::get<Packet>(opened)), fullPacket());
}

void PacketTest::fencedComesOutAsItWentIn() {
    const FencedPacket fenced{NodeId::Node1, {4, 5}, generation(6), SessionNumber(7)};
    const auto opened = unseal(seal(fenced, conversation()), conversation(), NodeId::Node1);
    QVERIFY(std::holds_alternative<Packet>(opened));
    QCOMPARE(std::get<FencedPacket>(std::get<Packet>(opened)), fenced);
}

void PacketTest::everyFlagTravelsAlone() {
    for (bool cluster::NodeFacts::*flag : {&cluster::NodeFacts::complete, &cluster::NodeFacts::tookOver,
                                           &cluster::NodeFacts::serving, &cluster::NodeFacts::wantsSession}) {
        HeartbeatPacket p;
        p.sequence = 1;
        p.facts.incarnation.starts = 1;
        p.facts.*flag = true;
        const auto opened = unseal(seal(p, conversation()), conversation(), NodeId::Node1);
        QCOMPARE(std::get<HeartbeatPacket>(std::get<Packet>(opened)), p);
    }
}

void PacketTest::everyPrefixIsDropped() {
    const auto bytes = seal(fullPacket(), conversation());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        dropOf(unseal(std::span(bytes).first(size), conversation(), NodeId::Node2));
    auto longer = bytes;
    longer.resize(kMaxPacketBytes + 1);
    QCOMPARE(dropOf(unseal(longer, conversation(), NodeId::Node2)), Drop::Length);
}

void PacketTest::everyFlippedBitIsDropped() {
    auto bytes = seal(fullPacket(), conversation());
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
        bytes[bit / 8] ^= mask;
        dropOf(unseal(bytes, conversation(), NodeId::Node2));
        bytes[bit / 8] ^= mask;
    }
}

void PacketTest::s3_aChangedFencedIsDropped() {
    auto bytes = seal(FencedPacket{NodeId::Node1, {4, 5}, generation(6), SessionNumber(7)}, conversation());
    for (std::uint8_t& byte : bytes) {
        byte ^= 0x40;
        dropOf(unseal(bytes, conversation(), NodeId::Node1));
        byte ^= 0x40;
    }
}

void PacketTest::otherClustersModulesAndKeysAreToldApart() {
    const auto bytes = seal(fullPacket(), conversation());
    Conversation other = conversation();
    other.clusterTag = 78;
    QCOMPARE(dropOf(unseal(bytes, other, NodeId::Node2)), Drop::Conversation);
    other = conversation();
    other.module = 4;
    QCOMPARE(dropOf(unseal(bytes, other, NodeId::Node2)), Drop::Conversation);
    other = conversation();
    other.key[31] ^= 1;
    QCOMPARE(dropOf(unseal(bytes, other, NodeId::Node2)), Drop::Authentication);
    auto version = bytes;
    version[4] = kPacketVersion + 1;
    QCOMPARE(dropOf(unseal(version, conversation(), NodeId::Node2)), Drop::Version);
    auto magic = bytes;
    magic[0] ^= 1;
    QCOMPARE(dropOf(unseal(magic, conversation(), NodeId::Node2)), Drop::Magic);
}

void PacketTest::ourOwnPacketComingBackIsDropped() {
    const auto bytes = seal(fullPacket(), conversation()); // node2's
    QCOMPARE(dropOf(unseal(bytes, conversation(), NodeId::Node1)), Drop::Sender);
}

// Whoever has the key still cannot make us read past the end or take a value that does not exist.
void PacketTest::authenticNonsenseIsMalformed() {
    const auto sealed = seal(fullPacket(), conversation());
    const std::vector<std::uint8_t> content(sealed.begin(), sealed.end() - 32);
    for (std::size_t size = 17; size < content.size(); ++size) {
        std::vector<std::uint8_t> cut(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(size));
        appendAuthentication(cut, conversation().key);
        QCOMPARE(dropOf(unseal(cut, conversation(), NodeId::Node2)), Drop::Malformed);
    }
    const std::size_t stateAt = 17 + 6 * 8 + 16 + 8;
    auto unknownState = content;
    QCOMPARE(unknownState[stateAt], static_cast<std::uint8_t>(cluster::NodeState::Alone));
    unknownState[stateAt] = 5;
    appendAuthentication(unknownState, conversation().key);
    QCOMPARE(dropOf(unseal(unknownState, conversation(), NodeId::Node2)), Drop::Malformed);
    auto tail = content;
    tail.push_back(0);
    appendAuthentication(tail, conversation().key);
    QCOMPARE(dropOf(unseal(tail, conversation(), NodeId::Node2)), Drop::Malformed);
}

QTEST_GUILESS_MAIN(PacketTest)
#include "packet_test.moc"
