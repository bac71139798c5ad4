#include "store/logs.h"

#include "store/log_database.h"

#include <cstdio>

namespace understudy::store {

namespace {

void cutTo(std::string& text, std::size_t size) {
    if (text.size() <= size)
        return;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) // not inside a UTF-8 letter
        --size;
    text.resize(size);
}

LogLine lostLine(std::size_t count, std::uint64_t id, WallTime time) {
    LogLine line;
    line.id = id;
    line.time = time;
    line.level = LogLevel::Warning;
    line.row = "log-lines-lost";
    line.arguments = {std::to_string(count)};
    return line;
}

} // namespace

Logs::Logs(Options options, ToLoop toLoop)
    : m_options(std::move(options)), m_toLoop(std::move(toLoop)), m_thread([this] { run(); }) {
    std::unique_lock lock(m_mutex);
    m_opened.wait(lock, [this] { return m_nextId != 0; });
}

Logs::~Logs() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

std::uint64_t Logs::append(LogKind log, LogLine line) {
    cutTo(line.text, LogLine::kMaxText);
    for (std::string& argument : line.arguments)
        cutTo(argument, LogLine::kMaxText);
    const std::lock_guard lock(m_mutex);
    const std::uint64_t id = m_nextId++;
    line.id = id;
    if (m_lines.size() >= m_options.queueBound) {
        ++m_lost;
        return id;
    }
    m_lines.emplace_back(log, std::move(line));
    if (m_lines.size() == 1 || m_lines.size() == m_options.queueBound / 2)
        m_wake.notify_one();
    return id;
}

void Logs::read(const LogRead& query, ReadDone done) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_reads.size() < kMaxReads) {
            m_reads.push_back({query, std::move(done)});
            m_wake.notify_one();
            return;
        }
    }
    answer(std::move(done), fail(ErrorCode::Busy, m_options.path, "too many readers wait"));
}

std::optional<Error> Logs::trouble() const {
    const std::lock_guard lock(m_mutex);
    return m_trouble;
}

void Logs::setTrouble(Error error) {
    const std::lock_guard lock(m_mutex);
    m_trouble = std::move(error);
}

void Logs::answer(ReadDone done, Result<std::vector<LogLine>> lines) {
    m_toLoop([done = std::move(done), lines = std::move(lines)]() mutable { done(std::move(lines)); });
}

std::unique_ptr<LogDatabase> Logs::open() {
    auto database = LogDatabase::open(m_options.path, m_options.bound);
    if (!database && database.error().code != ErrorCode::NotFound &&
        database.error().code != ErrorCode::NotAllowed) {
        setTrouble(database.error());
        const std::string damaged = m_options.path + ".damaged";
        std::rename(m_options.path.c_str(), damaged.c_str());
        for (const char* side : {"-wal", "-shm"})
            std::rename((m_options.path + side).c_str(), (damaged + side).c_str());
        database = LogDatabase::open(m_options.path, m_options.bound);
    }
    if (!database) {
        setTrouble(database.error());
        database = LogDatabase::open(":memory:", m_options.bound);
    }
    UNDERSTUDY_ASSERT(database.has_value()); // SQLite is a package that ours depends on
    return *std::move(database);
}

void Logs::run() {
    const std::unique_ptr<LogDatabase> database = open();
    std::unique_lock lock(m_mutex);
    // Ids of lines that a crash took are never given again: those are at most a queue full.
    m_nextId = database->lastId() == 0 ? 1 : database->lastId() + m_options.queueBound + 1;
    m_opened.notify_all();
    while (!m_ending || !m_lines.empty() || !m_reads.empty()) {
        waitForWork(lock);
        Lines lines = takeLines();
        std::deque<Read> reads = std::exchange(m_reads, {});
        const bool ending = m_ending;
        lock.unlock();
        if (!lines.empty())
            write(*database, lines);
        for (Read& read : reads) {
            if (ending)
                answer(std::move(read.done), fail(ErrorCode::Cancelled, m_options.path, "the engine ends"));
            else
                answer(std::move(read.done), database->read(read.query));
        }
        lock.lock();
    }
}

// Lines wait for company; a reader, a half-full queue and the end do not.
void Logs::waitForWork(std::unique_lock<std::mutex>& lock) {
    const auto hasWork = [this] { return m_ending || !m_reads.empty() || !m_lines.empty(); };
    const auto isUrgent = [this] {
        return m_ending || !m_reads.empty() || m_lines.size() >= m_options.queueBound / 2;
    };
    m_wake.wait(lock, hasWork);
    m_wake.wait_for(lock, m_options.commitAfter, isUrgent);
}

// All that is queued; behind it, in the order of ids, what had to be left out.
Logs::Lines Logs::takeLines() {
    Lines lines(std::make_move_iterator(m_lines.begin()), std::make_move_iterator(m_lines.end()));
    m_lines.clear();
    if (m_lost > 0 && !lines.empty())
        lines.emplace_back(LogKind::Module,
                           lostLine(std::exchange(m_lost, 0), m_nextId++, lines.back().second.time));
    return lines;
}

void Logs::write(LogDatabase& database, const Lines& lines) {
    if (auto written = database.insert(lines); !written) {
        const std::lock_guard lock(m_mutex);
        m_trouble = written.error();
        m_lost += lines.size();
    }
}

} // namespace understudy::store
