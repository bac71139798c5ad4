// A certificate's life: what it says, how long it is good, and its renewal, cut at every step.

#include "base/descriptor.h"
#include "security/certificate_facts.h"
#include "security/control_tls.h"
#include "security/make_keys_command.h"
#include "security/renewal.h"

#include <QDir>
#include <QSslCertificate>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace understudy;
using namespace understudy::security;
using namespace std::chrono_literals;

namespace {

const NodeNames kAlpha = {{"alpha.example"}, {"10.0.0.1", "fd00::1"}};
const NodeNames kBeta = {{"beta.example"}, {"10.0.0.2"}};

ClusterKeys newKeys() {
    return makeClusterKeys({kAlpha, kBeta, {"10.0.0.9"}}).value();
}

CertificateFacts factsOf(const KeySet& keys) {
    return certificateFacts(keys.nodeCertificate, "node.crt").value();
}

bool contains(const std::vector<std::string>& list, const std::string& what) {
    return std::find(list.begin(), list.end(), what) != list.end();
}

// Whether the two ends accept each other, over Qt's sockets as the control connection does it.
bool talk(const KeySet& one, const KeySet& two) {
    QSslServer server;
    server.setSslConfiguration(controlTls(two).value());
    if (!server.listen(QHostAddress(QHostAddress::LocalHost)))
        return false;
    QSslSocket client;
    client.setSslConfiguration(controlTls(one).value());
    client.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.serverPort(),
                                  controlPeerName(NodeId::Node1));
    const auto settled = [&] {
        return server.hasPendingConnections() || client.state() == QSslSocket::UnconnectedState;
    };
    return QTest::qWaitFor(
               [&] { return settled() && (client.isEncrypted() || !server.hasPendingConnections()); }) &&
           client.isEncrypted() && server.hasPendingConnections();
}

} // namespace

class CertificatesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFactsAreThoseOfTheCertificate();
    void aCertificateIsShownSixtyDaysBeforeItsEndAndRenewedThirty();
    void aNameThatIsMissingIsSaidWithTheCure_data();
    void aNameThatIsMissingIsSaidWithTheCure();
    void aRenewedNodeIsAcceptedByTheOldOneAndBack();
    void aRenewedCertificateHasTheNewNamesAndANewKey();
    void theCaCertifiesNothingOutsideItsCluster_data();
    void theCaCertifiesNothingOutsideItsCluster();
    void aVirtualIpMayChangeWithinItsNetwork();
    void aForeignCaKeyIsRefused();
    void aFolderIsRenewedAndLoads();
    void anEndedOrBrokenPairCanBeRenewed();
    void aRenewalCutAtAnyStepLeavesTheOldPairOrTheNew();
    void aRenewalThatCannotWriteLeavesTheOldPair_data();
    void aRenewalThatCannotWriteLeavesTheOldPair();
    void aForeignKeyThatLiesAroundIsNotTaken();
    void aFolderWithoutCaKeySaysWhatToDo();
    void theCommandLeavesTheCaKeyOnBothNodes();
    void whatIsTrustedOutlivesRenewals();

private:
    std::string folder(const char* name) const { return m_dir.path().toStdString() + "/" + name; }
    std::string saved(const char* name, const ClusterKeys& keys) const;
    QTemporaryDir m_dir;
};

std::string CertificatesTest::saved(const char* name, const ClusterKeys& keys) const {
    const std::string path = folder(name);
    if (!saveKeySet(path, keys.node1) || !saveCaKey(path, keys.caKey))
        throw std::runtime_error("cannot save " + path);
    return path;
}

