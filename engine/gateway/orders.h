#pragma once
// Asks the engine every few seconds how to serve, and has it obeyed when it has changed, until that works.
// While the engine does not answer, the last orders stay. Thread: main.

#include "api/types/login.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace understudy::gateway {

class Orders : public QObject {
public:
    static constexpr std::chrono::milliseconds kAgain{5'000};
    static constexpr std::chrono::milliseconds kPatience{5'000};

    using Obey = std::function<bool(const api::GatewayOrders&)>; // false: it did not work
    Orders(std::string engineSocket, Obey obey);

private:
    void ask();

    const std::string m_engineSocket;
    const Obey m_obey;
    api::GatewayOrders m_obeyed;
    QTimer m_again;
};

} // namespace understudy::gateway
