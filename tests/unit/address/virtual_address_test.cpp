#include "address/virtual_address.h"
#include "test_network.h"

#include <QTest>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

using namespace understudy;
using namespace understudy::address;
using namespace std::chrono_literals;
using Host = TestNetwork::Host;

namespace {

constexpr char kVirtual[] = "10.77.0.100";
const Ipv4 kVirtualIp = *Ipv4::parse(kVirtual);

AddressSettings settings() {
    AddressSettings s;
    s.address = kVirtual;
    s.peerAddresses = {"10.77.0.2"};
    return s;
}

// The object under test and what it told the core and the administrator.
struct Subject {
    SystemClock clock;
    std::vector<cluster::Event> events;
    std::vector<Error> notices;
    VirtualAddress address;

    explicit Subject(AddressSettings s = settings())
        : address(
              std::move(s), clock, [this](cluster::Event e) { events.push_back(std::move(e)); },
              [this](const Error& e) { notices.push_back(e); }) {}

    template <typename T> const T* last() const {
        return events.empty() ? nullptr : std::get_if<T>(&events.back());
    }
    void raise() { address.perform(cluster::RaiseAddress{cluster::Ticket(7)}); }
    bool staysQuiet(std::chrono::milliseconds time) {
        return !QTest::qWaitFor([this, before = events.size()] { return events.size() != before; },
                                static_cast<int>(time.count()));
    }
    void drop() { address.perform(cluster::DropAddress{cluster::Ticket(8)}); }
};

std::vector<SetAddress> whereSet() {
    auto kernel = Rtnetlink::open();
    auto all = kernel->addresses();
    std::erase_if(*all, [](const SetAddress& a) { return a.address != kVirtualIp; });
    return *all;
}

bool waitFor(int fd, std::chrono::milliseconds bound) {
    pollfd waiting{fd, POLLIN, 0};
    return poll(&waiting, 1, static_cast<int>(bound.count())) == 1;
}

} // namespace

class VirtualAddressTest : public QObject {
    Q_OBJECT

    TestNetwork m_network;

    ArpSocket earAt(Host host) {
        ArpSocket ear;
        m_network.in(host, [&] {
            auto kernel = Rtnetlink::open();
            const auto interface = kernel->interfaceNamed("eth0");
            ear = std::move(*ArpSocket::open(*interface, kVirtualIp, {}));
        });
        return ear;
    }

private Q_SLOTS:
    void initTestCase() {
        if (geteuid() != 0)
            QSKIP("needs root: network namespaces");
        QVERIFY(m_network.build());
    }

    void cleanup() {
        for (const SetAddress& left : whereSet())
            QVERIFY(Rtnetlink::open()->remove(left));
    }

    void isTakenAfterTheProbeAndSeenByTheOthers() {
        Subject s;
        QVERIFY(s.address.open());
        auto ear = earAt(Host::Stranger);
        const Instant before = s.clock.now();
        s.raise();
        QVERIFY(whereSet().empty());
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        const auto took = s.clock.now() - before;
        QCOMPARE(s.last<cluster::AddressRaised>()->ticket, cluster::Ticket(7));
        QCOMPARE(whereSet().size(), 1U);
        QVERIFY(!whereSet().front().permanent);
        QVERIFY2(took < 100ms, qPrintable(QString::number(took.count())));

        bool request = false;
        bool reply = false;
        while (!(request && reply) && waitFor(ear.fd(), 1s)) {
            while (const auto packet = ear.receive()) {
                if (packet->senderAddress != kVirtualIp)
                    continue;
                request |=
                    packet->operation == ArpPacket::Operation::Request && packet->targetAddress == kVirtualIp;
                reply |= packet->operation == ArpPacket::Operation::Reply;
            }
        }
        QVERIFY(request);
        QVERIFY(reply);
    }

    // The probe began before: what is left of it is waited for, and not more.
    void isTakenAtOnceIfItWasExpectedAndTheProbeIsOver() {
        Subject s;
        QVERIFY(s.address.open());
        auto ear = earAt(Host::Stranger);
        s.address.perform(cluster::ExpectAddress{});
        QVERIFY(s.staysQuiet(60ms));
        QVERIFY(whereSet().empty());
        s.raise();
        QVERIFY(s.last<cluster::AddressRaised>());
        int probes = 0;
        while (const auto packet = ear.receive())
            probes += packet->senderAddress != kVirtualIp && packet->targetAddress == kVirtualIp ? 1 : 0;
        QCOMPARE(probes, 3);
    }

