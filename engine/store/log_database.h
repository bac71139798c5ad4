#pragma once
// The logs' SQLite file: WAL, synchronous NORMAL, so that a commit is one write without a sync; after a power
// cut the last commits may be missing, the file is whole. Thread: the one that made it, and no other (Qt
// Sql).

#include "base/result.h"
#include "store/log_line.h"

#include <memory>
#include <utility>

namespace understudy::store {

class LogDatabase {
public:
    // ":memory:" keeps the lines until the end of the program. Needs a QCoreApplication (plugins).
    static Result<std::unique_ptr<LogDatabase>> open(const std::string& path, std::size_t bound);
    ~LogDatabase();
    LogDatabase(const LogDatabase&) = delete;
    LogDatabase& operator=(const LogDatabase&) = delete;

    std::uint64_t lastId() const { return m_lastId; } // found when it was opened; 0: empty

    // All lines or none, in one commit; trims each log to its bound now and then.
    Status insert(const std::vector<std::pair<LogKind, LogLine>>& lines);
    Result<std::vector<LogLine>> read(const LogRead& query) const; // oldest first

private:
    struct Connection;
    LogDatabase(std::unique_ptr<Connection> connection, std::size_t bound);
    Status prepare();
    Status trim(LogKind log);

    std::unique_ptr<Connection> m_connection;
    std::size_t m_bound;
    std::uint64_t m_lastId = 0;
    std::size_t m_sinceTrim[3] = {};
};

} // namespace understudy::store
