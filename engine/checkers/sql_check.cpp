#include "checkers/checks.h"

#include <QPointer>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <atomic>

namespace understudy::checkers {

namespace {

QString newConnectionName() {
    static std::atomic<unsigned> count = 0;
    return QStringLiteral("checker-%1").arg(++count);
}

} // namespace

class SqlChecking::Connection : public QObject {
public:
    explicit Connection(SqlCheck settings) : m_settings(std::move(settings)), m_name(newConnectionName()) {}
    ~Connection() override { QSqlDatabase::removeDatabase(m_name); }

    Status check() {
        QSqlDatabase database = QSqlDatabase::database(m_name, false);
        if (!database.isValid())
            database = make();
        if (!database.isOpen() && !database.open())
            return failed(database.lastError());
        QSqlQuery query(database);
        if (query.exec(QString::fromStdString(m_settings.statement)))
            return {};
        const QSqlError error = query.lastError();
        database.close(); // the next check connects anew
        return failed(error);
    }

private:
    QSqlDatabase make() const {
        QSqlDatabase database = QSqlDatabase::addDatabase(QString::fromStdString(m_settings.driver), m_name);
        database.setHostName(QString::fromStdString(m_settings.host));
        database.setPort(m_settings.port);
        database.setDatabaseName(QString::fromStdString(m_settings.database));
        database.setUserName(QString::fromStdString(m_settings.user));
        database.setPassword(QString::fromStdString(m_settings.password));
        database.setConnectOptions(QStringLiteral("connect_timeout=5"));
        return database;
    }

    Status failed(const QSqlError& error) const {
        return fail(ErrorCode::Disconnected, m_settings.database + " on " + m_settings.host,
                    error.text().simplified().toStdString());
    }

    const SqlCheck m_settings;
    const QString m_name;
};

SqlChecking::SqlChecking(SqlCheck settings)
    : m_settings(std::move(settings)), m_thread(new QThread), m_connection(new Connection(m_settings)) {
    m_connection->moveToThread(m_thread);
    QObject::connect(m_thread, &QThread::finished, m_connection, &QObject::deleteLater);
    QObject::connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
    m_thread->start();
}

SqlChecking::~SqlChecking() {
    m_thread->quit();
} // a query that hangs must not hang the loop: both end by themselves

void SqlChecking::ask(Answer answer) {
    QMetaObject::invokeMethod(
        m_connection, [connection = m_connection, context = QPointer<QObject>(&m_context), answer] {
            const Status status = connection->check();
            if (context)
                QMetaObject::invokeMethod(
                    context, [answer, status] { answer(status); }, Qt::QueuedConnection);
        });
}

} // namespace understudy::checkers
