#include "node/control.h"

#include "security/control_tls.h"

#include <cstdio>

namespace understudy::node {

void followSettings(api::ApiServer& server, const Engine& engine) {
    server.stopListeningToPeer();
    server.setPeer(std::nullopt);
    if (!engine.settings() || !engine.keys())
        return;
    const store::Settings& settings = *engine.settings();
    const NodeId self = *settings.self;
    auto tls = security::controlTls(*engine.keys());
    Status listening = tls ? Status() : fail(tls.error());
    if (tls) {
        api::PeerTarget target;
        for (const std::string& address : settings.node(otherNode(self)).addresses)
            target.addresses.push_back(QHostAddress(QString::fromStdString(address)));
        target.port = store::kControlPort;
        target.certificateName = security::controlPeerName(self);
        target.tls = *tls;
        server.setPeer(std::move(target));
        const auto isPeer = [self](const QSslCertificate& peer) {
            return security::isControlPeer(peer, self);
        };
        listening = server.listenPeer(
            {*tls, isPeer}, QHostAddress(QString::fromStdString(settings.node(self).addresses.front())),
            store::kControlPort);
    }
    if (!listening)
        std::fprintf(stderr, "<4>understudyd: %s\n", listening.error().toString().c_str());
}

} // namespace understudy::node
