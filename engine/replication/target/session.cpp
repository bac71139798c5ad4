#include "replication/target/session.h"

#include "replication/copy/durable.h"

#include <pthread.h>

namespace understudy::replication {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kReceiveBuffer = 256u << 10;
constexpr Duration kProgressEvery = 100ms;
constexpr Duration kGoodbye = 500ms; // how long the reason of a failure may take to be read

// Our own end, or the connection's: there is nobody, or no need, to tell.
bool isQuietEnd(const Error& why) {
    return why.code == ErrorCode::Disconnected || why.code == ErrorCode::Cancelled;
}

} // namespace

TargetSession::TargetSession(Surroundings& around, Channel& channel, Decoder decoder, const Open& open)
    : m_around(around), m_channel(channel), m_decoder(std::move(decoder)), m_open(open), m_replies(channel),
      m_buffer(kReceiveBuffer) {}

TargetSession::~TargetSession() = default;

void TargetSession::run() {
    ::pthread_setname_np(::pthread_self(), "apply");
    m_around.events(cluster::SessionBegun{number(), Incarnation{m_open.sourceStarts, m_open.sourceBoot}});
    Status status = begin();
    if (status)
        status = greet();
    if (status)
        status = follow();
    finish(status ? Error{ErrorCode::Cancelled, "replication session", "ended", 0} : status.error());
}

// An index that a failed apply left behind is made anew by a scan here.
Status TargetSession::begin() {
    if (auto opened = openCopy(m_around); !opened)
        return opened;
    m_applier = std::make_unique<Applier>(*m_around.shared.copy);
    return {};
}

Status TargetSession::greet() {
    const cluster::Record record = m_around.record.get();
    const ActivityLog& log = *m_around.shared.log;
    const Hello hello{kProtocolVersion, record.generation, record.complete,
                      log.base(),       log.nextBase(),    log.full()};
    if (auto sent = m_replies.send(hello); !sent)
        return sent;
    return sendLogEntries(log, m_replies);
}

Status TargetSession::follow() {
    for (;;) {
        if (m_ended.load(std::memory_order_acquire))
            return fail(ErrorCode::Cancelled, "replication session", "ended here");
        auto record = m_decoder.next();
        if (!record)
            return fail(std::move(record.error()));
        const Status done = *record ? handle(**record) : receiveMore();
        if (!done)
            return done;
    }
}

// While something is applied that the serving node has not heard of, it waits no longer than for the next
// report.
Status TargetSession::receiveMore() {
    auto got = m_channel.receive(m_buffer, untilProgress());
    if (!got && got.error().code == ErrorCode::Timeout)
        return sendProgress();
    if (!got)
        return fail(std::move(got.error()));
    m_decoder.feed(std::span(m_buffer).first(*got));
    return {};
}

Status TargetSession::handle(const Record& record) {
    const Status done = std::visit([this](const auto& r) { return on(r); }, record);
    if (!done)
        return done;
    // Never on the way of an fsync: its own answer says more.
    if (!std::holds_alternative<Sync>(record) && m_around.clock.now() - m_progressSent >= kProgressEvery)
        return sendProgress();
    return {};
}

Status TargetSession::sendProgress() {
    m_progressSent = m_around.clock.now();
    m_progressSaid = m_decoder.lastSeq();
    return m_replies.send(Progress{m_progressSaid.value});
}

std::optional<Duration> TargetSession::untilProgress() const {
    if (m_progressSaid == m_decoder.lastSeq())
        return {};
    return kProgressEvery;
}

Status TargetSession::on(const AskDigests&) {
    return answerDigests(*m_around.shared.copy, m_replies);
}

Status TargetSession::on(const AskListing& question) {
    return answerListing(*m_around.shared.copy, question.directory, m_replies);
}

Status TargetSession::on(const AskBlocks& question) {
    return answerBlocks(*m_applier, question, m_replies);
}

// Nothing is read from the stream, so nothing applied, until our record says durably that this copy is mixed.
Status TargetSession::on(const WillChange&) {
    m_around.events(cluster::SessionWillChange{number()});
    {
        std::unique_lock hold(m_mutex);
        m_changed.wait(hold, [this] { return m_mayApply || m_endReason; });
        if (m_endReason)
            return fail(ErrorCode::Cancelled, "replication session", "ended here");
    }
    return m_replies.send(MayChange{});
}

Status TargetSession::on(const InSync&) {
    {
        const std::lock_guard hold(m_mutex);
        if (!m_confirmed)
            return outOfPlace("InSync");
    }
    if (auto reset = m_around.shared.log->reset(m_base); !reset)
        return reset;
    m_around.events(cluster::SessionInSync{number()});
    return {};
}

Status TargetSession::on(const Bye& bye) {
    return fail(ErrorCode::Disconnected, "replication session", "ended by the serving node: " + bye.reason);
}

Status TargetSession::on(const Open&) {
    return outOfPlace("Open");
}

Status TargetSession::on(const Failed& failed) {
    return fail(ErrorCode::Disconnected, "replication session", "failed on the serving node: " + failed.what);
}

Status TargetSession::outOfPlace(const std::string& record) const {
    return fail(ErrorCode::InvalidInput, "replication stream", record + " is out of place here");
}

void TargetSession::end(Error why) {
    {
        const std::lock_guard hold(m_mutex);
        if (m_endReason)
            return;
        m_endReason = std::move(why);
        m_ended.store(true, std::memory_order_release);
    }
    m_changed.notify_all();
    m_pool.cancel();
    m_channel.shutdown();
}

void TargetSession::beginApplying() {
    const std::lock_guard hold(m_mutex);
    m_mayApply = true;
    m_changed.notify_all();
}

// Sent by a sync thread: the loop never waits for a socket.
void TargetSession::confirmSynchronised() {
    {
        const std::lock_guard hold(m_mutex);
        m_confirmed = true;
    }
    m_pool.postNow([this] { static_cast<void>(m_replies.send(Recorded{})); });
}

// The first reason counts: what was asked of us, or what a sync thread met, before the thread that applies.
void TargetSession::finish(Error why) {
    const bool failedHere = !isQuietEnd(why);
    if (failedHere)
        m_replies.fail(why);
    m_pool.stop();
    m_applier.reset();
    if (failedHere || m_replies.hasFailed())
        m_around.shared.copy.reset(); // the index may not be what is on the disk: the next session scans
    if (m_syncFailed.load())
        dropPageCache();
    {
        const std::lock_guard hold(m_mutex);
        if (m_endReason)
            why = *m_endReason;
    }
    m_around.events(cluster::SessionEnded{number(), std::move(why)});
    if (failedHere)
        sayGoodbye();
}

// Closing with unread bytes resets the connection, and the reason could be lost with it: read on for a
// moment.
void TargetSession::sayGoodbye() {
    const Instant until = m_around.clock.now() + kGoodbye;
    while (m_around.clock.now() < until && m_channel.receive(m_buffer, until - m_around.clock.now())) {
    }
}

} // namespace understudy::replication
