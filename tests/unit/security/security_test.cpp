// Keys and certificates: what is made can be loaded and used, and what is not ours is refused.

#include "base/descriptor.h"
#include "security/certificates.h"
#include "security/control_tls.h"
#include "security/make_keys_command.h"
#include "security/tls.h"

#include <QSslCertificate>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <thread>

using namespace understudy;
using namespace understudy::security;

namespace {

ClusterNames names() {
    return {{{"alpha.example"}, {"10.0.0.1", "fd00::1"}}, {{"beta.example"}, {"10.0.0.2"}}, {"10.0.0.9"}};
}

ClusterKeys newKeys() {
    auto made = makeClusterKeys(names());
    if (!made)
        throw std::runtime_error(made.error().toString());
    return std::move(*made);
}

struct Ends {
    Descriptor client;
    Descriptor server;
};
Ends connectedEnds() {
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0)
        throw std::runtime_error("socketpair");
    return {Descriptor(fds[0]), Descriptor(fds[1])};
}

// Both handshakes, then one byte from server to client: only then has the client been accepted (TLS 1.3).
struct Outcome {
    bool client = false;
    bool server = false;
    std::string protocol;
};
Outcome handshake(const SslContext& clientContext, const SslContext& serverContext) {
    Ends ends = connectedEnds();
    Outcome outcome;
    std::thread server([&] {
        const auto ssl = newSsl(serverContext, ends.server.get());
        const char hello = 'h';
        outcome.server = SSL_accept(ssl->get()) == 1 && SSL_write(ssl->get(), &hello, 1) == 1;
        ends.server.reset();
    });
    const auto ssl = newSsl(clientContext, ends.client.get());
    char got = 0;
    outcome.client = SSL_connect(ssl->get()) == 1 && SSL_read(ssl->get(), &got, 1) == 1 && got == 'h';
    outcome.protocol = SSL_get_version(ssl->get());
    ends.client.reset();
    server.join();
    return outcome;
}

SslContext contextOf(const KeySet& keys, NodeId self) {
    auto made = replicationTls(keys, self);
    if (!made)
        throw std::runtime_error(made.error().toString());
    return std::move(*made);
}

} // namespace

class SecurityTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMadeSetCanBeSavedAndLoaded();
    void theCertificateNamesNodeHostsAddressesAndVirtualIp();
    void wrongNamesAreRefused();
    void aMissingFileIsNamedWithItsCure();
    void aFileThatOthersCanReadIsRefusedWithItsCure();
    void nonsenseInAFileIsNamed_data();
    void nonsenseInAFileIsNamed();
    void theOtherNodesSetIsRefused();
    void mixedSetsAreRefused();
    void derivedKeysDifferByPurposeAndAgreeBetweenTheNodes();
    void bothNodesTalkInTls13InBothDirections();
    void aStrangersCertificateIsRefusedByBothEnds();
    void theSameNodeTwiceIsRefused();
    void aClientWithoutCertificateIsRefused();
    void qtSocketsTalkWithTheSameKeys();
    void theCommandMakesBothSets();
    void theCommandSaysWhatIsWrong();

private:
    std::string folder(const char* name) const { return m_dir.path().toStdString() + "/" + name; }
    QTemporaryDir m_dir;
};

void SecurityTest::aMadeSetCanBeSavedAndLoaded() {
    const auto keys = newKeys();
    QVERIFY(saveKeySet(folder("saved"), keys.node1));
    const auto loaded = loadKeySet(folder("saved"), NodeId::Node1);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().toString().c_str());
    QCOMPARE(*loaded, keys.node1);
    for (const char* file : {"/ca.crt", "/node.crt", "/node.key", "/cluster.key"}) {
        struct stat about {};
        QCOMPARE(::stat((folder("saved") + file).c_str(), &about), 0);
        QCOMPARE(about.st_mode & 07777, 0600U);
    }
}

void SecurityTest::theCertificateNamesNodeHostsAddressesAndVirtualIp() {
    const auto keys = newKeys();
    const QSslCertificate node(QByteArray::fromStdString(keys.node1.nodeCertificate));
    const QSslCertificate ca(QByteArray::fromStdString(keys.node1.caCertificate));
    QCOMPARE(node.subjectInfo(QSslCertificate::CommonName), QStringList(QStringLiteral("node1")));
    QCOMPARE(node.issuerInfo(QSslCertificate::CommonName), ca.subjectInfo(QSslCertificate::CommonName));
    const auto alternative = node.subjectAlternativeNames();
    const auto hosts = alternative.values(QSsl::DnsEntry);
    QVERIFY(hosts.contains(QStringLiteral("node1")) && hosts.contains(QStringLiteral("alpha.example")));
    const auto addresses = alternative.values(QSsl::IpAddressEntry);
    QVERIFY(addresses.contains(QStringLiteral("10.0.0.1")) && addresses.contains(QStringLiteral("10.0.0.9")));
    QVERIFY(addresses.contains(QStringLiteral("fd00::1")));
    QVERIFY(!addresses.contains(QStringLiteral("10.0.0.2")));
    const auto now = QDateTime::currentDateTimeUtc();
    QVERIFY(node.effectiveDate() < now && node.expiryDate() > now.addDays(5 * 365 - 1));
    QVERIFY(node.expiryDate() < now.addDays(5 * 366));
}

