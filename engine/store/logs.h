#pragma once
// The three logs of a module: what the decisions did (module), what the services printed (application), what
// was asked by whom (commands). Appending never waits: lines go into a bounded queue, and a thread of this
// class writes them in batches, at most one commit a second, so that a quiet system writes nothing. What
// overflows the queue, or cannot be written, is counted and said by a line of its own ("log-lines-lost").
//
// A line is durable a few seconds after it was appended; after a power cut the last ones may be missing.

#include "base/result.h"
#include "store/log_line.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace understudy::store {

class LogDatabase;

class Logs {
public:
    struct Options {
        std::string path;            // <state folder>/<module>.log.sqlite
        std::size_t bound = 100'000; // lines kept per log
        std::size_t queueBound = 10'000;
        std::chrono::milliseconds commitAfter{1000};
    };
    // Runs a function on the loop's thread, later; may be called from any thread.
    using ToLoop = std::function<void(std::function<void()>)>;
    using ReadDone = std::function<void(Result<std::vector<LogLine>>)>;

    // Opens the file and waits for that. A damaged file is kept beside as <path>.damaged and a new one begun;
    // when no file can be opened the lines are kept in memory. Either way trouble() says so, and the engine
    // goes on.
    Logs(Options options, ToLoop toLoop);
    ~Logs(); // writes what is queued
    Logs(const Logs&) = delete;
    Logs& operator=(const Logs&) = delete;

    // Any thread, never blocks. Returns the line's id.
    std::uint64_t append(LogKind log, LogLine line);

    // `done` is called once on the loop's thread and sees every line appended before this call; Cancelled
    // when the logs end first. Busy when too many reads wait.
    void read(const LogRead& query, ReadDone done);

    std::optional<Error> trouble() const; // the last thing that went wrong with the file; any thread

private:
    static constexpr std::size_t kMaxReads = 64;
    struct Read {
        LogRead query;
        ReadDone done;
    };
    using Lines = std::vector<std::pair<LogKind, LogLine>>;

    void run();
    std::unique_ptr<LogDatabase> open();
    void waitForWork(std::unique_lock<std::mutex>& lock);
    Lines takeLines();
    void write(LogDatabase& database, const Lines& lines);
    void answer(ReadDone done, Result<std::vector<LogLine>> lines);
    void setTrouble(Error error);

    const Options m_options;
    const ToLoop m_toLoop;

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_wake;
    std::condition_variable m_opened;
    std::deque<std::pair<LogKind, LogLine>> m_lines;
    std::deque<Read> m_reads;
    std::size_t m_lost = 0;     // not yet said
    std::uint64_t m_nextId = 0; // 0: not opened yet
    bool m_ending = false;
    std::optional<Error> m_trouble;

    std::thread m_thread; // last: it uses all of the above
};

} // namespace understudy::store
