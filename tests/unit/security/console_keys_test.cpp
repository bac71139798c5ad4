// The console's pair: made when there is none that is good, kept otherwise, and of no use between the nodes.

#include "base/descriptor.h"
#include "security/certificate_facts.h"
#include "security/console_keys.h"
#include "security/control_tls.h"
#include "security/tls.h"

#include <QFile>
#include <QSslCertificate>
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

// The worst names: the hosts are called as the nodes are.
const NodeNames kOne = {{"node1"}, {"10.0.0.1"}};
const NodeNames kTwo = {{"node2"}, {"10.0.0.2"}};
const std::vector<std::string> kVirtualIps = {"10.0.0.9"};

WallTime now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Whether both ends accept each other, and a byte arrives: a client that is refused hears it only then.
bool talk(const KeySet& clientKeys, const KeySet& serverKeys) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return false;
    Descriptor clientEnd(ends[0]);
    Descriptor serverEnd(ends[1]);
    const auto client = replicationTls(clientKeys, NodeId::Node1);
    const auto server = replicationTls(serverKeys, NodeId::Node2);
    if (!client || !server)
        return false;
    std::thread accepting([&] {
        const auto ssl = newSsl(*server, serverEnd.get());
        if (SSL_accept(ssl->get()) == 1)
            SSL_write(ssl->get(), "h", 1);
        serverEnd.reset();
    });
    const auto ssl = newSsl(*client, clientEnd.get());
    char got = 0;
    const bool heard = SSL_connect(ssl->get()) == 1 && SSL_read(ssl->get(), &got, 1) == 1 && got == 'h';
    clientEnd.reset();
    accepting.join();
    return heard;
}

} // namespace

class ConsoleKeysTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    ClusterKeys m_keys;

    std::string folder() const { return m_folder->path().toStdString(); }
    Result<ConsoleKeys> pair(WallTime when, const std::vector<std::string>& virtualIps = kVirtualIps) const {
        return consoleKeys(folder(), m_keys.node2, kTwo, virtualIps, when);
    }
    void overwrite(const char* file, const QByteArray& content) const {
        QFile out(m_folder->filePath(QString::fromUtf8(file)));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content);
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_keys = makeClusterKeys({kOne, kTwo, kVirtualIps}).value();
        QVERIFY(saveKeySet(folder(), m_keys.node2));
        QVERIFY(saveCaKey(folder(), m_keys.caKey));
    }

    void itIsMadeOnceAndNamesTheNode() {
        const auto first = pair(now());
        QVERIFY2(first, first ? "" : first.error().toString().c_str());
        for (const char* name : {"node2", "10.0.0.2", "10.0.0.9"})
            QVERIFY(checkNameInCertificate(first->certificate, name));
        QVERIFY(!checkNameInCertificate(first->certificate, "node1"));
        QCOMPARE(certificateFacts(first->certificate, "console.crt")->commonName,
                 std::string("Understudy console"));
        QVERIFY(*pair(now()) == *first);
        for (const char* file : {"/console.crt", "/console.key"}) {
            struct stat about {};
            QCOMPARE(::stat((folder() + file).c_str(), &about), 0);
            QCOMPARE(about.st_mode & 0777, mode_t(0600));
        }
    }

    void itIsMadeAnewBeforeItEnds() {
        const auto first = pair(now());
        const WallTime end = certificateFacts(first->certificate, "console.crt")->until;
        QVERIFY(*pair(end - std::chrono::days(kCertificateRenewalDays + 2)) == *first);
        QVERIFY(!(*pair(end - std::chrono::days(kCertificateRenewalDays - 2)) == *first));
    }

    void itIsMadeAnewWhenItDoesNotFit() {
        const auto first = pair(now());
        const auto moved = pair(now(), {"10.0.0.77"}); // another virtual address
        QVERIFY(moved && !(*moved == *first));
        QVERIFY(checkNameInCertificate(moved->certificate, "10.0.0.77"));
        overwrite("console.key", QByteArray::fromStdString(m_keys.node1.nodeKey)); // a crash between the two
        const auto mended = pair(now(), {"10.0.0.77"});
        QVERIFY(mended && !(*mended == *moved));
        overwrite("console.crt", "nonsense");
        QVERIFY(pair(now()));
        m_keys = makeClusterKeys({kOne, kTwo, kVirtualIps}).value(); // another cluster
        QVERIFY(saveKeySet(folder(), m_keys.node2) && saveCaKey(folder(), m_keys.caKey));
        const auto others = pair(now());
        QVERIFY(others && QSslCertificate(QByteArray::fromStdString(others->certificate))
                                  .issuerInfo(QSslCertificate::CommonName) ==
                              QSslCertificate(QByteArray::fromStdString(m_keys.node2.caCertificate))
                                  .subjectInfo(QSslCertificate::CommonName));
    }

    void withoutTheKeyOfTheAuthorityItSaysSo() {
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("ca.key"))));
        const auto none = pair(now());
        QVERIFY(!none && none.error().code == ErrorCode::NotFound);
    }

    // Who holds it stands on the network. It must not become a node by that, wherever the host is called so.
    void theNodesTakeItFromNobody() {
        QVERIFY(talk(m_keys.node1, m_keys.node2));
        KeySet stolen = m_keys.node2;
        const auto console = pair(now());
        stolen.nodeCertificate = console->certificate;
        stolen.nodeKey = console->key;
        QVERIFY(!talk(m_keys.node1, stolen)); // as a server
        KeySet asClient = stolen;
        const auto ofOne = consoleKeys(folder(), m_keys.node2, kOne, kVirtualIps, now());
        asClient.nodeCertificate = ofOne->certificate;
        asClient.nodeKey = ofOne->key;
        QVERIFY(!talk(asClient, m_keys.node2));
        QVERIFY(
            !isControlPeer(QSslCertificate(QByteArray::fromStdString(console->certificate)), NodeId::Node1));
    }
};

QTEST_GUILESS_MAIN(ConsoleKeysTest)
#include "console_keys_test.moc"
