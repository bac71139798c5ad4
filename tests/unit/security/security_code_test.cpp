// The one-time code: what people mistype is found and said, and how long it is good.

#include "security/proof/security_code.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace understudy;
using namespace understudy::security;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const Instant kStart = Instant(1000h);

std::string refusalOf(std::string_view text) {
    const auto read = SecurityCode::parse(text);
    return read || read.error().code != ErrorCode::InvalidInput ? "none" : read.error().detail;
}

} // namespace

class SecurityCodeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCodeIsShownInFiveGroupsAndReadBack();
    void codesAreRandomInEveryPlace();
    void typingIsForgiven();
    void everyWrongCharacterIsFound();
    void everySwapOfTwoIsFound();
    void theErrorSaysWhatIsWrong();
    void noErrorRepeatsTheCode();
    void anOfferLastsSixtyMinutes();
    void anOfferEndsWithTheFifthWrongTry();
    void anOfferIsSpentByUse();
};

void SecurityCodeTest::aCodeIsShownInFiveGroupsAndReadBack() {
    const auto code = SecurityCode::make();
    const std::string text = code.toText();
    QCOMPARE(text.size(), 29U);
    for (const std::size_t hyphen : {5U, 11U, 17U, 23U})
        QCOMPARE(text[hyphen], '-');
    const auto read = SecurityCode::parse(text);
    QVERIFY(read.has_value());
    QCOMPARE(*read, code);
    QCOMPARE(read->secret(), code.secret());
    QVERIFY(5 * SecurityCode::kRandomCharacters >= 100); // bits
}

void SecurityCodeTest::codesAreRandomInEveryPlace() {
    std::array<std::set<char>, SecurityCode::kCharacters> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string digits = SecurityCode::make().secret();
        for (std::size_t place = 0; place < digits.size(); ++place)
            seen[place].insert(digits[place]);
    }
    for (const auto& characters : seen)
        QCOMPARE(characters.size(), kAlphabet.size());
}

void SecurityCodeTest::typingIsForgiven() {
    for (int i = 0; i < 200; ++i) {
        const auto code = SecurityCode::make();
        std::string typed = code.toText();
        std::replace(typed.begin(), typed.end(), '-', ' ');
        std::replace(typed.begin(), typed.end(), '0', i % 2 != 0 ? 'o' : 'O');
        std::replace(typed.begin(), typed.end(), '1', i % 3 == 0 ? 'l' : i % 3 == 1 ? 'I' : 'i');
        std::transform(typed.begin(), typed.end(), typed.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        const auto read = SecurityCode::parse(" " + typed + "\r\n");
        QVERIFY2(read && *read == code, typed.c_str());
    }
}

void SecurityCodeTest::everyWrongCharacterIsFound() {
    const auto code = SecurityCode::make();
    for (std::size_t place = 0; place < SecurityCode::kCharacters; ++place)
        for (const char other : kAlphabet) {
            std::string typed = code.secret();
            typed[place] = other;
            QCOMPARE(SecurityCode::parse(typed).has_value(), other == code.secret()[place]);
        }
}

void SecurityCodeTest::everySwapOfTwoIsFound() {
    for (int round = 0; round < 20; ++round) {
        const std::string digits = SecurityCode::make().secret();
        for (std::size_t i = 0; i < digits.size(); ++i)
            for (std::size_t j = i + 1; j < digits.size(); ++j) {
                std::string typed = digits;
                std::swap(typed[i], typed[j]);
                QCOMPARE(SecurityCode::parse(typed).has_value(), digits[i] == digits[j]);
            }
    }
}

void SecurityCodeTest::theErrorSaysWhatIsWrong() {
    const std::string text = SecurityCode::make().toText();
    QCOMPARE(refusalOf(text), std::string("none"));
    QVERIFY(refusalOf(text.substr(0, 28)).starts_with("has 24 characters, not 25"));
    QVERIFY(refusalOf("").starts_with("has 0 characters"));
    QVERIFY(refusalOf(text + "ABC").starts_with("has more than 25 characters"));
    QVERIFY(refusalOf(std::string(1000000, 'A')).starts_with("has more than 25 characters"));
    QVERIFY(refusalOf("ABU").starts_with("has 'U' behind 2 good characters"));
    QVERIFY(refusalOf("AB\xc3\xa9").starts_with("has a character behind 2"));
    QVERIFY(refusalOf(std::string_view("\0", 1)).starts_with("has a character behind 0"));
    std::string wrong = text;
    wrong.front() = wrong.front() == 'A' ? 'B' : 'A';
    QVERIFY(refusalOf(wrong).starts_with("has a wrong character or two that are swapped"));
}

void SecurityCodeTest::noErrorRepeatsTheCode() {
    const std::string text = SecurityCode::make().toText();
    for (const auto& typed : {text.substr(0, 20), text + "Z", "!" + text, text + "!"})
        QVERIFY(refusalOf(typed).find(text.substr(0, 5)) == std::string::npos);
}

void SecurityCodeTest::anOfferLastsSixtyMinutes() {
    const OfferedCode offer(SecurityCode::make(), kStart);
    QCOMPARE(offer.standing(kStart + 60min - 1ns), CodeStanding::Good);
    QCOMPARE(offer.timeLeft(kStart + 59min), Duration(1min));
    QCOMPARE(offer.standing(kStart + 60min), CodeStanding::TooOld);
    QCOMPARE(offer.timeLeft(kStart + 61min), Duration::zero());
}

void SecurityCodeTest::anOfferEndsWithTheFifthWrongTry() {
    OfferedCode offer(SecurityCode::make(), kStart);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(offer.standing(kStart), CodeStanding::Good);
        offer.wrongTry();
    }
    QCOMPARE(offer.standing(kStart), CodeStanding::TooManyWrong);
    QCOMPARE(offer.triesLeft(), 0U);
    QCOMPARE(offer.timeLeft(kStart), Duration::zero());
}

void SecurityCodeTest::anOfferIsSpentByUse() {
    OfferedCode offer(SecurityCode::make(), kStart);
    offer.spend();
    QCOMPARE(offer.standing(kStart), CodeStanding::Spent);
}

QTEST_APPLESS_MAIN(SecurityCodeTest)
#include "security_code_test.moc"
