// The password's rules and hash, the sessions behind it, and what guessing costs.

#include "base/password_rules.h"
#include "security/login/login_throttle.h"
#include "security/login/password.h"
#include "security/login/sessions.h"

#include <QElapsedTimer>
#include <QTest>

#include <set>

using namespace understudy;
using namespace understudy::security;
using namespace std::chrono_literals;

namespace {

constexpr ScryptCost kCheap{10, 8, 1}; // the tests that do not measure need no strength
const Instant kStart = Instant(1000h);

using Rules = std::vector<PasswordRule>;

Rules broken(std::string_view password) {
    return brokenPasswordRules(password);
}

PasswordHash hashOf(std::string_view password, ScryptCost cost = kCheap) {
    return hashPassword(password, cost).value();
}

std::chrono::nanoseconds timeOf(const PasswordHash* known) {
    QElapsedTimer timer;
    timer.start();
    [[maybe_unused]] const auto answer = verifyPassword(known, "wrong.password");
    return std::chrono::nanoseconds(timer.nsecsElapsed());
}

// The wrong passwords of one address, one right behind the other; how long the next try has to wait.
Duration waitAfter(LoginThrottle& throttle, const std::string& address, int wrong, Instant now) {
    for (int i = 0; i < wrong; ++i)
        throttle.attempt(address, now);
    return throttle.attempt(address, now);
}

} // namespace

class LoginTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachBrokenRuleIsNamed();
    void theRightPasswordIsKnownAndNoOther();
    void aHashSurvivesBeingWrittenAndRead();
    void oneHashHasOneTextAndEverythingElseIsCorrupt();
    void theSamePasswordTwiceHasTwoHashes();
    void anUnknownUserCostsWhatAKnownOneCosts();
    void anUnknownUserIsNeverLetIn();
    void aSessionIsFoundByItsTokenOnly();
    void aSessionEndsWhenIdleAndWhenOld();
    void aChangeNeedsTheCsrfTokenOfThatSession();
    void logoutEndsOneAndANewPasswordAll();
    void sessionsAreBoundedAndTheIdlestGoes();
    void fiveWrongPasswordsAreFreeAndThenItTakesLonger();
    void theDelayGrowsToItsLimitAndAskingDoesNotProlongIt();
    void triesAtOnceAreCountedBeforeTheyAreVerified();
    void theRightPasswordAndAQuietHourForgive();
    void anIpv6NetworkIsOneAddressAndAMappedOneIsIpv4();
    void oneAddressDoesNotSlowAnother();
    void theMemoryForAddressesIsBounded();
};

void LoginTest::eachBrokenRuleIsNamed() {
    using enum PasswordRule;
    QCOMPARE(broken("abc123"), Rules{});
    QCOMPARE(broken("ABCxyz()*_.0123456789abcdefghijkl"), Rules{ShortEnough}); // 33
    QCOMPARE(broken("ABCxyz()*_.0123456789abcdefghijk"), Rules{});             // 32
    QCOMPARE(broken("abc12"), Rules{LongEnough});
    QCOMPARE(broken(""), Rules{LongEnough});
    QCOMPARE(broken("abc 123"), Rules{AllowedCharacters});
    QCOMPARE(broken("abc-123"), Rules{AllowedCharacters});
    QCOMPARE(broken(std::string_view("abc\0def", 7)), Rules{AllowedCharacters});
    QCOMPARE(broken("h\xc3\xa9l"), (Rules{LongEnough, AllowedCharacters}));
    QCOMPARE(broken("\xe5\xaf\x86\xe5\xaf\x86\xe5\xaf\x86\xe5\xaf\x86\xe5\xaf\x86\xe5\xaf\x86"),
             Rules{AllowedCharacters});
    std::set<std::string_view> names;
    for (const auto rule : {LongEnough, ShortEnough, AllowedCharacters})
        names.insert({passwordRuleName(rule), passwordRuleSentence(rule)});
    QCOMPARE(names.size(), 6U);
}

void LoginTest::theRightPasswordIsKnownAndNoOther() {
    const auto hash = hashOf("correct.horse");
    QCOMPARE(verifyPassword(&hash, "correct.horse").value(), true);
    for (const auto* wrong : {"correct.hors", "correct.horsf", "Correct.horse", "", "correct.horse "})
        QCOMPARE(verifyPassword(&hash, wrong).value(), false);
}

void LoginTest::aHashSurvivesBeingWrittenAndRead() {
    const auto hash = hashOf("abc123");
    QVERIFY(hash.toText().starts_with("$scrypt$ln=10,r=8,p=1$"));
    const auto again = PasswordHash::fromText(hash.toText());
    QVERIFY(again.has_value());
    QCOMPARE(*again, hash);
    // RFC 7914, section 12: password "pleaseletmein", salt "SodiumChloride", N = 16384, r = 8, p = 1.
    const auto known = PasswordHash::fromText(
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$"
        "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw");
    QVERIFY(known.has_value());
    QCOMPARE(verifyPassword(&*known, "pleaseletmein").value(), true);
}