void CertificatesTest::theFactsAreThoseOfTheCertificate() {
    const auto keys = newKeys();
    const auto facts = factsOf(keys.node1);
    const QSslCertificate qt(QByteArray::fromStdString(keys.node1.nodeCertificate));
    QCOMPARE(facts.commonName, std::string("node1"));
    QCOMPARE(facts.hosts, (std::vector<std::string>{"node1", "alpha.example"}));
    QCOMPARE(facts.addresses, (std::vector<std::string>{"10.0.0.1", "fd00::1", "10.0.0.9"}));
    QCOMPARE(facts.until.time_since_epoch().count(), qt.expiryDate().toMSecsSinceEpoch());
    QCOMPARE(facts.from.time_since_epoch().count(), qt.effectiveDate().toMSecsSinceEpoch());
    const auto bad = certificateFacts("nonsense", "node1's certificate");
    QVERIFY(!bad && bad.error().subject == "node1's certificate");
}

void CertificatesTest::aCertificateIsShownSixtyDaysBeforeItsEndAndRenewedThirty() {
    using enum CertificateState;
    const auto facts = factsOf(newKeys().node1);
    const auto at = [&](auto before) { return facts.until - before; };
    QVERIFY(facts.daysLeft(SystemClock().wall()) >= 5 * 365 - 1);
    QCOMPARE(facts.state(at(24h * 61)), Valid);
    QCOMPARE(facts.state(at(24h * 60)), EndsSoon);
    QVERIFY(!facts.isRenewalDue(at(24h * 31)) && facts.isRenewalDue(at(24h * 30)) &&
            facts.isRenewalDue(at(-24h)));
    QCOMPARE(facts.daysLeft(at(36h)), 1);
    QCOMPARE(facts.daysLeft(at(1h)), 0);
    QCOMPARE(facts.state(at(1ms)), EndsSoon);
    QCOMPARE(facts.state(at(0h)), Ended);
    QCOMPARE(facts.daysLeft(at(-1h)), -1);
    QCOMPARE(facts.state(facts.from - 1ms), NotYet);
}

void CertificatesTest::aNameThatIsMissingIsSaidWithTheCure_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("named");
    for (const char* name :
         {"alpha.example", "ALPHA.example", "node1", "10.0.0.1", "10.0.0.9", "fd00::1", "fd00:0:0::1"})
        QTest::newRow(name) << QByteArray(name) << true;
    for (const char* name : {"beta.example", "alpha", "x.alpha.example", "10.0.0.2", "fd00::2", "*.example"})
        QTest::newRow(name) << QByteArray(name) << false;
    QTest::newRow("nothing") << QByteArray("") << false;
}

void CertificatesTest::aNameThatIsMissingIsSaidWithTheCure() {
    QFETCH(QByteArray, name);
    QFETCH(bool, named);
    static const KeySet keys = newKeys().node1;
    const auto checked = checkNameInCertificate(keys.nodeCertificate, name.toStdString());
    QCOMPARE(checked.has_value(), named);
    if (!named) {
        QCOMPARE(checked.error().subject, name.toStdString());
        QVERIFY(checked.error().detail.starts_with(
            "not in server certificate, which names node1, alpha.example, "));
        QVERIFY(checked.error().detail.find("renew the certificate") != std::string::npos);
    }
}

void CertificatesTest::aRenewedNodeIsAcceptedByTheOldOneAndBack() {
    const auto keys = newKeys();
    const auto one = renewNode(keys.node1, keys.caKey, NodeId::Node1, kAlpha, {"10.0.0.9"}).value();
    const auto two = renewNode(keys.node2, keys.caKey, NodeId::Node2, kBeta, {"10.0.0.9"}).value();
    QVERIFY(talk(keys.node1, keys.node2));
    QVERIFY(talk(one, keys.node2));
    QVERIFY(talk(keys.node1, two));
    QVERIFY(talk(one, two));
    QVERIFY(!talk(one, newKeys().node2));
}

void CertificatesTest::aRenewedCertificateHasTheNewNamesAndANewKey() {
    const auto keys = newKeys();
    const NodeNames moved = {{"alpha.example", "node1"}, {"10.0.0.77"}};
    const auto renewed = renewNode(keys.node1, keys.caKey, NodeId::Node1, moved, {"10.0.0.10"}).value();
    QVERIFY(checkKeySet(renewed, NodeId::Node1, "f"));
    QVERIFY(renewed.nodeKey != keys.node1.nodeKey && renewed.clusterKey == keys.node1.clusterKey);
    const auto facts = factsOf(renewed);
    QVERIFY(contains(facts.addresses, "10.0.0.77") && contains(facts.addresses, "10.0.0.10"));
    QVERIFY(!contains(facts.addresses, "10.0.0.1"));
    QVERIFY(facts.daysLeft(SystemClock().wall()) >= 5 * 365 - 1);
}

