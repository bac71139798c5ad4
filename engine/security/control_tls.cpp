#include "security/control_tls.h"

#include <QSslKey>

namespace understudy::security {

namespace {
QByteArray bytes(const std::string& pem) {
    return QByteArray::fromStdString(pem);
}
} // namespace

Result<QSslConfiguration> controlTls(const KeySet& keys) {
    const QSslCertificate ca(bytes(keys.caCertificate), QSsl::Pem);
    const QSslCertificate node(bytes(keys.nodeCertificate), QSsl::Pem);
    const QSslKey key(bytes(keys.nodeKey), QSsl::Ec, QSsl::Pem);
    if (ca.isNull() || node.isNull() || key.isNull())
        return fail(ErrorCode::InvalidInput, "the node's keys", "cannot be used for TLS");
    QSslConfiguration configuration;
    configuration.setCaCertificates({ca});
    configuration.setLocalCertificate(node);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_3OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    return configuration;
}

QString controlPeerName(NodeId self) {
    const std::string_view name = nodeName(otherNode(self));
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

bool isControlPeer(const QSslCertificate& peer, NodeId self) {
    return !peer.isNull() &&
           peer.subjectInfo(QSslCertificate::CommonName) == QStringList(controlPeerName(self));
}

} // namespace understudy::security