void SecurityTest::wrongNamesAreRefused() {
    auto wrong = names();
    wrong.node2.addresses = {"10.0.0.256"};
    auto made = makeClusterKeys(wrong);
    QVERIFY(!made);
    QCOMPARE(made.error().subject, std::string("10.0.0.256"));
    wrong = names();
    wrong.node1.hosts = {"alpha example, DNS:*"};
    made = makeClusterKeys(wrong);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::InvalidInput);
}

void SecurityTest::aMissingFileIsNamedWithItsCure() {
    const auto keys = newKeys();
    QVERIFY(saveKeySet(folder("missing"), keys.node1));
    QVERIFY(::unlink((folder("missing") + "/node.key").c_str()) == 0);
    const auto loaded = loadKeySet(folder("missing"), NodeId::Node1);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().subject, folder("missing") + "/node.key");
    QCOMPARE(loaded.error().code, ErrorCode::NotFound);
    QVERIFY(loaded.error().detail.find("--make-keys") != std::string::npos);
}

void SecurityTest::aFileThatOthersCanReadIsRefusedWithItsCure() {
    const auto keys = newKeys();
    QVERIFY(saveKeySet(folder("open"), keys.node1));
    const std::string path = folder("open") + "/cluster.key";
    QVERIFY(::chmod(path.c_str(), 0640) == 0);
    const auto loaded = loadKeySet(folder("open"), NodeId::Node1);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::NotAllowed);
    QVERIFY(loaded.error().detail.find("chmod 600 " + path) != std::string::npos);
}

void SecurityTest::nonsenseInAFileIsNamed_data() {
    QTest::addColumn<QString>("file");
    for (const char* file : {"ca.crt", "node.crt", "node.key", "cluster.key"})
        QTest::newRow(file) << QString::fromLatin1(file);
}

void SecurityTest::nonsenseInAFileIsNamed() {
    QFETCH(QString, file);
    const auto keys = newKeys();
    QVERIFY(saveKeySet(folder("nonsense"), keys.node1));
    const std::string path = folder("nonsense") + "/" + file.toStdString();
    QVERIFY(replaceFileDurably(path, "nonsense", 8));
    const auto loaded = loadKeySet(folder("nonsense"), NodeId::Node1);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().subject, path);
    QCOMPARE(loaded.error().code, ErrorCode::InvalidInput);
}

void SecurityTest::theOtherNodesSetIsRefused() {
    const auto keys = newKeys();
    QVERIFY(saveKeySet(folder("other"), keys.node2));
    const auto loaded = loadKeySet(folder("other"), NodeId::Node1);
    QVERIFY(!loaded);
    QVERIFY(loaded.error().detail.find("this computer is node1") != std::string::npos);
}

void SecurityTest::mixedSetsAreRefused() {
    const auto keys = newKeys();
    const auto others = newKeys();
    KeySet mixed = keys.node1;
    mixed.caCertificate = others.node1.caCertificate;
    QVERIFY(!checkKeySet(mixed, NodeId::Node1, "f"));
    mixed = keys.node1;
    mixed.nodeKey = keys.node2.nodeKey;
    const auto checked = checkKeySet(mixed, NodeId::Node1, "f");
    QVERIFY(!checked);
    QCOMPARE(checked.error().subject, std::string("f/node.key"));
    mixed = keys.node1;
    mixed.caCertificate = keys.node1.nodeCertificate; // no CA
    QVERIFY(!checkKeySet(mixed, NodeId::Node1, "f"));
}

void SecurityTest::derivedKeysDifferByPurposeAndAgreeBetweenTheNodes() {
    const auto keys = newKeys();
    QCOMPARE(heartbeatKey(keys.node1), heartbeatKey(keys.node2));
    QCOMPARE(clusterTag(keys.node1), clusterTag(keys.node2));
    QVERIFY(heartbeatKey(keys.node1) != keys.node1.clusterKey);
    QVERIFY(deriveKey(keys.node1.clusterKey, "a") != deriveKey(keys.node1.clusterKey, "b"));
    QVERIFY(clusterTag(keys.node1) != clusterTag(newKeys().node1));
}

