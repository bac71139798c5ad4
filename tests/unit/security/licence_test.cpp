// Licences: what the vendor signed holds, and what anybody changed does not; each state with its facts.

#include "security/licence/licence_standing.h"
#include "security/licence/vendor_key.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace understudy;
using namespace understudy::security;

namespace {

std::chrono::sys_days day(std::string_view text) {
    return dateFromText(text).value();
}

const VendorKeys& vendor() {
    static const VendorKeys keys = makeVendorKeys().value();
    return keys;
}

SignedLicence licence(std::optional<std::string_view> ends = std::nullopt,
                      std::string product = kLicensedProduct) {
    Licence made{std::move(product), {"Beta.example", "alpha.example"}, day("2026-01-01"), std::nullopt};
    if (ends)
        made.ends = day(*ends);
    return signLicence(made, vendor().privateKey).value();
}

LicenceQuestion question(std::string_view today = "2026-06-01") {
    return {vendor().publicKey, {"alpha", "ALPHA.example"}, day(today)};
}

LicenceState stateOf(const std::string& file, std::string_view today = "2026-06-01") {
    return judgeLicence(file, question(today)).state;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos)
        throw std::runtime_error("no " + from + " in " + text);
    return text.replace(at, from.size(), to);
}

std::string complaint(const std::string& file) {
    return judgeLicence(file, question()).detail;
}

} // namespace

class LicenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSignedLicenceIsValidOnBothComputersAndNoOther();
    void aLicenceEndsBehindItsLastDay();
    void noFileIsNoLicence();
    void everyChangedValueBreaksTheSignature();
    void anIndentedFileIsTheSameLicence();
    void anotherVendorsLicenceIsRefused();
    void anotherProductIsNamed();
    void whatCannotBeReadIsNamed_data();
    void whatCannotBeReadIsNamed();
    void everyPrefixIsUnreadable();
    void theVendorCannotSignNonsense();
    void datesAreRead();
    void theNodesLicencesAreCompared();
    void theBuiltInKeyIsAKey();
    void theToolMakesKeysAndALicenceThatHolds();
    void theToolReplacesNoKeyAndSaysWhatIsWrong();

private:
    int tool(const QStringList& arguments);
    QByteArray m_out;
    QByteArray m_err;
    QTemporaryDir m_dir;
};

void LicenceTest::aSignedLicenceIsValidOnBothComputersAndNoOther() {
    const std::string file = licence().toText();
    for (const auto* name : {"alpha.example", "BETA.example"}) {
        auto asked = question();
        asked.ownNames = {"short", name};
        const auto standing = judgeLicence(file, asked);
        QCOMPARE(standing.state, LicenceState::Valid);
        QVERIFY(standing.granted() && standing.detail.empty() && !standing.daysLeft);
        QCOMPARE(standing.licence->hosts[0], std::string("alpha.example"));
    }
    auto asked = question();
    asked.ownNames = {"gamma", "gamma.example"};
    const auto standing = judgeLicence(file, asked);
    QCOMPARE(standing.state, LicenceState::WrongHost);
    QVERIFY(!standing.granted());
    for (const auto* fact : {"alpha.example and beta.example", "gamma, gamma.example"})
        QVERIFY2(standing.detail.find(fact) != std::string::npos, standing.detail.c_str());
    asked.ownNames = {};
    QCOMPARE(judgeLicence(file, asked).state, LicenceState::WrongHost);
}

void LicenceTest::aLicenceEndsBehindItsLastDay() {
    const std::string file = licence("2026-12-31").toText();
    QCOMPARE(stateOf(file, "2026-06-01"), LicenceState::Valid);
    QCOMPARE(stateOf(file, "2026-11-01"), LicenceState::EndsSoon); // 60 days
    QCOMPARE(stateOf(file, "2026-10-31"), LicenceState::Valid);
    QCOMPARE(judgeLicence(file, question("2026-12-01")).daysLeft.value(), 30);
    const auto last = judgeLicence(file, question("2026-12-31"));
    QVERIFY(last.state == LicenceState::EndsSoon && last.daysLeft == 0 && last.granted());
    const auto ended = judgeLicence(file, question("2027-01-01"));
    QVERIFY(ended.state == LicenceState::Ended && ended.daysLeft == -1 && !ended.granted());
    QVERIFY(ended.detail.find("2026-12-31") != std::string::npos);
}

