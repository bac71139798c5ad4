// The channel between the engines: whole bytes both ways at once, certificates, ends, and what it costs.

#include "replication/stream/channel.h"
#include "test_tls.h"

#include <QtTest>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <numeric>
#include <thread>

using namespace understudy;
using namespace understudy::replication;
using namespace understudy::replication::testing;
using namespace std::chrono_literals;

namespace {

std::vector<std::uint8_t> pattern(std::size_t size, std::uint8_t seed) {
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(seed + i * 31 + (i >> 10));
    return bytes;
}

std::vector<std::uint8_t> receiveExactly(Channel& channel, std::size_t size) {
    std::vector<std::uint8_t> all(size);
    std::size_t at = 0;
    while (at < size) {
        auto got = channel.receive(std::span(all).subspan(at));
        if (!got)
            return {};
        at += *got;
    }
    return all;
}

} // namespace

class ChannelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothSidesKnowEachOther();
    void bytesArriveWholeInBothDirectionsAtOnce();
    void freshKeysAreTakenUnderLoad();
    void aPeerWithoutOurCertificateIsRefused();
    void garbageInPlaceOfTlsIsRefused();
    void aPeerThatSaysNothingIsGivenUpInTime();
    void shutdownWakesAReaderAndAWriter();
    void theOtherSidesEndIsDisconnected();
    void aBoundedReceiveTimesOutAndGoesOn();
    void pendingBytesAreSeen();
    void latencyAndThroughput();

private:
    TestAuthority m_authority;
};

void ChannelTest::bothSidesKnowEachOther() {
    const Joined joined = joinChannels(m_authority);
    QCOMPARE(joined.client->peer(), std::string("node2"));
    QCOMPARE(joined.server->peer(), std::string("node1"));
}

void ChannelTest::bytesArriveWholeInBothDirectionsAtOnce() {
    const Joined joined = joinChannels(m_authority);
    const auto there = pattern(20u << 20, 1);
    const auto back = pattern(20u << 20, 2);
    auto sendingThere = std::async(std::launch::async, [&] { return joined.client->send(there); });
    auto sendingBack = std::async(std::launch::async, [&] { return joined.server->send(back); });
    auto receivedThere =
        std::async(std::launch::async, [&] { return receiveExactly(*joined.server, there.size()); });
    const auto receivedBack = receiveExactly(*joined.client, back.size());
    QVERIFY(receivedThere.get() == there);
    QVERIFY(receivedBack == back);
    QVERIFY(sendingThere.get().has_value());
    QVERIFY(sendingBack.get().has_value());
}

void ChannelTest::freshKeysAreTakenUnderLoad() {
    const Joined joined = joinChannels(m_authority, 100'000);
    const auto there = pattern(8u << 20, 3);
    auto sending = std::async(std::launch::async, [&] { return joined.client->send(there); });
    auto sendingBack = std::async(std::launch::async, [&] { return joined.server->send(there); });
    auto received =
        std::async(std::launch::async, [&] { return receiveExactly(*joined.server, there.size()); });
    QVERIFY(receiveExactly(*joined.client, there.size()) == there);
    QVERIFY(received.get() == there);
    QVERIFY(sending.get().has_value());
    QVERIFY(sendingBack.get().has_value());
}

void ChannelTest::aPeerWithoutOurCertificateIsRefused() {
    const TestAuthority stranger;
    auto [client, server] = loopbackPair();
    const TlsContext clientContext = stranger.context("node1", Channel::Side::Client);
    const TlsContext serverContext = m_authority.context("node2", Channel::Side::Server);
    auto accepting = std::async(std::launch::async, [&, socket = std::move(server)]() mutable {
        return Channel::open(std::move(socket), serverContext.get(), Channel::Side::Server, 10s);
    });
    auto connected = Channel::open(std::move(client), clientContext.get(), Channel::Side::Client, 10s);
    QVERIFY(!connected);
    QCOMPARE(connected.error().code, ErrorCode::NotAllowed);
    QVERIFY(!accepting.get());
}

void ChannelTest::garbageInPlaceOfTlsIsRefused() {
    auto [client, server] = loopbackPair();
    const auto garbage = pattern(512, 9);
    QCOMPARE(::send(client.get(), garbage.data(), garbage.size(), 0), ssize_t(garbage.size()));
    const TlsContext context = m_authority.context("node2", Channel::Side::Server);
    auto opened = Channel::open(std::move(server), context.get(), Channel::Side::Server, 10s);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Disconnected);
}

void ChannelTest::aPeerThatSaysNothingIsGivenUpInTime() {
    auto [client, server] = loopbackPair();
    const TlsContext context = m_authority.context("node2", Channel::Side::Server);
    auto opened = Channel::open(std::move(server), context.get(), Channel::Side::Server, 50ms);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Timeout);
}

