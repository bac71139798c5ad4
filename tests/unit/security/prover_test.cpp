// The mutual proof: who knows the secret is let in, a relay, a listener and a liar are not.

#include "base/descriptor.h"
#include "security/proof/joining_tls.h"
#include "security/proof/prover.h"
#include "security/proof/security_code.h"

#include <QTest>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <set>
#include <thread>

using namespace understudy;
using namespace understudy::security;

namespace {

constexpr ExporterValue kConnection = {1};
constexpr ExporterValue kOtherConnection = {2};

struct Sides {
    Prover host;
    Prover guest;

    explicit Sides(std::string_view atHost = "secret", std::string_view atGuest = "secret",
                   const ExporterValue& hostSees = kConnection, const ExporterValue& guestSees = kConnection)
        : host(ProofRole::Host, atHost, hostSees), guest(ProofRole::Guest, atGuest, guestSees) {}
};

struct Messages {
    ProofMessage opening;
    ProofMessage answer;
    ProofMessage confirmation;
};
Messages converse(Sides& sides) {
    Messages m;
    m.opening = sides.host.start().value();
    m.answer = sides.guest.receive(m.opening).value();
    m.confirmation = sides.host.receive(m.answer).value();
    return m;
}

ErrorCode refusal(Prover& prover, const ProofMessage& message) {
    const auto result = prover.receive(message);
    return result ? ErrorCode::System : result.error().code;
}

// The whole proof between sides that do not agree: nobody may come out of it proven.
ErrorCode hostsVerdict(Sides sides) {
    const auto answer = sides.guest.receive(sides.host.start().value()).value();
    const ErrorCode verdict = refusal(sides.host, answer);
    if (sides.host.isProven() || !sides.host.isOver() || sides.guest.isProven())
        throw std::runtime_error("proven without a reason");
    return verdict;
}

// One TLS connection over a pair of sockets, and what its two ends export.
struct Exported {
    ExporterValue host{};
    ExporterValue guest{};
};
Exported connectedExporters() {
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0)
        throw std::runtime_error("socketpair");
    const Descriptor hostEnd(fds[0]);
    const Descriptor guestEnd(fds[1]);
    Exported exported;
    std::thread host([&] {
        const auto context = joiningHostTls();
        const auto ssl = newSsl(*context, hostEnd.get());
        if (SSL_accept(ssl->get()) == 1)
            exported.host = exporterValue(ssl->get()).value();
    });
    const auto context = joiningGuestTls();
    const auto ssl = newSsl(*context, guestEnd.get());
    if (SSL_connect(ssl->get()) == 1)
        exported.guest = exporterValue(ssl->get()).value();
    host.join();
    return exported;
}

} // namespace

class ProverTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameSecretProvesBothAndGivesOneKey();
    void eachProofHasItsOwnKey();
    void anotherSecretIsRefusedByTheHost_data();
    void anotherSecretIsRefusedByTheHost();
    void aFalseHostIsRefusedByTheGuest();
    void aRelayBetweenTwoConnectionsIsRefused();
    void aRelayThatRebuildsTheConfirmationIsRefused();
    void messagesOfAnEarlierProofAreWorthNothing();
    void aSidesOwnMessagesSentBackAreRefused();
    void aMessageTwiceEndsTheProof();
    void forbiddenValuesAreRefused();
    void everyPrefixIsRefused();
    void everyFlippedByteIsRefused();
    void anotherVersionSaysSo();
    void aRefusalOfTheOtherSideIsNamed();
    void nothingOfTheSecretIsSent();
    void realConnectionsExportTheSameAtBothEndsAndNowhereElse();
    void thereIsNothingToExportBeforeTheHandshake();
};

void ProverTest::theSameSecretProvesBothAndGivesOneKey() {
    Sides sides;
    const auto m = converse(sides);
    QVERIFY(sides.host.isProven() && !sides.guest.isProven());
    const auto nothing = sides.guest.receive(m.confirmation);
    QVERIFY(nothing && nothing->empty());
    QVERIFY(sides.guest.isProven());
    QCOMPARE(sides.host.sharedKey(), sides.guest.sharedKey());
    for (const auto& message : {m.opening, m.answer, m.confirmation})
        QVERIFY(message.size() <= Prover::kLongestMessage);
}

