#pragma once
// A real Target over real TLS on loopback, with a folder of its own, and a source that says what the test
// wants. Needs root and trusted extended attributes; else `unusable` says so.

#include "copy_folder.h"
#include "replication/target/target.h"
#include "test_tls.h"

#include <QTemporaryDir>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace understudy::replication::testing {

class EventLog {
public:
    static constexpr std::chrono::seconds kPatience{20};

    void add(cluster::Event event) {
        const std::lock_guard hold(m_mutex);
        m_events.push_back(std::move(event));
        m_changed.notify_all();
    }
    // The next event of this kind behind the last one that was waited for.
    template <typename T> std::optional<T> next() {
        std::unique_lock hold(m_mutex);
        std::optional<T> found;
        m_changed.wait_for(hold, kPatience, [&] {
            for (std::size_t i = m_at; i < m_events.size() && !found; ++i)
                if (const T* event = std::get_if<T>(&m_events[i])) {
                    found = *event;
                    m_at = i + 1;
                }
            return found.has_value();
        });
        return found;
    }
    template <typename T> int count() const {
        const std::lock_guard hold(m_mutex);
        int count = 0;
        for (const auto& event : m_events)
            count += std::holds_alternative<T>(event) ? 1 : 0;
        return count;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<cluster::Event> m_events;
    std::size_t m_at = 0;
};

// The serving node's end of a session, driven by the test.
class ScriptedSource {
public:
    explicit ScriptedSource(std::unique_ptr<Channel> channel) : m_channel(std::move(channel)) {}

    bool send(const Record& record);
    bool sendTogether(const std::vector<Record>& records); // in one piece: the later ones are pending
    bool sendRaw(const std::vector<std::uint8_t>& bytes) { return m_channel->send(bytes).has_value(); }
    void skipSequence() { ++m_seq; }

    // The next answer that is not Progress; the error when the connection ended or nothing came in time.
    Result<Record> next(Duration bound = EventLog::kPatience);
    template <typename T> std::optional<T> expect() {
        auto record = next();
        if (!record || !std::holds_alternative<T>(*record))
            return {};
        return std::get<T>(*record);
    }
    std::string failure(); // what Failed says, before the end; "" if the end came without one
    bool barrier();        // a SyncPoint; true: everything before it is applied and durable
    bool sync(FileId id);  // a Sync, and the answer that names it
    std::optional<std::uint64_t> progress(); // of the next Progress
    Channel& channel() { return *m_channel; }

private:
    Result<Record> any(Duration bound);
    std::unique_ptr<Channel> m_channel;
    Decoder m_decoder;
    std::vector<std::uint8_t> m_received = std::vector<std::uint8_t>(64u << 10);
    std::uint64_t m_seq = 0;
    std::uint64_t m_barrier = 1000;
};

class TargetRig {
public:
    TargetRig();
    ~TargetRig();

    bool open(); // OpenTarget, done
    bool close();
    // Connected over TLS; nothing said yet. Null: the port does not answer.
    std::unique_ptr<ScriptedSource> connect();
    static Open openRecord(std::uint64_t session = 1, std::uint64_t starts = 1);
    // Connected and greeted: Hello and LogEntries have been read.
    std::unique_ptr<ScriptedSource> begin(std::uint64_t session = 1, std::uint64_t starts = 1);
    // The same, and the changes are allowed.
    std::unique_ptr<ScriptedSource> beginChanging(std::uint64_t session = 1);

    std::string path(const std::string& name) const { return folder.path(name); }
    std::string content(const std::string& name) const;

    QTemporaryDir state;
    CopyFolder folder;
    std::string unusable;
    ReplicationSettings settings;
    SystemClock clock;
    SharedCopy shared;
    EventLog events;
    TestAuthority authority;
    TlsContext serverContext, clientContext;
    std::unique_ptr<Target> target;
};

inline constexpr FileId kRoot{1};
inline constexpr FileId kFile{70001}, kOther{70002}, kDirectory{70003};

Create createFile(FileId id, const std::string& name, FileId parent = kRoot);
Create createDirectory(FileId id, const std::string& name, FileId parent = kRoot);
Write writeText(FileId id, std::string_view text, std::uint64_t offset = 0); // a view of the text
Generation testGeneration(std::uint8_t seed);

} // namespace understudy::replication::testing
