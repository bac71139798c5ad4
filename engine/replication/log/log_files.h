#pragma once
// What the activity log has on the disk, and each step on it: the header and the files of two epochs. Decides
// nothing about threads: the owner sees to it that append() meets none of the others, except writeHeader().
// Inside this folder only.

#include "replication/log/epoch_file.h"
#include "replication/log/log_header.h"

#include <optional>

namespace understudy::replication {

class LogFiles {
public:
    LogFiles(std::string path, ActivityLogOptions options)
        : m_path(std::move(path)), m_options(std::move(options)) {}

    // Leaves one epoch that holds `entries` and an empty next one. Afterwards everything read is durable.
    Status open(LogHeader& header, std::vector<ZoneRange>& entries);

    // Appends to the epoch that is current. Durable on return.
    Status append(const std::vector<ZoneRange>& ranges);
    // From here on the next epoch is current. When it was already: its entries, which the caller hands over,
    // go back to the first one, and it becomes empty.
    Status beginNext(const std::vector<ZoneRange>& current);
    bool hasTwo() const { return m_hasTwo; }

    // The header after which only the current epoch counts, with or without what it holds so far.
    enum class Keep : std::uint8_t { Current, Nothing };
    Result<LogHeader> headerKeeping(Keep keep, LogHeader header);
    Status writeHeader(const LogHeader& header); // durable on return
    // After such a header was written: the current epoch is the first one now.
    void forgetFirst();
    void makeNextAhead(); // a failure shows when it is needed

private:
    std::string slotOf(std::uint64_t epoch) const { return m_path + (epoch % 2 == 0 ? ".a" : ".b"); }
    Status makeNext();
    Status openFirst(LogHeader& header, std::vector<ZoneRange>& entries);
    Status foldNext(LogHeader& header, std::vector<ZoneRange>& entries);
    Status startAnew(LogHeader& header);
    void step(std::string_view name) const {
        if (m_options.afterStep)
            m_options.afterStep(name);
    }

    std::string m_path;
    ActivityLogOptions m_options;
    std::optional<EpochFile> m_first;
    std::optional<EpochFile> m_next; // made ahead
    bool m_hasTwo = false;           // the next one is the current one
};

} // namespace understudy::replication