void CertificatesTest::theCaCertifiesNothingOutsideItsCluster_data() {
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("a bank") << QByteArray("www.bank.example") << QByteArray("10.0.0.1");
    QTest::newRow("the domain above") << QByteArray("example") << QByteArray("10.0.0.1");
    QTest::newRow("another network") << QByteArray("alpha.example") << QByteArray("10.0.1.1");
    QTest::newRow("another IPv6 network") << QByteArray("alpha.example") << QByteArray("fd00:0:0:1::1");
}

void CertificatesTest::theCaCertifiesNothingOutsideItsCluster() {
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, address);
    const auto keys = newKeys();
    const auto renewed =
        renewNode(keys.node1, keys.caKey, NodeId::Node1, {{host.toStdString()}, {address.toStdString()}}, {});
    QVERIFY(!renewed);
    QCOMPARE(renewed.error().code, ErrorCode::NotAllowed);
}

void CertificatesTest::aVirtualIpMayChangeWithinItsNetwork() {
    const auto keys = newKeys();
    QVERIFY(renewNode(keys.node1, keys.caKey, NodeId::Node1, kAlpha, {"10.0.0.200"}));
    QVERIFY(!renewNode(keys.node1, keys.caKey, NodeId::Node1, kAlpha, {"192.0.2.1"}));
}

void CertificatesTest::aForeignCaKeyIsRefused() {
    const auto keys = newKeys();
    const auto renewed = renewNode(keys.node1, newKeys().caKey, NodeId::Node1, kAlpha, {});
    QVERIFY(!renewed && renewed.error().subject == "ca.key");
    QVERIFY(!renewNode(keys.node1, "nonsense", NodeId::Node1, kAlpha, {}));
}

void CertificatesTest::aFolderIsRenewedAndLoads() {
    const std::string path = saved("renewed", newKeys());
    const auto before = loadKeySet(path, NodeId::Node1).value();
    const auto renewed = renewInFolder(path, NodeId::Node1, kAlpha, {"10.0.0.9"});
    QVERIFY2(renewed.has_value(), renewed ? "" : renewed.error().toString().c_str());
    const auto after = loadKeySet(path, NodeId::Node1).value();
    QCOMPARE(after, *renewed);
    QVERIFY(after.nodeCertificate != before.nodeCertificate && after.clusterKey == before.clusterKey);
    struct stat about {};
    QCOMPARE(::stat((path + "/node.key").c_str(), &about), 0);
    QCOMPARE(about.st_mode & 07777, 0600U);
    QVERIFY(::access((path + "/node.key.next").c_str(), F_OK) != 0);
}

void CertificatesTest::anEndedOrBrokenPairCanBeRenewed() {
    const std::string path = saved("broken", newKeys());
    QVERIFY(replaceFileDurably(path + "/node.crt", "x", 1));
    QVERIFY(::unlink((path + "/node.key").c_str()) == 0);
    QVERIFY(!loadKeySet(path, NodeId::Node1));
    QVERIFY(renewInFolder(path, NodeId::Node1, kAlpha, {}));
    QVERIFY(loadKeySet(path, NodeId::Node1));
}