void ProverTest::eachProofHasItsOwnKey() {
    std::set<SecretKey> keys;
    for (int i = 0; i < 5; ++i) {
        Sides sides;
        converse(sides);
        keys.insert(sides.host.sharedKey());
    }
    QCOMPARE(keys.size(), 5U);
}

void ProverTest::anotherSecretIsRefusedByTheHost_data() {
    QTest::addColumn<QByteArray>("atHost");
    QTest::addColumn<QByteArray>("atGuest");
    const QByteArray code = QByteArray::fromStdString(SecurityCode::make().secret());
    QTest::newRow("another code") << code << QByteArray::fromStdString(SecurityCode::make().secret());
    QTest::newRow("one character") << code << code.left(24) + (code.endsWith('A') ? 'B' : 'A');
    QTest::newRow("no secret") << code << QByteArray();
    QTest::newRow("longer by a zero") << QByteArray("secret") << QByteArray("secret\0", 7);
}

void ProverTest::anotherSecretIsRefusedByTheHost() {
    QFETCH(QByteArray, atHost);
    QFETCH(QByteArray, atGuest);
    QCOMPARE(hostsVerdict(Sides(atHost.toStdString(), atGuest.toStdString())), ErrorCode::Refused);
}

// The false host knows the conversation but not the secret: its confirmation cannot be right.
void ProverTest::aFalseHostIsRefusedByTheGuest() {
    Sides honest;
    Prover falseHost(ProofRole::Host, "a guess", kConnection);
    const auto answer = honest.guest.receive(falseHost.start().value()).value();
    QCOMPARE(refusal(falseHost, answer), ErrorCode::Refused);
    Sides another;
    QCOMPARE(refusal(honest.guest, converse(another).confirmation), ErrorCode::Refused);
    QVERIFY(!honest.guest.isProven() && honest.guest.isOver());
}

void ProverTest::aRelayBetweenTwoConnectionsIsRefused() {
    QCOMPARE(hostsVerdict(Sides("secret", "secret", kConnection, kOtherConnection)), ErrorCode::Refused);
}

// The relay passes on the values but answers each side itself with what it knows: both conversations and both
// exporter values.
void ProverTest::aRelayThatRebuildsTheConfirmationIsRefused() {
    Sides sides("secret", "secret", kConnection, kOtherConnection);
    Prover relayAsGuest(ProofRole::Guest, "a guess", kConnection);
    const auto opening = sides.host.start().value();
    const auto victim = sides.guest.receive(opening).value();
    auto forged = relayAsGuest.receive(opening).value();
    std::copy(victim.begin(), victim.begin() + 2 + kSrpValueSize, forged.begin());
    QCOMPARE(refusal(sides.host, forged), ErrorCode::Refused);
}

void ProverTest::messagesOfAnEarlierProofAreWorthNothing() {
    Sides earlier;
    const auto old = converse(earlier);
    Sides toHost;
    (void)toHost.host.start();
    QCOMPARE(refusal(toHost.host, old.answer), ErrorCode::Refused);
    Sides toGuest;
    QVERIFY(toGuest.guest.receive(old.opening)); // anybody may send an opening
    QCOMPARE(refusal(toGuest.guest, old.confirmation), ErrorCode::Refused);
}

void ProverTest::aSidesOwnMessagesSentBackAreRefused() {
    Sides sides;
    const auto opening = sides.host.start().value();
    const auto answer = sides.guest.receive(opening).value();
    QCOMPARE(refusal(sides.host, opening), ErrorCode::InvalidInput);
    QCOMPARE(refusal(sides.guest, answer), ErrorCode::InvalidInput);
}

void ProverTest::aMessageTwiceEndsTheProof() {
    Sides sides;
    const auto opening = sides.host.start().value();
    QVERIFY(sides.guest.receive(opening));
    QCOMPARE(refusal(sides.guest, opening), ErrorCode::InvalidInput);
    Sides proven;
    const auto m = converse(proven);
    QVERIFY(proven.guest.receive(m.confirmation));
    QCOMPARE(refusal(proven.guest, m.confirmation), ErrorCode::InvalidInput);
    QVERIFY(!proven.guest.isProven());
}

