#pragma once
// What systemd units write, and what systemd says about them, read from the system's journal as it comes in
// (sd_journal(3)). The journal lies on a disk that may hang: it is read on a thread of its own, a batch at a
// time, and what the loop has not yet taken waits in the journal.

#include "base/descriptor.h"
#include "base/result.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

struct sd_journal;

namespace understudy::services {

class UnitJournal {
public:
    using Line = std::function<void(const std::string& unit, const std::string& text)>;

    // Lines from now on, of these units (one at least). `line` is called on the thread that makes this, from
    // its event loop; a journal that cannot be read is said in a line of the first unit.
    UnitJournal(std::vector<std::string> units, Line line);
    ~UnitJournal(); // waits for the thread, and so for the disk

private:
    struct Close {
        void operator()(sd_journal* journal) const;
    };
    using Journal = std::unique_ptr<sd_journal, Close>;
    using Batch = std::vector<std::pair<std::string, std::string>>;

    static Result<Journal> open(const std::vector<std::string>& units, std::uint64_t since);
    void run(std::uint64_t since);
    void follow();
    Batch read();
    void hand(Batch batch);
    void wake();

    const std::vector<std::string> m_units;
    Journal m_journal; // the thread's
    Descriptor m_wake; // eventfd: a batch was taken, or the end has come
    Line m_line;
    QObject m_receiver; // on the caller's thread: what is still on its way when this ends is dropped
    std::atomic<bool> m_ending = false;
    std::atomic<bool> m_handed = false; // a batch is on its way to the loop
    std::thread m_thread;               // last: it uses the others
};

} // namespace understudy::services