void LoginTest::oneHashHasOneTextAndEverythingElseIsCorrupt() {
    const std::string good = hashOf("abc123").toText();
    for (std::size_t size = 0; size < good.size(); ++size) {
        const auto cut = PasswordHash::fromText(std::string_view(good).substr(0, size));
        QVERIFY(!cut || cut->toText().size() == size);
    }
    const std::string tail = good.substr(good.find('$', 8));
    for (const auto* head : {"$scrypt$ln=9,r=8,p=1", "$scrypt$ln=21,r=1,p=1", "$scrypt$ln=20,r=8,p=1",
                             "$scrypt$ln=300,r=8,p=1", "$scrypt$ln=15,r=0,p=1", "$scrypt$ln=15,r=8,p=99",
                             "$scrypt$ln=-1,r=8,p=1", "$argon2$ln=15,r=8,p=1"}) {
        const auto read = PasswordHash::fromText(head + tail);
        QVERIFY2(!read, head);
        QCOMPARE(read.error().code, ErrorCode::Corrupt);
    }
    QVERIFY(!PasswordHash::fromText(good + "="));
    QVERIFY(!PasswordHash::fromText(good + "$"));
    QVERIFY(!PasswordHash::fromText(std::string(10000, 'A')));
}

void LoginTest::theSamePasswordTwiceHasTwoHashes() {
    QVERIFY(hashOf("abc123").hash != hashOf("abc123").hash);
}

void LoginTest::anUnknownUserCostsWhatAKnownOneCosts() {
    const auto hash = hashOf("abc123", {});
    std::chrono::nanoseconds known = 1h;
    std::chrono::nanoseconds unknown = 1h;
    for (int i = 0; i < 5; ++i) { // by turns, and the best of each: other programs run beside
        known = std::min(known, timeOf(&hash));
        unknown = std::min(unknown, timeOf(nullptr));
    }
    QVERIFY(known > 10ms); // it does cost something
    QVERIFY2(unknown < known * 2 && known < unknown * 2, "the time tells which users exist");
}

void LoginTest::anUnknownUserIsNeverLetIn() {
    for (const auto* password : {"", "admin", "abc123"})
        QCOMPARE(verifyPassword(nullptr, password).value(), false);
}

void LoginTest::aSessionIsFoundByItsTokenOnly() {
    Sessions sessions;
    const auto one = sessions.open("admin", "192.0.2.1", kStart);
    const auto two = sessions.open("admin", "192.0.2.2", kStart);
    QVERIFY(one.token != two.token && one.token.size() == 64);
    const auto found = sessions.find(two.token, kStart + 1s);
    QVERIFY(found.session.has_value());
    QCOMPARE(found.session->address, std::string("192.0.2.2"));
    std::string wrong = one.token;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    for (const auto& token : {wrong, std::string(), one.token + "0", one.token.substr(1), one.csrfToken}) {
        const auto none = sessions.find(token, kStart + 1s);
        QVERIFY(!none.session && none.refusal == SessionRefusal::Unknown);
    }
}

void LoginTest::aSessionEndsWhenIdleAndWhenOld() {
    Sessions sessions({10min, 1h, 8});
    const auto idle = sessions.open("admin", "a", kStart);
    QVERIFY(sessions.find(idle.token, kStart + 9min).session);
    QVERIFY(sessions.find(idle.token, kStart + 18min).session); // use prolongs
    QCOMPARE(sessions.find(idle.token, kStart + 28min).refusal, SessionRefusal::IdleTooLong);
    QCOMPARE(sessions.find(idle.token, kStart + 28min).refusal, SessionRefusal::Unknown); // gone for good
    const auto busy = sessions.open("admin", "a", kStart);
    for (auto minute = 5min; minute < 60min; minute += 5min)
        QVERIFY(sessions.find(busy.token, kStart + minute).session);
    QCOMPARE(sessions.find(busy.token, kStart + 60min).refusal, SessionRefusal::TooOld);
    QCOMPARE(sessions.count(), 0U);
}

void LoginTest::aChangeNeedsTheCsrfTokenOfThatSession() {
    Sessions sessions;
    const auto one = sessions.open("admin", "a", kStart);
    const auto two = sessions.open("admin", "b", kStart);
    QVERIFY(sessions.findForChange(one.token, one.csrfToken, kStart).session);
    for (const auto& csrf : {two.csrfToken, std::string(), one.token, one.csrfToken.substr(1)}) {
        const auto answer = sessions.findForChange(one.token, csrf, kStart);
        QVERIFY(!answer.session && answer.refusal == SessionRefusal::NoCsrfToken);
    }
    QVERIFY(sessions.find(one.token, kStart).session); // a wrong one ends nothing
}

void LoginTest::logoutEndsOneAndANewPasswordAll() {
    Sessions sessions;
    const auto one = sessions.open("admin", "a", kStart);
    const auto two = sessions.open("admin", "b", kStart);
    sessions.close(one.token);
    QVERIFY(!sessions.find(one.token, kStart).session);
    QVERIFY(sessions.find(two.token, kStart).session);
    sessions.closeAll();
    QVERIFY(!sessions.find(two.token, kStart).session);
}