// The steps of replaceNodePair, one by one, with what a crash behind each leaves.
void CertificatesTest::aRenewalCutAtAnyStepLeavesTheOldPairOrTheNew() {
    const auto keys = newKeys();
    const std::string path = saved("cut", keys);
    const auto renewed = renewNode(keys.node1, keys.caKey, NodeId::Node1, kAlpha, {}).value();
    const auto write = [&](const char* file, const std::string& text) {
        return replaceFileDurably(path + file, text.data(), text.size(), 0600).has_value();
    };
    QVERIFY(write("/node.key.next", renewed.nodeKey.substr(0, 20)));
    QCOMPARE(loadKeySet(path, NodeId::Node1).value(), keys.node1);
    QVERIFY(write("/node.key.next", renewed.nodeKey));
    QCOMPARE(loadKeySet(path, NodeId::Node1).value(), keys.node1);
    QVERIFY(write("/node.crt", renewed.nodeCertificate));
    QCOMPARE(loadKeySet(path, NodeId::Node1).value(), renewed); // and finishes
    QVERIFY(::access((path + "/node.key.next").c_str(), F_OK) != 0);
    QCOMPARE(loadKeySet(path, NodeId::Node1).value(), renewed);
}

void CertificatesTest::aRenewalThatCannotWriteLeavesTheOldPair_data() {
    QTest::addColumn<QByteArray>("obstacle"); // a folder where replaceFileDurably wants its file
    for (const char* file : {"node.key.next.new", "node.crt.new"})
        QTest::newRow(file) << QByteArray(file);
}

void CertificatesTest::aRenewalThatCannotWriteLeavesTheOldPair() {
    QFETCH(QByteArray, obstacle);
    const auto keys = newKeys();
    const std::string path = saved(("stopped-" + obstacle).constData(), keys);
    QVERIFY(::mkdir((path + "/" + obstacle.toStdString()).c_str(), 0700) == 0);
    QVERIFY(!renewInFolder(path, NodeId::Node1, kAlpha, {}));
    QCOMPARE(loadKeySet(path, NodeId::Node1).value(), keys.node1);
}

void CertificatesTest::aForeignKeyThatLiesAroundIsNotTaken() {
    const auto keys = newKeys();
    const std::string path = saved("foreign", keys);
    const std::string foreign = keys.node2.nodeKey;
    QVERIFY(replaceFileDurably(path + "/node.key.next", foreign.data(), foreign.size()));
    QVERIFY(replaceFileDurably(path + "/node.key", foreign.data(), foreign.size()));
    const auto loaded = loadKeySet(path, NodeId::Node1);
    QVERIFY(!loaded && loaded.error().subject == path + "/node.key");
    QVERIFY(::access((path + "/node.key.next").c_str(), F_OK) == 0);
}

void CertificatesTest::aFolderWithoutCaKeySaysWhatToDo() {
    const std::string path = folder("old");
    QVERIFY(saveKeySet(path, newKeys().node1));
    QVERIFY(loadKeySet(path, NodeId::Node1)); // it goes on working
    const auto renewed = renewInFolder(path, NodeId::Node1, kAlpha, {});
    QVERIFY(!renewed && renewed.error().code == ErrorCode::NotFound);
    QVERIFY(renewed.error().detail.find("copy it from the other node") != std::string::npos);
}

void CertificatesTest::theCommandLeavesTheCaKeyOnBothNodes() {
    QCOMPARE(makeKeysCommand({"--make-keys", folder("made"), "--node", "node1=alpha,10.0.0.1", "--node",
                              "node2=beta,10.0.0.2"}),
             0);
    QCOMPARE(loadCaKey(folder("made/node1")).value(), loadCaKey(folder("made/node2")).value());
    QVERIFY(renewInFolder(folder("made/node2"), NodeId::Node2, {{"beta"}, {"10.0.0.2"}}, {}));
}

void CertificatesTest::whatIsTrustedOutlivesRenewals() {
    const auto keys = newKeys();
    const auto renewed = renewNode(keys.node1, keys.caKey, NodeId::Node1, kAlpha, {}).value();
    QCOMPARE(certificateToTrust(renewed), certificateToTrust(keys.node1));
    QCOMPARE(certificateToTrust(keys.node1), certificateToTrust(keys.node2));
    const auto ca = certificateFacts(certificateToTrust(renewed), kTrustFileName).value();
    QVERIFY(ca.until > factsOf(renewed).until + 24h * 365 * 14);
}

QTEST_GUILESS_MAIN(CertificatesTest)
#include "certificates_test.moc"