void ChannelTest::shutdownWakesAReaderAndAWriter() {
    const Joined joined = joinChannels(m_authority);
    auto reading = std::async(std::launch::async, [&] {
        std::uint8_t byte[1];
        return joined.client->receive(byte);
    });
    const auto much = pattern(64u << 20, 4); // nobody reads it: the socket fills
    auto writing = std::async(std::launch::async, [&] { return joined.client->send(much); });
    QVERIFY(writing.wait_for(100ms) == std::future_status::timeout);
    QVERIFY(reading.wait_for(0ms) == std::future_status::timeout);
    joined.client->shutdown();
    QVERIFY(reading.wait_for(5s) == std::future_status::ready);
    QVERIFY(writing.wait_for(5s) == std::future_status::ready);
    QCOMPARE(reading.get().error().code, ErrorCode::Disconnected);
    QCOMPARE(writing.get().error().code, ErrorCode::Disconnected);
}

void ChannelTest::theOtherSidesEndIsDisconnected() {
    Joined joined = joinChannels(m_authority);
    const auto last = pattern(100, 5);
    QVERIFY(joined.server->send(last).has_value());
    joined.server.reset();
    QVERIFY(receiveExactly(*joined.client, last.size()) == last);
    std::uint8_t byte[1];
    QCOMPARE(joined.client->receive(byte).error().code, ErrorCode::Disconnected);
    Status sent;
    for (int i = 0; i < 100 && sent; ++i) // the first ones may still go into the socket; no SIGPIPE ever
        sent = joined.client->send(pattern(64u << 10, 6));
    QVERIFY(!sent);
    QCOMPARE(sent.error().code, ErrorCode::Disconnected);
}

void ChannelTest::aBoundedReceiveTimesOutAndGoesOn() {
    const Joined joined = joinChannels(m_authority);
    std::uint8_t buffer[8];
    QCOMPARE(joined.client->receive(buffer, 10ms).error().code, ErrorCode::Timeout);
    QVERIFY(joined.server->send(pattern(8, 1)).has_value());
    QVERIFY(joined.client->receive(buffer, 5s).has_value());
}

void ChannelTest::pendingBytesAreSeen() {
    const Joined joined = joinChannels(m_authority);
    QVERIFY(!joined.client->hasPending());
    QVERIFY(joined.server->send(pattern(8, 1)).has_value());
    QTRY_VERIFY(joined.client->hasPending());
    QCOMPARE(receiveExactly(*joined.client, 8).size(), std::size_t(8));
    QVERIFY(!joined.client->hasPending());
}

namespace {

// The same two measurements over any pair of ends: median of a ping-pong, and bytes per second of big sends.
struct Cost {
    double pingMicroseconds, megabytesPerSecond;
};
template <typename Send, typename Receive> Cost measure(const Send& send, const Receive& receive) {
    constexpr int kPings = 4000, kSends = 512;
    const auto small = pattern(4096, 1);
    const auto large = pattern(1u << 20, 2);
    std::thread echo([&] {
        for (int i = 0; i < kPings; ++i) {
            receive(1, small.size());
            send(1, small);
        }
        receive(1, kSends * large.size());
        send(1, small);
    });
    std::vector<double> pings;
    for (int i = 0; i < kPings; ++i) {
        const auto start = std::chrono::steady_clock::now();
        send(0, small);
        receive(0, small.size());
        pings.push_back(
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(pings.begin(), pings.begin() + kPings / 2, pings.end());
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kSends; ++i)
        send(0, large);
    receive(0, small.size());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    echo.join();
    return {pings[kPings / 2], double(kSends) * double(large.size()) / 1e6 / took.count()};
}

} // namespace

void ChannelTest::latencyAndThroughput() {
    auto [client, server] = loopbackPair();
    const int ends[2] = {client.get(), server.get()};
    std::vector<std::uint8_t> buffers[2] = {std::vector<std::uint8_t>(256u << 10),
                                            std::vector<std::uint8_t>(256u << 10)};
    const Cost plain = measure(
        [&](int side, std::span<const std::uint8_t> bytes) {
            while (!bytes.empty())
                bytes =
                    bytes.subspan(std::size_t(::send(ends[side], bytes.data(), bytes.size(), MSG_NOSIGNAL)));
        },
        [&](int side, std::size_t size) {
            while (size > 0)
                size -= std::size_t(
                    ::recv(ends[side], buffers[side].data(), std::min(size, buffers[side].size()), 0));
        });
    const Joined joined = joinChannels(m_authority);
    Channel* channels[2] = {joined.client.get(), joined.server.get()};
    const Cost tls = measure(
        [&](int side, std::span<const std::uint8_t> bytes) {
            QVERIFY(channels[side]->send(bytes).has_value());
        },
        [&](int side, std::size_t size) {
            while (size > 0)
                size -= channels[side]
                            ->receive(std::span(buffers[side]).first(std::min(size, buffers[side].size())))
                            .value();
        });
    qInfo("4 KiB ping-pong, median: TCP %.1f us, channel %.1f us; 1 MiB sends: TCP %.0f MB/s, channel %.0f "
          "MB/s",
          plain.pingMicroseconds, tls.pingMicroseconds, plain.megabytesPerSecond, tls.megabytesPerSecond);
    QVERIFY(tls.megabytesPerSecond > 20); // only a floor: a sanitizer build is slow
}

QTEST_GUILESS_MAIN(ChannelTest)
#include "channel_test.moc"