// Zero as public value would make the shared value zero, whatever the secret is.
void ProverTest::forbiddenValuesAreRefused() {
    Sides sides;
    auto opening = sides.host.start().value();
    auto answer = sides.guest.receive(opening).value();
    for (const std::uint8_t value : {0x00, 0xff}) {
        Sides fresh;
        const auto good = fresh.host.start().value();
        std::fill_n(answer.begin() + 2, kSrpValueSize, value);
        QCOMPARE(refusal(fresh.host, answer), ErrorCode::InvalidInput);
        std::fill(opening.begin() + 2 + 16, opening.end(), value);
        QCOMPARE(refusal(fresh.guest, opening), ErrorCode::InvalidInput);
    }
}

void ProverTest::everyPrefixIsRefused() {
    Sides sides;
    const auto m = converse(sides);
    for (std::size_t size = 0; size < m.opening.size(); ++size) {
        Prover guest(ProofRole::Guest, "secret", kConnection);
        const auto cut = guest.receive(std::span(m.opening).first(size));
        QVERIFY(!cut && cut.error().code == ErrorCode::InvalidInput);
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{2}, m.answer.size() - 1}) {
        Prover host(ProofRole::Host, "secret", kConnection);
        (void)host.start();
        QVERIFY(!host.receive(std::span(m.answer).first(size)) && host.isOver());
    }
    auto longer = m.opening;
    longer.push_back(0);
    QCOMPARE(refusal(sides.guest, longer), ErrorCode::InvalidInput);
}

void ProverTest::everyFlippedByteIsRefused() {
    Sides first;
    const std::size_t answerSize = converse(first).answer.size();
    for (std::size_t at = 0; at < answerSize; at += 7) { // a few ms each
        Sides sides;
        auto answer = sides.guest.receive(sides.host.start().value()).value();
        answer[at] ^= 0x10;
        QVERIFY(!sides.host.receive(answer) && !sides.host.isProven());
    }
    for (std::size_t at = 0; at < 34; at += 3) {
        Sides sides;
        auto confirmation = converse(sides).confirmation;
        confirmation[at] ^= 0x10;
        QVERIFY(!sides.guest.receive(confirmation) && !sides.guest.isProven());
    }
    Sides sides;
    auto opening = sides.host.start().value();
    opening[5] ^= 0x10; // the salt
    const auto answer = sides.guest.receive(opening).value();
    QCOMPARE(refusal(sides.host, answer), ErrorCode::Refused);
}

void ProverTest::anotherVersionSaysSo() {
    Sides sides;
    auto opening = sides.host.start().value();
    opening[0] = 2;
    const auto answer = sides.guest.receive(opening);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::VersionMismatch);
    QVERIFY(answer.error().detail.find("the same Understudy on both") != std::string::npos);
}

void ProverTest::aRefusalOfTheOtherSideIsNamed() {
    Sides sides;
    (void)sides.guest.receive(sides.host.start().value());
    QCOMPARE(refusal(sides.guest, Prover::refusal()), ErrorCode::Refused);
}

void ProverTest::nothingOfTheSecretIsSent() {
    const std::string secret = SecurityCode::make().secret();
    Sides sides(secret, secret);
    const auto m = converse(sides);
    for (const auto& message : {m.opening, m.answer, m.confirmation})
        QVERIFY(std::search(message.begin(), message.end(), secret.begin(), secret.begin() + 5) ==
                message.end());
}

void ProverTest::realConnectionsExportTheSameAtBothEndsAndNowhereElse() {
    const auto one = connectedExporters();
    const auto other = connectedExporters();
    QVERIFY(one.host != ExporterValue{});
    QCOMPARE(one.host, one.guest);
    QCOMPARE(other.host, other.guest);
    QVERIFY(one.host != other.host);
    // A relay has a connection to each of the two nodes.
    QCOMPARE(hostsVerdict(Sides("secret", "secret", one.host, other.guest)), ErrorCode::Refused);
}

void ProverTest::thereIsNothingToExportBeforeTheHandshake() {
    const auto context = joiningGuestTls();
    const Ssl ssl(SSL_new(context->get()));
    QVERIFY(!exporterValue(ssl.get()));
}

QTEST_APPLESS_MAIN(ProverTest)
#include "prover_test.moc"
