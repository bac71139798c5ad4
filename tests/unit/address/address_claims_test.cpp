#include "address/claims.h"

#include <QTest>

using namespace understudy::address;

namespace {

const Mac kSelf{{2, 0, 0, 0, 0, 1}};
const Mac kPeer{{2, 0, 0, 0, 0, 2}};
const Mac kForeign{{2, 0, 0, 0, 0, 3}};
const Ipv4 kVirtual = *Ipv4::parse("10.77.0.100");
const Ipv4 kPeerAddress = *Ipv4::parse("10.77.0.2");

Claims claims() {
    return Claims(kVirtual, {kPeerAddress}, {});
}

} // namespace

class AddressClaimsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void arpPacketsSurviveTheWire() {
        const ArpPacket packet{ArpPacket::Operation::Reply, kPeer, kPeerAddress, kSelf, kVirtual};
        const auto bytes = encodeArp(packet);
        const auto read = parseArp(bytes);
        QVERIFY(read.has_value());
        QCOMPARE(*read, packet);
    }

    void everyPrefixAndEveryForeignHeaderIsRefused() {
        const auto bytes = encodeArp(arpProbe(kSelf, kVirtual));
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!parseArp(std::span(bytes).first(size)));
        for (std::size_t at = 0; at < 8; ++at) {
            auto broken = bytes;
            broken[at] ^= 0x80;
            QVERIFY2(!parseArp(broken), qPrintable(QStringLiteral("byte %1").arg(at)));
        }
    }

    void addressesParseOnlyWhole() {
        QCOMPARE(Ipv4::parse("192.168.7.1")->toString(), "192.168.7.1");
        QVERIFY(!Ipv4::parse("192.168.7"));
        QVERIFY(!Ipv4::parse("192.168.7.256"));
        QVERIFY(Ipv4::parse("10.1.2.3")->inNetworkOf(*Ipv4::parse("10.1.200.1"), 16));
        QVERIFY(!Ipv4::parse("10.1.2.3")->inNetworkOf(*Ipv4::parse("10.1.200.1"), 24));
        QCOMPARE(Mac::parse("02:00:5E:00:53:01")->toString(), "02:00:5e:00:53:01");
        for (const char* broken :
             {"", "02:00:5e:00:53", "02-00-5e-00-53-01", "02:00:5e:00:53:0g", "02:00:5e:00:53:1"})
            QVERIFY2(!Mac::parse(broken), broken);
    }

    void s13_thePeersAnswerDoesNotCountWheneverItsMacIsLearnt() {
        auto c = claims();
        c.hear({ArpPacket::Operation::Reply, kPeer, kVirtual, kSelf, {}}, kSelf);
        QCOMPARE(c.foreign(), std::optional(kPeer)); // not known yet
        c.hear({ArpPacket::Operation::Reply, kPeer, kPeerAddress, kSelf, {}}, kSelf);
        QVERIFY(!c.foreign());
        c.forget();
        c.hear({ArpPacket::Operation::Reply, kPeer, kVirtual, kSelf, {}}, kSelf);
        QVERIFY(!c.foreign());
    }

    void s13_anyOtherMacCountsEvenBesideThePeer() {
        auto c = claims();
        c.hear({ArpPacket::Operation::Reply, kPeer, kPeerAddress, kSelf, {}}, kSelf);
        c.hear({ArpPacket::Operation::Reply, kPeer, kVirtual, kSelf, {}}, kSelf);
        c.hear({ArpPacket::Operation::Request, kForeign, kVirtual, {}, kPeerAddress}, kSelf);
        QCOMPARE(c.foreign(), std::optional(kForeign));
    }

    void anotherComputersProbeIsAClaimAndOurOwnPacketsAreNot() {
        auto c = claims();
        c.hear(arpAnnouncement(ArpPacket::Operation::Request, kSelf, kVirtual), kSelf);
        c.hear(arpProbe(kSelf, kVirtual), kSelf);
        c.hear(arpQuestion(kForeign, *Ipv4::parse("10.77.0.9"), kVirtual), kSelf); // asks, does not claim
        QVERIFY(!c.foreign());
        c.hear(arpProbe(kForeign, kVirtual), kSelf);
        QCOMPARE(c.foreign(), std::optional(kForeign));
    }
};

QTEST_GUILESS_MAIN(AddressClaimsTest)
#include "address_claims_test.moc"