    void s13_aForeignComputerIsNoticedAlsoWhenTheProbeBeganEarly() {
        QVERIFY(m_network.ip(Host::Stranger, "addr add 10.77.0.100/32 dev eth0"));
        Subject s;
        QVERIFY(s.address.open());
        s.address.perform(cluster::ExpectAddress{});
        QVERIFY(s.staysQuiet(60ms));
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressFailed>());
        QVERIFY(whereSet().empty());
        QVERIFY(m_network.ip(Host::Stranger, "addr del 10.77.0.100/32 dev eth0"));
    }

    void anExpectationThatCameToNothingCountsForLittleTime() {
        Subject s;
        QVERIFY(s.address.open());
        s.address.perform(cluster::ExpectAddress{});
        QVERIFY(s.staysQuiet(1200ms));
        auto ear = earAt(Host::Stranger);
        s.raise();
        QVERIFY(!s.last<cluster::AddressRaised>());
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        QVERIFY(waitFor(ear.fd(), 1s));
    }

    void staysLongerThanItsLifetimeAndGoesWhenDropped() {
        Subject s;
        QVERIFY(s.address.open());
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        auto watch = RtnetlinkWatch::open();
        QVERIFY(s.staysQuiet(4500ms));
        QVERIFY(!watch->look(kVirtualIp, 0).addressGone);
        s.drop();
        QTRY_VERIFY(s.last<cluster::AddressDropped>());
        QCOMPARE(s.last<cluster::AddressDropped>()->ticket, cluster::Ticket(8));
        QVERIFY(whereSet().empty());
    }

    void s13_goesByItselfWhenTheLoopStandsStill() {
        Subject s;
        QVERIFY(s.address.open());
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        auto watch = RtnetlinkWatch::open();
        const Instant before = s.clock.now();
        while (!watch->look(kVirtualIp, 0).addressGone && waitFor(watch->fd(), 5s)) {
        }
        const auto gone = std::chrono::duration_cast<std::chrono::milliseconds>(s.clock.now() - before);
        QVERIFY(whereSet().empty());
        qInfo("gone %d ms after the loop stopped", static_cast<int>(gone.count()));
        QVERIFY(gone > 900ms && gone < 3300ms);

        // The loop wakes up: it must notice, and must not put the address back.
        QTRY_VERIFY(s.last<cluster::AddressFailed>());
        QVERIFY(s.staysQuiet(700ms));
        QVERIFY(whereSet().empty());
    }

    void s13_aForeignComputerThatHasItStopsTheTakeoverAndIsNamed() {
        QVERIFY(m_network.ip(Host::Stranger, "addr add 10.77.0.100/32 dev eth0"));
        Subject s;
        QVERIFY(s.address.open());
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressFailed>());
        const Error& error = s.last<cluster::AddressFailed>()->error;
        QCOMPARE(error.code, ErrorCode::Busy);
        QVERIFY(error.detail.find(TestNetwork::kStrangerMac) != std::string::npos);
        QVERIFY(whereSet().empty());
        QVERIFY(m_network.ip(Host::Stranger, "addr del 10.77.0.100/32 dev eth0"));
    }

    void s13_aFrozenPeerThatStillAnswersDoesNotStopTheTakeover() {
        QVERIFY(m_network.ip(Host::Peer, "addr add 10.77.0.100/32 dev eth0"));
        Subject s;
        QVERIFY(s.address.open());
        s.raise(); // at once: its MAC is learnt during the probe
        QTRY_VERIFY(!s.events.empty());
        QVERIFY(s.last<cluster::AddressRaised>());
        QVERIFY(m_network.ip(Host::Peer, "addr del 10.77.0.100/32 dev eth0"));
    }

    void s13_isAnnouncedUntilThePeersLifetimeIsOverAndOnceAfter() {
        Subject s;
        QVERIFY(s.address.open());
        auto ear = earAt(Host::Stranger);
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        const Instant raised = s.clock.now();
        Instant lastHeard = raised;
        int heard = 0;
        const auto listen = [&] {
            while (const auto packet = ear.receive()) {
                if (packet->senderAddress == kVirtualIp) {
                    lastHeard = s.clock.now();
                    ++heard;
                }
            }
            return s.clock.now() - raised > 4s;
        };
        QTRY_VERIFY_WITH_TIMEOUT(listen(), 6000);
        QVERIFY2(heard >= 20, qPrintable(QString::number(heard)));
        QVERIFY(lastHeard - raised >= settings().peerLifetime);
        QVERIFY(lastHeard - raised < settings().peerLifetime + 500ms);
    }

    void aClaimWhileItIsHeldIsAnsweredAndReported() {
        Subject s;
        QVERIFY(s.address.open());
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        QVERIFY(s.staysQuiet(100ms)); // the answer shall not be the next regular announcement's neighbour
        auto stranger = earAt(Host::Stranger);
        const Mac mac = *Mac::parse(TestNetwork::kStrangerMac);
        QVERIFY(stranger.broadcast(arpAnnouncement(ArpPacket::Operation::Request, mac, kVirtualIp)));
        QTRY_VERIFY(!s.notices.empty());
        QVERIFY(s.notices.front().detail.find(TestNetwork::kStrangerMac) != std::string::npos);
        QVERIFY(waitFor(stranger.fd(), 1s));
        QCOMPARE(whereSet().size(), 1U);
    }

    void isReportedWhenSomebodyElseRemovesIt() {
        Subject s;
        QVERIFY(s.address.open());
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        QVERIFY(m_network.ip(Host::Self, "addr del 10.77.0.100/32 dev br0"));
        QTRY_VERIFY(s.last<cluster::AddressFailed>());
        QCOMPARE(s.last<cluster::AddressFailed>()->ticket, cluster::Ticket(7));
        QVERIFY(s.last<cluster::AddressFailed>()->error.detail.find("br0") != std::string::npos);
        QVERIFY(s.staysQuiet(700ms));
        QVERIFY(whereSet().empty());
    }

    void theFencesOrderRemovesIt() {
        Subject s;
        QVERIFY(s.address.open());
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressRaised>());
        const auto orders = s.address.fenceOrders();
        QVERIFY(orders.has_value());
        const Descriptor raw(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0));
        QCOMPARE(send(raw.get(), orders->deleteMessage.data(), orders->deleteMessage.size(), 0),
                 static_cast<ssize_t>(orders->deleteMessage.size()));
        QVERIFY(whereSet().empty());

        const Descriptor udp(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_in own{};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = orders->address;
        QVERIFY(bind(udp.get(), reinterpret_cast<sockaddr*>(&own), sizeof own) != 0);
        QCOMPARE(errno, EADDRNOTAVAIL);
    }

    void aLeftOverIsClearedAndAnAddressOfTheMachineItselfIsNot() {
        QVERIFY(m_network.ip(Host::Self, "addr add 10.77.0.100/24 dev br0 valid_lft 60 preferred_lft 60"));
        Subject s;
        QVERIFY(s.address.open());
        QVERIFY(s.address.clearStale());
        QVERIFY(whereSet().empty());

        QVERIFY(m_network.ip(Host::Self, "addr add 10.77.0.100/24 dev br0"));
        const auto cleared = s.address.clearStale();
        QVERIFY(!cleared);
        QCOMPARE(cleared.error().code, ErrorCode::AlreadyExists);
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressFailed>());
        s.drop();
        QTRY_VERIFY(s.last<cluster::AddressDropped>());
        QCOMPARE(whereSet().size(), 1U);
    }

    void droppingWhileItIsProbedAndDroppingTwiceAnswerAlways() {
        Subject s;
        QVERIFY(s.address.open());
        s.drop();
        QTRY_VERIFY(s.last<cluster::AddressDropped>());
        s.raise();
        s.drop();
        QTRY_COMPARE(s.events.size(), 2U);
        QVERIFY(s.last<cluster::AddressDropped>());
        QVERIFY(s.staysQuiet(100ms));
        QVERIFY(whereSet().empty());
    }

    void aMissingOrDeadInterfaceIsNamed() {
        auto missing = settings();
        missing.interface = "nosuch0";
        Subject s(missing);
        const auto opened = s.address.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().subject, "nosuch0");
        s.raise();
        QTRY_VERIFY(s.last<cluster::AddressFailed>());
        QCOMPARE(s.last<cluster::AddressFailed>()->error.subject, "nosuch0");

        Subject held;
        QVERIFY(held.address.open());
        held.raise();
        QTRY_VERIFY(held.last<cluster::AddressRaised>());
        QVERIFY(m_network.ip(Host::Self, "link set br0 down"));
        QTRY_VERIFY(held.last<cluster::AddressFailed>());
        QCOMPARE(held.last<cluster::AddressFailed>()->error.subject, "br0");
        held.raise();
        QTRY_COMPARE(held.events.size(), 3U);
        QVERIFY(held.last<cluster::AddressFailed>());
        QVERIFY(m_network.ip(Host::Self, "link set br0 up"));
    }

    void settingsThatMakeNoSenseAreRefused() {
        auto bad = settings();
        bad.address = "10.77.0";
        QVERIFY(!Subject(bad).address.open());
        bad = settings();
        bad.prefixLength = 33;
        QVERIFY(!Subject(bad).address.open());
        bad = settings();
        bad.address = "203.0.113.9"; // no interface in that network
        QCOMPARE(Subject(bad).address.open().error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(VirtualAddressTest)
#include "virtual_address_test.moc"
