#include "store/log_database.h"

#include "base/descriptor.h"
#include "base/random.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <fcntl.h>

#include <algorithm>

namespace understudy::store {

namespace {

const char* tableOf(LogKind log) {
    switch (log) {
    case LogKind::Module:
        return "module";
    case LogKind::Application:
        return "application";
    case LogKind::Commands:
        return "commands";
    }
    return "module";
}

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString argumentsText(const std::vector<std::string>& arguments) {
    QJsonArray array;
    for (const std::string& argument : arguments)
        array.append(text(argument));
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

std::vector<std::string> argumentsOf(const QString& stored) {
    std::vector<std::string> arguments;
    for (const QJsonValue& value : QJsonDocument::fromJson(stored.toUtf8()).array())
        arguments.push_back(value.toString().toStdString());
    return arguments;
}

LogLine lineOf(const QSqlQuery& row) {
    LogLine line;
    line.id = row.value(0).toULongLong();
    line.time = WallTime(std::chrono::milliseconds(row.value(1).toLongLong()));
    line.level = static_cast<LogLevel>(std::clamp(row.value(2).toInt(), 0, 2));
    line.detail = row.value(3).toInt() == 0 ? Detail::Short : Detail::Verbose;
    line.row = row.value(4).toString().toStdString();
    line.arguments = argumentsOf(row.value(5).toString());
    line.text = row.value(6).toString().toStdString();
    line.source = row.value(7).toString().toStdString();
    line.from = row.value(8).toString().toStdString();
    line.command = row.value(9).toString().toStdString();
    return line;
}

} // namespace

// QSqlDatabase is a name in a table of Qt's; this owns the name.
struct LogDatabase::Connection {
    Connection(std::string filePath, const QString& connectionName)
        : path(std::move(filePath)), name(connectionName),
          database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connectionName)) {}
    ~Connection() {
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Status run(const QString& statement) const {
        QSqlQuery query(database);
        if (!query.exec(statement))
            return fail(ErrorCode::System, path, query.lastError().text().toStdString());
        return {};
    }

    std::string path;
    QString name;
    QSqlDatabase database;
};

Result<std::unique_ptr<LogDatabase>> LogDatabase::open(const std::string& path, std::size_t bound) {
    if (path != ":memory:") {
        const auto file = File::open(path, O_RDWR | O_CREAT, 0600); // SQLite would make it readable for all
        if (!file)
            return fail(file.error());
    }
    auto connection =
        std::make_unique<Connection>(path, QStringLiteral("understudy-log-%1").arg(randomNumber()));
    connection->database.setDatabaseName(text(path));
    if (!connection->database.open())
        return fail(ErrorCode::System, path, connection->database.lastError().text().toStdString());
    std::unique_ptr<LogDatabase> log(new LogDatabase(std::move(connection), bound));
    if (const auto prepared = log->prepare(); !prepared)
        return fail(prepared.error());
    return log;
}

LogDatabase::LogDatabase(std::unique_ptr<Connection> connection, std::size_t bound)
    : m_connection(std::move(connection)), m_bound(bound) {}

LogDatabase::~LogDatabase() = default;

Status LogDatabase::prepare() {
    for (const char* pragma :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA cache_size=-1024",
          "PRAGMA journal_size_limit=4194304", "PRAGMA user_version=1"})
        if (const auto done = m_connection->run(QLatin1String(pragma)); !done)
            return done;
    for (const LogKind log : kLogKinds) {
        const QLatin1String table(tableOf(log));
        const QString create =
            QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (id INTEGER PRIMARY KEY, time INTEGER, "
                           "level INTEGER, verbose INTEGER, row TEXT, arguments TEXT, text TEXT, "
                           "source TEXT, origin TEXT, command TEXT)")
                .arg(table);
        if (const auto done = m_connection->run(create); !done)
            return done;
        QSqlQuery last(QStringLiteral("SELECT MAX(id) FROM %1").arg(table), m_connection->database);
        if (last.next())
            m_lastId = std::max<std::uint64_t>(m_lastId, last.value(0).toULongLong());
        else
            return fail(ErrorCode::Corrupt, m_connection->path, last.lastError().text().toStdString());
        if (const auto done = trim(log); !done)
            return done;
    }
    return {};
}

Status LogDatabase::insert(const std::vector<std::pair<LogKind, LogLine>>& lines) {
    QSqlDatabase& database = m_connection->database;
    const auto failed = [&](const QSqlError& error) -> Status {
        const std::string reason = error.text().toStdString();
        database.rollback();
        return fail(ErrorCode::System, m_connection->path, reason);
    };
    if (!database.transaction())
        return failed(database.lastError());
    for (const auto& [log, line] : lines) {
        QSqlQuery query(database);
        query.prepare(
            QStringLiteral("INSERT INTO %1 VALUES (?,?,?,?,?,?,?,?,?,?)").arg(QLatin1String(tableOf(log))));
        query.addBindValue(static_cast<qlonglong>(line.id));
        query.addBindValue(static_cast<qlonglong>(line.time.time_since_epoch().count()));
        query.addBindValue(static_cast<int>(line.level));
        query.addBindValue(line.detail == Detail::Verbose ? 1 : 0);
        query.addBindValue(text(line.row));
        query.addBindValue(argumentsText(line.arguments));
        query.addBindValue(text(line.text));
        query.addBindValue(text(line.source));
        query.addBindValue(text(line.from));
        query.addBindValue(text(line.command));
        if (!query.exec())
            return failed(query.lastError());
        ++m_sinceTrim[static_cast<std::size_t>(log)];
    }
    if (!database.commit())
        return failed(database.lastError());
    for (const LogKind log : kLogKinds)
        if (m_sinceTrim[static_cast<std::size_t>(log)] > m_bound / 64)
            if (const auto done = trim(log); !done)
                return done;
    return {};
}

Status LogDatabase::trim(LogKind log) {
    m_sinceTrim[static_cast<std::size_t>(log)] = 0;
    return m_connection->run(
        QStringLiteral("DELETE FROM %1 WHERE id <= (SELECT id FROM %1 ORDER BY id DESC LIMIT 1 "
                       "OFFSET %2)")
            .arg(QLatin1String(tableOf(log)))
            .arg(m_bound));
}

Result<std::vector<LogLine>> LogDatabase::read(const LogRead& read) const {
    QSqlQuery query(m_connection->database);
    query.setForwardOnly(true);
    query.prepare(
        QStringLiteral(
            "SELECT id, time, level, verbose, row, arguments, text, source, origin, command FROM %1 "
            "WHERE id > ? AND verbose <= ? ORDER BY id %2 LIMIT ?")
            .arg(QLatin1String(tableOf(read.log)),
                 read.after ? QLatin1String("ASC") : QLatin1String("DESC")));
    query.addBindValue(static_cast<qlonglong>(read.after.value_or(0)));
    query.addBindValue(read.detail == Detail::Verbose ? 1 : 0);
    query.addBindValue(read.limit);
    if (!query.exec())
        return fail(ErrorCode::System, m_connection->path, query.lastError().text().toStdString());
    std::vector<LogLine> lines;
    while (query.next())
        lines.push_back(lineOf(query));
    if (!read.after)
        std::reverse(lines.begin(), lines.end());
    return lines;
}

} // namespace understudy::store
