#pragma once
// The kinds of checks. Inside this folder only.

#include "checkers/check.h"

#include <QObject>
#include <QTcpSocket>
#include <QThread>

namespace understudy::checkers {

class ProcessChecking final : public Check {
public:
    explicit ProcessChecking(ProcessCheck settings) : m_settings(std::move(settings)) {}
    void ask(Answer answer) override;

private:
    const ProcessCheck m_settings;
};

class TcpChecking final : public Check {
public:
    explicit TcpChecking(TcpCheck settings) : m_settings(std::move(settings)) {}
    void ask(Answer answer) override;

private:
    const TcpCheck m_settings;
    std::unique_ptr<QTcpSocket> m_socket;
};

// A driver of Qt Sql blocks, so it has a thread of its own, with one connection that is kept between checks.
// An answer that does not come in time is the caller's business; the thread is then left to end by itself.
class SqlChecking final : public Check {
public:
    explicit SqlChecking(SqlCheck settings);
    ~SqlChecking() override;
    void ask(Answer answer) override;

private:
    class Connection; // lives in the thread
    const SqlCheck m_settings;
    QObject m_context; // answers of an earlier life find nobody
    QThread* m_thread;
    Connection* m_connection;
};

} // namespace understudy::checkers
