#include "replication/target/reception.h"

#include <fcntl.h>
#include <sys/socket.h>

namespace understudy::replication {

namespace {

using namespace std::chrono_literals;

constexpr Duration kHandshakeBound = 5s;
constexpr Duration kOpenBound = 5s;
constexpr std::size_t kMostVisitors = 64; // threads, whatever arrives

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

Status Reception::open() {
    {
        const std::lock_guard hold(m_mutex);
        m_closing = false;
    }
    auto listening = Listening::open(m_around.settings.ownAddress, m_around.settings.port,
                                     [this](Descriptor socket) { accepted(std::move(socket)); });
    if (!listening)
        return fail(std::move(listening.error()));
    m_listening = std::move(*listening);
    return {};
}

void Reception::close() {
    m_listening.reset();
    endAll(Error{ErrorCode::Cancelled, "replication session", "this node stops being a standby", 0});
    std::unique_lock hold(m_mutex);
    m_changed.wait(hold, [this] {
        for (const Visitor& visitor : m_visitors)
            if (!visitor.done)
                return false;
        return true;
    });
    reap();
}

void Reception::endAll(Error why) {
    const std::lock_guard hold(m_mutex);
    m_closing = true;
    if (m_session != nullptr)
        m_session->end(std::move(why));
    for (const Visitor& visitor : m_visitors)
        if (visitor.socket.isOpen())
            ::shutdown(visitor.socket.get(), SHUT_RDWR);
    m_changed.notify_all();
}

std::string Reception::lastRefusal() const {
    const std::lock_guard hold(m_mutex);
    return m_lastRefusal;
}

// The lock is held. Threads of those who are done end by themselves in a moment.
void Reception::reap() {
    for (auto visitor = m_visitors.begin(); visitor != m_visitors.end();) {
        if (visitor->done) {
            visitor->thread.join();
            visitor = m_visitors.erase(visitor);
        } else {
            ++visitor;
        }
    }
}

// Strangers cannot keep the serving node out by holding connections: the oldest that waits makes room.
void Reception::accepted(Descriptor socket) {
    const std::lock_guard hold(m_mutex);
    reap();
    if (m_closing || m_visitors.size() >= kMostVisitors) {
        ++m_refused;
        return;
    }
    std::size_t waiting = 0;
    for (const Visitor& visitor : m_visitors)
        waiting += !visitor.admitted && visitor.socket.isOpen() ? 1 : 0;
    for (Visitor& visitor : m_visitors) {
        if (waiting < kMostWaiting)
            break;
        if (visitor.admitted || !visitor.socket.isOpen())
            continue;
        ::shutdown(visitor.socket.get(), SHUT_RDWR);
        visitor.socket.reset();
        --waiting;
    }
    Descriptor second(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
    if (!second.isOpen()) {
        ++m_refused;
        return;
    }
    Visitor& visitor = m_visitors.emplace_back();
    visitor.socket = std::move(second);
    visitor.thread = std::thread(
        [this, &visitor, mine = std::move(socket)]() mutable { receive(visitor, std::move(mine)); });
}

void Reception::receive(Visitor& visitor, Descriptor socket) {
    auto channel = Channel::open(std::move(socket), m_around.context, Channel::Side::Server, kHandshakeBound);
    const Status done = channel ? converse(visitor, **channel) : fail(channel.error());
    if (channel)
        channel->reset();
    const std::lock_guard hold(m_mutex);
    if (!done) {
        ++m_refused;
        m_lastRefusal = done.error().toString();
    }
    visitor.socket.reset();
    visitor.done = true;
    m_changed.notify_all();
}

// An Error: it did not become a session.
Status Reception::converse(Visitor& visitor, Channel& channel) {
    Decoder decoder;
    auto open = readOpen(channel, decoder);
    Status welcome;
    if (!open)
        welcome = fail(open.error());
    else
        welcome = checkOpen(*open);
    if (welcome) {
        TargetSession session(m_around, channel, std::move(decoder), *open);
        welcome = admit(visitor, session, *open);
        if (welcome) {
            session.run();
            leave();
            return {};
        }
    }
    Replies(channel).fail(welcome.error());
    return welcome;
}

Result<Open> Reception::readOpen(Channel& channel, Decoder& decoder) const {
    std::vector<std::uint8_t> buffer(16u << 10);
    const auto until = std::chrono::steady_clock::now() + kOpenBound;
    for (;;) {
        auto record = decoder.next();
        if (!record)
            return fail(std::move(record.error()));
        if (*record) {
            if (const auto* open = std::get_if<Open>(&**record))
                return *open;
            return fail(ErrorCode::InvalidInput, channel.peer(), "did not begin with Open");
        }
        auto got = channel.receive(buffer, std::max<Duration>(until - std::chrono::steady_clock::now(), 0s));
        if (!got)
            return fail(std::move(got.error()));
        decoder.feed(std::span(buffer).first(*got));
    }
}

Status Reception::checkOpen(const Open& open) const {
    const ReplicationSettings& own = m_around.settings;
    const std::string node(nodeName(own.self));
    if (open.version != kProtocolVersion)
        return fail(ErrorCode::VersionMismatch, node,
                    "speaks version " + std::to_string(kProtocolVersion) + " of the replication, not " +
                        std::to_string(open.version));
    if (open.module != own.module)
        return fail(ErrorCode::Refused, node, "has the module " + own.module + ", not " + open.module);
    std::vector<std::string> folders;
    for (const FolderSettings& folder : own.folders)
        folders.push_back(folder.name);
    if (open.folders != folders)
        return fail(ErrorCode::Refused, node,
                    "replicates the folders " + joined(folders) + ", not " + joined(open.folders));
    if (open.session == 0 || open.sourceStarts == 0)
        return fail(ErrorCode::InvalidInput, node, "cannot tell which session this is");
    return {};
}

// Waits until the session before this one has ended, which it has to at once.
Status Reception::admit(Visitor& visitor, TargetSession& session, const Open& open) {
    const std::pair key(open.sourceStarts, open.session);
    std::unique_lock hold(m_mutex);
    if (key <= m_latest)
        return fail(ErrorCode::Refused, std::string(nodeName(m_around.settings.self)),
                    "has seen session " + std::to_string(m_latest.second) + " of engine start " +
                        std::to_string(m_latest.first) + " and does not go back to " +
                        std::to_string(open.session) + " of " + std::to_string(open.sourceStarts));
    m_latest = key;
    if (m_session != nullptr)
        m_session->end(Error{ErrorCode::Cancelled, "replication session", "replaced by a later one", 0});
    m_changed.wait(hold, [&] { return m_session == nullptr || m_closing || m_latest != key; });
    if (m_closing)
        return fail(ErrorCode::Cancelled, "replication session", "this node stops being a standby");
    if (m_latest != key)
        return fail(ErrorCode::Refused, "replication session", "replaced by a later one");
    m_session = &session;
    visitor.admitted = true;
    return {};
}

void Reception::leave() {
    const std::lock_guard hold(m_mutex);
    m_session = nullptr;
    m_changed.notify_all();
}

} // namespace understudy::replication
