#include "services/unit_journal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <systemd/sd-journal.h>

#include <array>
#include <chrono>
#include <cstring>

namespace understudy::services {

namespace {

constexpr std::size_t kBatch = 500;      // lines
constexpr std::size_t kMaxText = 4096;   // a longer message is cut
constexpr std::size_t kMaxField = 65536; // what is taken from the journal of one field

Error journalError(int result, const char* what) {
    return {ErrorCode::System, "the system's journal", std::string(what) + ": " + std::strerror(-result),
            -result};
}

// A unit's own lines, and what systemd (process 1) says about it.
int matchUnit(sd_journal* journal, const std::string& unit) {
    for (const std::array<std::string, 2>& both :
         {std::array<std::string, 2>{"_SYSTEMD_UNIT=" + unit, {}}, {"_PID=1", "UNIT=" + unit}}) {
        for (const std::string& match : both)
            if (const int added = match.empty() ? 0 : ::sd_journal_add_match(journal, match.c_str(), 0);
                added < 0)
                return added;
        if (const int added = ::sd_journal_add_disjunction(journal); added < 0)
            return added;
    }
    return 0;
}

std::string field(sd_journal* journal, const char* name) {
    const void* data = nullptr;
    std::size_t size = 0;
    if (::sd_journal_get_data(journal, name, &data, &size) < 0)
        return {};
    const std::size_t head = std::strlen(name) + 1; // "NAME="
    return size <= head ? std::string() : std::string(static_cast<const char*>(data) + head, size - head);
}

} // namespace

void UnitJournal::Close::operator()(sd_journal* journal) const {
    ::sd_journal_close(journal);
}

Result<UnitJournal::Journal> UnitJournal::open(const std::vector<std::string>& units, std::uint64_t since) {
    sd_journal* opened = nullptr;
    if (const int result = ::sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY); result < 0)
        return fail(journalError(result, "cannot be opened"));
    Journal journal(opened);
    for (const std::string& unit : units)
        if (const int result = matchUnit(journal.get(), unit); result < 0)
            return fail(journalError(result, "takes no filter"));
    ::sd_journal_set_data_threshold(journal.get(), kMaxField);
    if (const int result = ::sd_journal_seek_realtime_usec(journal.get(), since); result < 0)
        return fail(journalError(result, "cannot be searched"));
    if (const int result = ::sd_journal_get_fd(journal.get()); result < 0)
        return fail(journalError(result, "cannot be watched"));
    return journal;
}

UnitJournal::UnitJournal(std::vector<std::string> units, Line line)
    : m_units(std::move(units)), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), m_line(std::move(line)) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    m_thread = std::thread([this, since] { run(static_cast<std::uint64_t>(since)); });
}

UnitJournal::~UnitJournal() {
    m_ending = true;
    wake();
    m_thread.join();
}

void UnitJournal::wake() {
    static_cast<void>(::eventfd_write(m_wake.get(), 1));
}

void UnitJournal::run(std::uint64_t since) {
    auto journal = open(m_units, since);
    if (!journal)
        return hand({{m_units.front(), journal.error().toString()}});
    m_journal = std::move(*journal);
    follow();
}

void UnitJournal::follow() {
    while (!m_ending) {
        if (!m_handed)
            if (Batch batch = read(); !batch.empty())
                hand(std::move(batch));
        // While a batch is on its way only the loop has news for this thread.
        std::array<pollfd, 2> wait = {
            {{m_wake.get(), POLLIN, 0}, {::sd_journal_get_fd(m_journal.get()), POLLIN, 0}}};
        if (::poll(wait.data(), m_handed ? 1 : 2, -1) < 0 && errno != EINTR)
            return;
        eventfd_t ignored = 0;
        static_cast<void>(::eventfd_read(m_wake.get(), &ignored));
        if (wait[1].revents != 0)
            ::sd_journal_process(m_journal.get());
    }
}

UnitJournal::Batch UnitJournal::read() {
    Batch batch;
    while (batch.size() < kBatch && !m_ending && ::sd_journal_next(m_journal.get()) > 0) {
        std::string text = field(m_journal.get(), "MESSAGE");
        const std::string about = field(m_journal.get(), "UNIT"); // set by process 1 only
        if (text.size() > kMaxText)
            text.resize(kMaxText);
        if (!text.empty())
            batch.emplace_back(about.empty() ? field(m_journal.get(), "_SYSTEMD_UNIT") : about,
                               std::move(text));
    }
    return batch;
}

void UnitJournal::hand(Batch batch) {
    m_handed = true;
    QMetaObject::invokeMethod(
        &m_receiver,
        [this, batch = std::move(batch)] {
            for (const auto& [unit, text] : batch)
                m_line(unit, text);
            m_handed = false;
            wake();
        },
        Qt::QueuedConnection);
}

} // namespace understudy::services
