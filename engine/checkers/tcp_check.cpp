#include "checkers/checks.h"

namespace understudy::checkers {

void TcpChecking::ask(Answer answer) {
    m_socket = std::make_unique<QTcpSocket>();
    const std::string where = m_settings.host + ":" + std::to_string(m_settings.port);
    QTcpSocket* socket = m_socket.get();
    QObject::connect(socket, &QTcpSocket::connected, socket, [socket, answer] {
        socket->disconnect();
        socket->abort();
        answer({});
    });
    QObject::connect(socket, &QTcpSocket::errorOccurred, socket, [socket, where, answer] {
        const std::string why = socket->errorString().toStdString();
        socket->disconnect();
        answer(fail(ErrorCode::Disconnected, where, why));
    });
    socket->connectToHost(QString::fromStdString(m_settings.host), m_settings.port);
}

} // namespace understudy::checkers