void LicenceTest::noFileIsNoLicence() {
    const auto standing = judgeLicence("", question());
    QCOMPARE(standing.state, LicenceState::None);
    QVERIFY(!standing.granted() && standing.fingerprint.empty());
}

void LicenceTest::everyChangedValueBreaksTheSignature() {
    const std::string file = licence("2026-12-31").toText();
    for (const auto& changed :
         {with(file, "alpha.example", "omega.example"), with(file, "beta.example", "alpha"),
          with(file, "2026-12-31", "2036-12-31"), with(file, "2026-01-01", "2026-01-02"),
          with(file, "\"understudy\"", "\"understudi\""), with(file, "\"ends\": \"2026-12-31\",", "")})
        QCOMPARE(stateOf(changed), LicenceState::BrokenSignature);
    QCOMPARE(stateOf(with(licence().toText(), "\"format\"", "\"ends\": \"2026-12-31\", \"format\"")),
             LicenceState::BrokenSignature);
    auto flipped = licence();
    for (auto& byte : flipped.signature) {
        byte ^= 1;
        QCOMPARE(stateOf(flipped.toText()), LicenceState::BrokenSignature);
        byte ^= 1;
    }
    QCOMPARE(stateOf(flipped.toText()), LicenceState::Valid);
}

void LicenceTest::anIndentedFileIsTheSameLicence() {
    const auto made = licence();
    std::string file = made.toText();
    std::erase(file, '\n');
    std::erase(file, ' ');
    file = "\n " + with(file, "\"alpha.example\",\"beta.example\"", "\"BETA.example\",  \"alpha.example\"");
    const auto standing = judgeLicence(file, question());
    QCOMPARE(standing.state, LicenceState::Valid);
    QCOMPARE(standing.fingerprint, made.fingerprint());
}

void LicenceTest::anotherVendorsLicenceIsRefused() {
    auto asked = question();
    asked.vendorKey = makeVendorKeys().value().publicKey;
    QCOMPARE(judgeLicence(licence().toText(), asked).state, LicenceState::BrokenSignature);
    asked.vendorKey = "no key";
    QVERIFY(!judgeLicence(licence().toText(), asked).granted());
}

void LicenceTest::anotherProductIsNamed() {
    const auto standing = judgeLicence(licence(std::nullopt, "overstudy").toText(), question());
    QCOMPARE(standing.state, LicenceState::WrongProduct);
    QVERIFY(standing.detail.find("overstudy") != std::string::npos);
}

void LicenceTest::whatCannotBeReadIsNamed_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("named");
    const std::string good = licence("2026-12-31").toText();
    const auto row = [](const char* title, const std::string& file, const char* named) {
        QTest::newRow(title) << QByteArray::fromStdString(file) << QByteArray(named);
    };
    row("no JSON", "hello", "not a licence file");
    row("an array", "[]", "not a licence file");
    row("nothing in it", "{}", "'format'");
    row("a newer format", with(good, "\"format\": 1", "\"format\": 2"), "newer Understudy");
    row("an unknown key", with(good, "\"format\"", "\"nodes\": 9, \"format\""), "unknown 'nodes'");
    row("one host", with(good, "\"alpha.example\",", ""), "'hosts'");
    row("the same host twice", with(good, "alpha", "beta"), "beta.example twice");
    row("no host name", with(good, "alpha", "al pha"), "no host name");
    row("a day that is none", with(good, "2026-12-31", "2026-02-30"), "'ends'");
    row("an end that is null", with(good, "\"2026-12-31\"", "null"), "'ends'");
    row("an end before the start", with(good, "2026-12-31", "2025-12-31"), "ends before");
    row("a short signature", with(good, "\"signature\": \"", "\"signature\": \"AAAA"), "'signature'");
    row("too long", good + std::string(kLicenceFileLimit, ' '), "longer");
}

void LicenceTest::whatCannotBeReadIsNamed() {
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, named);
    QCOMPARE(stateOf(file.toStdString()), LicenceState::Unreadable);
    QVERIFY2(QByteArray::fromStdString(complaint(file.toStdString())).contains(named),
             complaint(file.toStdString()).c_str());
}

void LicenceTest::everyPrefixIsUnreadable() {
    const std::string good = licence().toText();
    for (std::size_t size = 1; size + 1 < good.size(); ++size) // the last byte is a line end
        QCOMPARE(stateOf(good.substr(0, size)), LicenceState::Unreadable);
}