void LoginTest::sessionsAreBoundedAndTheIdlestGoes() {
    Sessions sessions({30min, 12h, 3});
    const auto first = sessions.open("admin", "a", kStart);
    const auto second = sessions.open("admin", "a", kStart + 1s);
    const auto third = sessions.open("admin", "a", kStart + 2s);
    QVERIFY(sessions.find(first.token, kStart + 3s).session);
    const auto fourth = sessions.open("admin", "a", kStart + 4s);
    QCOMPARE(sessions.count(), 3U);
    QVERIFY(!sessions.find(second.token, kStart + 5s).session);
    for (const auto& secrets : {first, third, fourth})
        QVERIFY(sessions.find(secrets.token, kStart + 5s).session);
}

void LoginTest::fiveWrongPasswordsAreFreeAndThenItTakesLonger() {
    LoginThrottle throttle;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(throttle.attempt("192.0.2.1", kStart), Duration::zero());
    QCOMPARE(throttle.attempt("192.0.2.1", kStart), Duration(2s));
    QCOMPARE(throttle.attempt("192.0.2.1", kStart + 1500ms), Duration(500ms));
    QCOMPARE(throttle.attempt("192.0.2.1", kStart + 2s), Duration::zero());
    QCOMPARE(throttle.attempt("192.0.2.1", kStart + 2s), Duration(4s));
}

void LoginTest::theDelayGrowsToItsLimitAndAskingDoesNotProlongIt() {
    LoginThrottle throttle;
    Instant now = kStart;
    Duration delay = waitAfter(throttle, "192.0.2.1", 5, now);
    for (int i = 0; i < 40; ++i) {
        for (int j = 0; j < 10; ++j)
            QVERIFY(throttle.attempt("192.0.2.1", now) > Duration::zero());
        now += delay;
        QCOMPARE(throttle.attempt("192.0.2.1", now), Duration::zero());
        const Duration next = throttle.attempt("192.0.2.1", now);
        QCOMPARE(next, std::min<Duration>(delay * 2, 5min));
        delay = next;
    }
    QCOMPARE(delay, Duration(5min));
}

void LoginTest::triesAtOnceAreCountedBeforeTheyAreVerified() {
    LoginThrottle throttle;
    int through = 0;
    for (int i = 0; i < 100; ++i)
        through += throttle.attempt("192.0.2.1", kStart) == Duration::zero() ? 1 : 0;
    QCOMPARE(through, 5);
}

void LoginTest::theRightPasswordAndAQuietHourForgive() {
    LoginThrottle throttle;
    QVERIFY(waitAfter(throttle, "192.0.2.1", 5, kStart) > Duration::zero());
    throttle.succeeded("192.0.2.1");
    QCOMPARE(waitAfter(throttle, "192.0.2.1", 4, kStart), Duration::zero());
    QCOMPARE(waitAfter(throttle, "192.0.2.1", 4, kStart + 1h), Duration::zero());
}

void LoginTest::anIpv6NetworkIsOneAddressAndAMappedOneIsIpv4() {
    LoginThrottle throttle;
    QVERIFY(waitAfter(throttle, "2001:db8:1:2::1", 5, kStart) > Duration::zero());
    QVERIFY(throttle.attempt("2001:db8:1:2:ffff::9", kStart) > Duration::zero());
    QCOMPARE(throttle.attempt("2001:db8:1:3::1", kStart), Duration::zero());
    QVERIFY(waitAfter(throttle, "::ffff:192.0.2.1", 5, kStart) > Duration::zero());
    QVERIFY(throttle.attempt("192.0.2.1", kStart) > Duration::zero());
    QVERIFY(waitAfter(throttle, "fe80::1%eth0", 5, kStart) > Duration::zero());
    QVERIFY(throttle.attempt("fe80::2%eth1", kStart) > Duration::zero());
    QVERIFY(waitAfter(throttle, "nonsense", 5, kStart) > Duration::zero());
    QVERIFY(throttle.attempt("", kStart) > Duration::zero());
}

void LoginTest::oneAddressDoesNotSlowAnother() {
    LoginThrottle throttle;
    QVERIFY(waitAfter(throttle, "192.0.2.1", 5, kStart) > Duration::zero());
    QCOMPARE(throttle.attempt("192.0.2.2", kStart), Duration::zero());
}

void LoginTest::theMemoryForAddressesIsBounded() {
    LoginThrottle throttle;
    QVERIFY(waitAfter(throttle, "198.51.100.1", 5, kStart) > Duration::zero());
    for (int i = 0; i < 10000; ++i)
        throttle.attempt("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250), kStart + 1ms * i);
    QCOMPARE(throttle.count(), 4096U);
    throttle.attempt("192.0.2.1", kStart + 2h);
    QCOMPARE(throttle.count(), 1U); // all forgotten after the quiet hour
}

QTEST_APPLESS_MAIN(LoginTest)
#include "login_test.moc"
