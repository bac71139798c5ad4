#include "replication/source/standby_session.h"

#include "base/random.h"
#include "replication/source/content_sync.h"
#include "replication/source/names_sync.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <malloc.h>
#include <unistd.h>

namespace understudy::replication {

namespace {

using namespace std::chrono_literals;
constexpr std::uint64_t kPointBit = 1ULL << 63; // tells our own SyncPoints from the application's barriers
constexpr auto kTrimEvery = 30s;
constexpr std::size_t kMaxAnswers = 4096;
constexpr Duration kLongSync = 120s; // a syncfs of much data, while nobody waits for it

} // namespace

StandbySession::StandbySession(Changes& changes, const ReplicationSettings& settings, ssl_ctx_st* tls,
                               const Clock& clock, SyncProgress& progress, cluster::EventSink events,
                               SessionOptions options)
    : m_changes(changes), m_settings(settings), m_tls(tls), m_clock(clock), m_progress(progress),
      m_events(std::move(events)), m_options(std::move(options)), m_base(randomGeneration()) {}

StandbySession::~StandbySession() {
    UNDERSTUDY_ASSERT(!m_reader.joinable());
}

void StandbySession::run() {
    Status status = connect();
    if (status) {
        m_changes.outbox.attach(m_channel.get());
        m_reader = std::thread([this] { read(); });
        m_progress.active = true;
        status = synchronise();
        m_progress.endedNs = m_clock.now().time_since_epoch().count();
        m_progress.active = false;
        if (status)
            status = keepWatch();
    }
    cancel(status ? Error{ErrorCode::Cancelled, "session", "ended", 0} : status.error());
    m_over = true;
    if (m_channel)
        m_channel->shutdown();
    m_changes.outbox.detach();
    if (m_reader.joinable())
        m_reader.join();
    const bool finishing = m_changes.acknowledgements.sessionLost(m_options.number);
    if (m_retired)
        return;
    const Lock lock(m_mutex);
    m_events(cluster::StandbyLost{m_options.number, *m_error, finishing || (m_finishSent && !m_accepted)});
}

void StandbySession::accept() {
    m_accepted = true;
    m_changed.notify_all();
}

void StandbySession::cancel(Error why) {
    {
        const Lock lock(m_mutex);
        if (!m_error)
            m_error = std::move(why);
        if (m_channel)
            m_channel->shutdown();
    }
    m_changed.notify_all();
}

void StandbySession::retire() {
    {
        const Lock lock(m_mutex);
        if (m_error)
            return;
        m_retired = true;
        m_error = Error{ErrorCode::Cancelled, "session", "the folder is closed", 0};
        if (m_channel)
            m_channel->shutdown();
    }
    m_changed.notify_all();
}

// The connection is Qt's; the established descriptor is driven directly from here on.
Status StandbySession::connect() {
    QTcpSocket socket;
    socket.bind(QHostAddress(QString::fromStdString(m_settings.ownAddress)));
    socket.connectToHost(QString::fromStdString(m_settings.peerAddress), m_settings.port);
    const std::string peer = m_settings.peerAddress + ":" + std::to_string(m_settings.port);
    const auto bound = std::chrono::duration_cast<std::chrono::milliseconds>(m_settings.standbyTimeout);
    if (!socket.waitForConnected(static_cast<int>(bound.count())))
        return fail(ErrorCode::Disconnected, peer, socket.errorString().toStdString());
    auto channel = Channel::open(Descriptor(::dup(static_cast<int>(socket.socketDescriptor()))), m_tls,
                                 Channel::Side::Client, m_settings.standbyTimeout);
    if (!channel)
        return fail(channel.error());
    const Lock lock(m_mutex);
    if (m_error)
        return fail(*m_error);
    m_channel = std::move(*channel);
    m_lastHeard = m_clock.now();
    return {};
}

void StandbySession::send(const Record& record) {
    const std::size_t body = std::holds_alternative<Write>(record) ? std::get<Write>(record).bytes.size() : 0;
    m_progress.sentBytes += body + 64; // heads, names and checksums: a round figure per record
    m_changes.outbox.session(record);
}

Status StandbySession::synchronise() {
    m_progress.startedNs = m_clock.now().time_since_epoch().count();
    m_progress.totalBytes = 0, m_progress.doneBytes = 0, m_progress.changedBytes = 0,
    m_progress.sentBytes = 0;
    std::vector<std::string> folders;
    for (const FolderSettings& folder : m_settings.folders)
        folders.push_back(folder.name);
    send(Open{kProtocolVersion, m_options.self.starts, m_options.self.boot, m_options.number.value,
              m_settings.module, folders, m_options.generation});
    flush();
    auto hello = await<Hello>();
    if (!hello)
        return fail(hello.error());
    if (hello->version != kProtocolVersion)
        return fail(ErrorCode::VersionMismatch, "standby",
                    "speaks version " + std::to_string(hello->version));
    auto dirty = collectDirty(*this, *hello);
    if (!dirty)
        return fail(dirty.error());
    if (auto done = synchroniseNames(*this, *dirty); !done)
        return done;
    if (auto done = synchroniseContent(*this, *dirty); !done)
        return done;
    if (auto done = finish(); !done)
        return done;
    m_events(cluster::StandbyReady{m_options.number});
    return {};
}

Status StandbySession::finish() {
    // The bulk is made durable over there while the application still rests on its own record: Finish is
    // quick then.
    if (auto done = syncPoint(kLongSync); !done)
        return done;
    {
        const std::unique_lock gate(m_changes.gate);
        if (auto begun = m_changes.log.beginEpoch(); !begun)
            return begun;
        // Given up in this moment: the grant that follows must not be taken back by a session that is over.
        const Lock lock(m_mutex);
        if (m_error)
            return fail(*m_error);
        m_changes.acknowledgements.finishing(m_options.number);
        m_finishSent = true;
        send(Finish{BarrierId(kPointBit), m_options.generation, m_options.ancestors, m_base});
    }
    flush();
    if (auto done = m_changes.copy.syncAll(); !done) {
        m_changes.diskFailed(done.error());
        return done;
    }
    auto recorded = await<Recorded>();
    return recorded ? Status() : fail(recorded.error());
}

Status StandbySession::keepWatch() {
    // Often enough for the patience, seldom enough for a cluster that idles.
    const Duration lookEvery = std::clamp<Duration>(m_settings.standbyTimeout / 10, 50ms, 500ms);
    bool rebased = false;
    Instant trimmed = m_clock.now();
    for (;;) {
        {
            Lock lock(m_mutex);
            m_changed.wait_for(lock, lookEvery,
                               [&] { return m_error.has_value() || (m_accepted && !rebased); });
            if (m_error)
                return fail(*m_error);
        }
        if (auto alive = patience(); !alive)
            return alive;
        if (m_accepted && !rebased) {
            if (auto done = m_changes.log.rebase(m_base); !done)
                return done;
            m_changes.outbox.session(InSync{});
            flush();
            rebased = true;
            ::malloc_trim(0); // a synchronisation needs memory that watching does not
        }
        if (rebased && m_clock.now() - trimmed > kTrimEvery) {
            if (m_changes.log.entryCount() > 0)
                if (auto done = trimLog(); !done)
                    return done;
            trimmed = m_clock.now();
        }
    }
}

// S4: a zone leaves the log when it is synced here and the standby has confirmed a point behind it.
Status StandbySession::trimLog() {
    BarrierId point;
    {
        const std::unique_lock gate(m_changes.gate);
        if (auto begun = m_changes.log.beginEpoch(); !begun)
            return begun;
        point = sendSyncPoint();
    }
    flush();
    if (auto done = m_changes.copy.syncAll(); !done) {
        m_changes.diskFailed(done.error());
        return done;
    }
    if (auto done = awaitSyncPoint(point, kLongSync); !done)
        return done;
    {
        const Lock lock(m_mutex); // the copies may differ in what this would forget
        if (m_error)
            return fail(*m_error);
    }
    return m_changes.log.dropOldEpoch();
}

BarrierId StandbySession::sendSyncPoint() {
    const Lock lock(m_mutex);
    const BarrierId point(kPointBit | ++m_pointsAsked);
    m_changes.outbox.session(SyncPoint{point});
    return point;
}

Status StandbySession::awaitSyncPoint(BarrierId point, Duration bound) {
    const Instant until = m_clock.now() + bound;
    for (;;) {
        {
            Lock lock(m_mutex);
            m_changed.wait_for(lock, 100ms, [&] {
                return m_error.has_value() || (kPointBit | m_pointsDone) >= point.value;
            });
            if ((kPointBit | m_pointsDone) >= point.value)
                return {};
            if (m_error)
                return fail(*m_error);
        }
        if (auto alive = patience(); !alive)
            return alive;
        if (m_clock.now() > until)
            return fail(ErrorCode::Timeout, "standby", "did not confirm a point of the stream in time");
    }
}

Status StandbySession::syncPoint(Duration bound) {
    const BarrierId point = sendSyncPoint();
    flush();
    return awaitSyncPoint(point, bound);
}

Status StandbySession::drain(Duration bound) {
    auto done = syncPoint(bound);
    if (!done)
        cancel(done.error());
    return done;
}

Status StandbySession::patience() const {
    if (m_changes.outbox.stuckFor() > m_settings.standbyTimeout)
        return fail(ErrorCode::Timeout, "standby", "has taken no bytes for longer than standby_timeout");
    const auto oldest = m_changes.acknowledgements.oldestUnconfirmed();
    if (!oldest || *oldest <= m_settings.standbyTimeout)
        return {};
    return fail(ErrorCode::Timeout, "standby", "has not confirmed a write for longer than standby_timeout");
}

Status StandbySession::checkAlive() const {
    {
        const Lock lock(m_mutex);
        if (m_error)
            return fail(*m_error);
    }
    return patience();
}

Result<Record> StandbySession::nextAnswer(Duration bound) {
    const Instant begun = m_clock.now();
    for (;;) {
        Instant heard;
        {
            Lock lock(m_mutex);
            m_changed.wait_for(lock, 100ms, [&] { return m_error.has_value() || !m_answers.empty(); });
            if (m_error)
                return fail(*m_error);
            if (!m_answers.empty()) {
                Record answer = std::move(m_answers.front());
                m_answers.pop_front();
                return answer;
            }
            heard = std::max(m_lastHeard, begun);
        }
        if (auto alive = patience(); !alive)
            return fail(alive.error());
        if (m_clock.now() - heard > bound)
            return fail(ErrorCode::Timeout, "standby", "has been quiet for too long");
    }
}

void StandbySession::read() {
    Decoder decoder;
    std::vector<std::uint8_t> buffer(256 << 10);
    for (;;) {
        auto got = m_channel->receive(buffer);
        if (!got) {
            cancel(got.error());
            return;
        }
        decoder.feed({buffer.data(), *got});
        for (;;) {
            auto record = decoder.next();
            if (!record) {
                cancel(record.error());
                return;
            }
            if (!*record)
                break;
            if (auto taken = take(std::move(**record)); !taken) {
                cancel(taken.error());
                return;
            }
        }
    }
}

Status StandbySession::take(Record&& record) {
    if (auto* synced = std::get_if<Synced>(&record)) {
        m_changes.acknowledgements.confirmed(m_options.number, synced->barriers);
        const Lock lock(m_mutex);
        m_lastHeard = m_clock.now();
        for (const BarrierId id : synced->barriers)
            if ((id.value & kPointBit) != 0)
                m_pointsDone = std::max(m_pointsDone, id.value & ~kPointBit), m_changed.notify_all();
        return {};
    }
    if (auto* failed = std::get_if<Failed>(&record))
        return fail(ErrorCode::Refused, "standby", failed->what);
    if (auto* applied = std::get_if<Progress>(&record)) {
        m_applied = applied->applied;
        return {};
    }
    if (std::holds_alternative<Bye>(record))
        return fail(ErrorCode::Disconnected, "standby", std::get<Bye>(record).reason);
    const Lock lock(m_mutex);
    m_lastHeard = m_clock.now();
    if (m_answers.size() >= kMaxAnswers)
        return fail(ErrorCode::InvalidInput, "standby", "answers more than it was asked");
    m_answers.push_back(std::move(record));
    m_changed.notify_all();
    return {};
}

} // namespace understudy::replication