void LicenceTest::theVendorCannotSignNonsense() {
    const Licence good = licence("2026-12-31").licence;
    const auto refused = [](Licence wrong) { return !signLicence(std::move(wrong), vendor().privateKey); };
    QVERIFY(!refused(good));
    auto wrong = good;
    wrong.hosts = {"alpha", "ALPHA"};
    QVERIFY(refused(wrong));
    wrong = good;
    wrong.hosts[0] = "*";
    QVERIFY(refused(wrong));
    wrong = good;
    wrong.product.clear();
    QVERIFY(refused(wrong));
    wrong = good;
    wrong.ends = wrong.issued - std::chrono::days(1);
    QVERIFY(refused(wrong));
    QVERIFY(!signLicence(good, "no key"));
    QVERIFY(!signLicence(good, vendor().publicKey));
}

void LicenceTest::datesAreRead() {
    using namespace std::chrono_literals;
    QVERIFY(day("2026-11-25") == std::chrono::sys_days(2026y / 11 / 25));
    QVERIFY(day("2028-02-29") == std::chrono::sys_days(2028y / 2 / 29));
    QCOMPARE(dateToText(day("2028-02-29")), std::string("2028-02-29"));
    for (const auto* text : {"2026-02-29", "2026-13-01", "1999-12-31", "2026-1-01", "2026-01-01T",
                             "2026/01/01", "", "+026-01-01", "0000-00-00"})
        QVERIFY2(!dateFromText(text), text);
}

void LicenceTest::theNodesLicencesAreCompared() {
    const std::string one = licence().fingerprint();
    QCOMPARE(one.size(), 64U);
    QCOMPARE(compareLicences(one, licence().fingerprint()), LicenceMatch::Same);
    QCOMPARE(compareLicences(one, licence("2026-12-31").fingerprint()), LicenceMatch::Different);
    QCOMPARE(compareLicences(one, ""), LicenceMatch::OnlyHere);
    QCOMPARE(compareLicences("", one), LicenceMatch::OnlyThere);
    QCOMPARE(compareLicences("", ""), LicenceMatch::NoneAtAll);
}

void LicenceTest::theBuiltInKeyIsAKey() {
    QVERIFY(hasGoodSignature(licence(), vendorPublicKey()).has_value());
}

int LicenceTest::tool(const QStringList& arguments) {
    QProcess process;
    process.setWorkingDirectory(m_dir.path());
    process.start(QStringLiteral(UNDERSTUDY_LICENCE_TOOL), arguments);
    process.waitForFinished();
    m_out = process.readAllStandardOutput();
    m_err = process.readAllStandardError();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

namespace {
QStringList words(const char* line) {
    return QString::fromLatin1(line).split(QLatin1Char(' '));
}
} // namespace

void LicenceTest::theToolMakesKeysAndALicenceThatHolds() {
    QCOMPARE(tool(words("keys --private-key v.key --public-key v.pem")), 0);
    QCOMPARE(QFile::permissions(m_dir.filePath(QStringLiteral("v.key"))) &
                 (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QCOMPARE(tool(words("make --private-key v.key --host alpha --host beta --ends 2999-12-31 l.json")), 0);
    QCOMPARE(tool(words("check --public-key v.pem --host beta l.json")), 0);
    QVERIFY(m_out.startsWith("valid\n") && m_out.contains("2999-12-31"));
    QCOMPARE(tool(words("check --public-key v.pem --host gamma l.json")), 1);
    QVERIFY(m_out.startsWith("wrong-host\n") && m_err.contains("gamma"));
}

void LicenceTest::theToolReplacesNoKeyAndSaysWhatIsWrong() {
    QCOMPARE(tool(words("keys --private-key w.key --public-key w.pem")), 0);
    QCOMPARE(tool(words("keys --private-key w.key --public-key w2.pem")), 1);
    QVERIFY(m_err.contains("w.key"));
    for (const auto* line : {"make --private-key w.key --host alpha l.json", "make --host a --host b l.json",
                             "keys", "make --private-key w.key --host a --host b --ends never l.json", "sign",
                             "--nonsense", "make --private-key w.key --host a --host b"}) {
        QCOMPARE(tool(words(line)), 2);
        QVERIFY2(m_err.contains("use: understudy-licence"), line);
    }
    QCOMPARE(tool(words("make --private-key w.pem --host a --host b l.json")), 1);
    QCOMPARE(tool(words("--help")), 0);
}

QTEST_GUILESS_MAIN(LicenceTest)
#include "licence_test.moc"
