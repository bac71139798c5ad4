#pragma once
// TLS for connections that Qt's sockets carry (the engines' control connection): the same keys and the same
// rule as tls.h. Any thread.
//
// A client connects with connectToHostEncrypted(host, port, controlPeerName(self)), and Qt checks the name. A
// server must ask isControlPeer() when the socket is encrypted, because Qt checks names for clients only. A
// refused client sees encrypted() first and the end of the connection afterwards: wait for the first answer.

#include "base/ids.h"
#include "base/result.h"
#include "security/key_set.h"

#include <QSslCertificate>
#include <QSslConfiguration>

namespace understudy::security {

Result<QSslConfiguration> controlTls(const KeySet& keys);
QString controlPeerName(NodeId self); // "node2" for node1
bool isControlPeer(const QSslCertificate& peer, NodeId self);

} // namespace understudy::security