void SecurityTest::bothNodesTalkInTls13InBothDirections() {
    const auto keys = newKeys();
    const auto one = contextOf(keys.node1, NodeId::Node1);
    const auto two = contextOf(keys.node2, NodeId::Node2);
    const auto there = handshake(one, two);
    QVERIFY(there.client && there.server);
    QCOMPARE(there.protocol, std::string("TLSv1.3"));
    const auto back = handshake(two, one);
    QVERIFY(back.client && back.server);
}

void SecurityTest::aStrangersCertificateIsRefusedByBothEnds() {
    const auto one = contextOf(newKeys().node1, NodeId::Node1);
    const auto stranger = contextOf(newKeys().node2, NodeId::Node2);
    const auto asClient = handshake(stranger, one);
    QVERIFY(!asClient.client && !asClient.server);
    const auto asServer = handshake(one, stranger);
    QVERIFY(!asServer.client && !asServer.server);
}

// A certificate of the right CA with the wrong name, on either end.
void SecurityTest::theSameNodeTwiceIsRefused() {
    const auto keys = newKeys();
    const auto one = contextOf(keys.node1, NodeId::Node1);
    const auto againAsNode2 = contextOf(keys.node1, NodeId::Node2);
    const auto asClient = handshake(againAsNode2, one);
    QVERIFY(!asClient.server); // node1 wants node2 and sees node1
    const auto asServer = handshake(one, againAsNode2);
    QVERIFY(!asServer.client);
}

void SecurityTest::aClientWithoutCertificateIsRefused() {
    const auto keys = newKeys();
    const auto server = contextOf(keys.node1, NodeId::Node1);
    const SslContext bare(SSL_CTX_new(TLS_client_method()));
    const auto outcome = handshake(bare, server);
    QVERIFY(!outcome.client && !outcome.server);
}

void SecurityTest::qtSocketsTalkWithTheSameKeys() {
    const auto keys = newKeys();
    const auto one = controlTls(keys.node1);
    const auto two = controlTls(keys.node2);
    QVERIFY(one && two);
    QSslServer server;
    server.setSslConfiguration(*two);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    QSslSocket client;
    client.setSslConfiguration(*one);
    client.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.serverPort(),
                                  controlPeerName(NodeId::Node1));
    QTRY_VERIFY(client.isEncrypted() && server.hasPendingConnections());
    auto* accepted = qobject_cast<QSslSocket*>(server.nextPendingConnection());
    QVERIFY(accepted != nullptr);
    QVERIFY(isControlPeer(accepted->peerCertificate(), NodeId::Node2));
    QVERIFY(!isControlPeer(accepted->peerCertificate(), NodeId::Node1));
    QCOMPARE(client.sessionProtocol(), QSsl::TlsV1_3);

    QSslSocket wrongName;
    wrongName.setSslConfiguration(*one);
    wrongName.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.serverPort(),
                                     QStringLiteral("node1"));
    QTRY_COMPARE(wrongName.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!wrongName.isEncrypted());
}

void SecurityTest::theCommandMakesBothSets() {
    const std::vector<std::string> args = {"--make-keys",          folder("made"), "--node",
                                           "node1=alpha,10.0.0.1", "--node",       "node2=beta,10.0.0.2",
                                           "--virtual-ip",         "10.0.0.9"};
    QCOMPARE(makeKeysCommand(args), 0);
    const auto one = loadKeySet(folder("made/node1"), NodeId::Node1);
    const auto two = loadKeySet(folder("made/node2"), NodeId::Node2);
    QVERIFY(one && two);
    QCOMPARE(one->clusterKey, two->clusterKey);
    QCOMPARE(one->caCertificate, two->caCertificate);
}

void SecurityTest::theCommandSaysWhatIsWrong() {
    const std::string dir = folder("never");
    QCOMPARE(makeKeysCommand({"--make-keys"}), 2);
    QCOMPARE(makeKeysCommand({"--make-keys", dir, "--node", "node1=a,10.0.0.1"}), 2);
    QCOMPARE(makeKeysCommand({"--make-keys", dir, "--node", "node3=a,10.0.0.1"}), 2);
    QCOMPARE(makeKeysCommand({"--make-keys", dir, "--node", "node1=a"}), 2);
    QCOMPARE(makeKeysCommand({"--make-keys", dir, "--bogus", "x"}), 2);
    QCOMPARE(makeKeysCommand({"--make-keys", dir, "--node", "node1=a,x", "--node", "node2=b,10.0.0.2"}), 1);
    struct stat about {};
    QVERIFY(::stat(dir.c_str(), &about) != 0); // nothing half-made is left
}

QTEST_GUILESS_MAIN(SecurityTest)
#include "security_test.moc"
