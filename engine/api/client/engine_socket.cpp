#include "api/client/engine_socket.h"

#include "api/client/client.h"
#include "api/types/messages.h"

#include <QLocalSocket>

namespace understudy::api {

Answer<std::unique_ptr<QLocalSocket>> openEngineSocket(const std::string& path) {
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(QString::fromStdString(path));
    if (socket->state() != QLocalSocket::UnconnectedState)
        return socket;
    const bool noAccess = socket->error() == QLocalSocket::SocketAccessError;
    return tl::unexpected(apiMessage(noAccess ? "client-no-access" : "client-no-engine",
                                     {path, socket->errorString().toStdString()}));
}

Message connectionMessage(const Error& error) {
    switch (error.code) {
    case ErrorCode::Timeout:
        return apiMessage("client-timeout", {std::to_string(Client::kPatience.count() / 1000)});
    case ErrorCode::Disconnected:
        return apiMessage("client-lost");
    case ErrorCode::InvalidInput:
    case ErrorCode::Refused:
        return apiMessage("client-bad-answer", {error.detail});
    default:
        return messageFor(error);
    }
}

} // namespace understudy::api
