#pragma once
// The way to the engine. Thread: main.

#include <QLocalSocket>

#include <memory>
#include <string>

namespace understudy::gateway {

// Connected or connecting; nullptr: nobody listens there. On a Unix socket that is known at once, mostly.
inline std::unique_ptr<QLocalSocket> engineSocket(const std::string& path) {
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(QString::fromStdString(path));
    return socket->state() == QLocalSocket::UnconnectedState ? nullptr : std::move(socket);
}

} // namespace understudy::gateway
