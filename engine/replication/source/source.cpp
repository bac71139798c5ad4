#include "replication/source/source.h"

#include "replication/copy/folder_place.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace understudy::replication {

namespace {
using namespace std::chrono_literals;
}

Source::Source(ReplicationSettings settings, ssl_ctx_st* tls, const Clock& clock, Incarnation self,
               SharedCopy& shared, cluster::EventSink events, const Wakefulness* wakefulness)
    : m_settings(std::move(settings)), m_tls(tls), m_clock(clock), m_self(self), m_shared(shared),
      m_events(std::move(events)), m_acknowledgements(clock, wakefulness),
      m_outbox(clock,
               [this](const Error& error) {
                   if (const auto current = session())
                       current->cancel(error);
               }),
      m_disk(clock), m_watch([this] { watch(); }) {}

Source::~Source() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        if (m_session)
            m_session->cancel(Error{ErrorCode::Cancelled, "engine", "stops", 0});
    }
    m_stopWatch.notify_all();
    m_watch.join();
    m_acknowledgements.failAll(EIO);
}

std::shared_ptr<StandbySession> Source::session() const {
    const std::lock_guard lock(m_mutex);
    return m_session;
}

void Source::perform(const cluster::OpenSource& action) {
    m_work.post([this, ticket = action.ticket] { open(ticket); });
}

void Source::open(cluster::Ticket ticket) {
    const auto failed = [&](const Error& error) { m_events(cluster::SourceFailed{ticket, error}); };
    if (auto fine = refuseWithoutFuse(); !fine)
        return failed(fine.error());
    for (const FolderSettings& folder : m_settings.folders) {
        if (auto done = clearStaleMount(folder); !done)
            return failed(done.error());
        if (auto fine = refuseUnfit(folder, Missing::Refuse); !fine)
            return failed(fine.error());
    }
    for (const FolderSettings& folder : m_settings.folders)
        if (auto done = moveAside(folder, Missing::Refuse); !done)
            return failed(done.error());
    if (!m_shared.copy) {
        auto copy = Copy::open(m_settings.folders);
        if (!copy)
            return failed(copy.error());
        m_shared.copy = std::make_unique<Copy>(std::move(*copy));
    }
    if (!m_shared.log) {
        auto log = ActivityLog::open(m_settings.stateDirectory + "/" + m_settings.module + ".activity");
        if (!log)
            return failed(log.error());
        m_shared.log = std::move(*log);
    }
    m_acknowledgements.reopen();
    m_diskFailed = false;
    m_changes = std::make_unique<Changes>(*m_shared.copy, *m_shared.log, m_outbox, m_acknowledgements);
    m_changes->diskFailed = [this](const Error& error) { diskFailed(error); };
    m_changes->copiesMayDiffer = [this](const Error& error) {
        if (const auto current = session())
            current->cancel(error);
    };
    {
        const std::lock_guard lock(m_mutex);
        m_openTicket = ticket;
        m_closing = false;
    }
    m_events(cluster::SourceOpened{ticket});
}

void Source::perform(const cluster::Mount& action) {
    m_work.post([this, ticket = action.ticket] { mount(ticket); });
}

void Source::mount(cluster::Ticket ticket) {
    UNDERSTUDY_ASSERT(m_changes != nullptr);
    if (auto done = mountAll(); !done) {
        m_events(cluster::MountFailed{ticket, done.error()});
    } else {
        m_events(cluster::Mounted{ticket});
    }
}

Status Source::mountAll() {
    for (std::size_t i = 0; i < m_settings.folders.size(); ++i) {
        const FolderSettings& folder = m_settings.folders[i];
        const auto users = usersOf(pathsOf(folder).real);
        if (!users.empty()) {
            const FolderUser& user = users.front();
            return fail(ErrorCode::Busy, folder.path,
                        "process " + std::to_string(user.pid) + " (" + user.command +
                            ") uses the real folder behind it: " + user.what);
        }
        auto fileSystem = std::make_unique<FileSystem>(*m_changes, m_disk, folder, i);
        Descriptor root(::openat(m_changes->copy.rootFd(i), ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!root.isOpen())
            return fail(systemError(folder.path, "cannot be opened"));
        fileSystem->root = m_changes->inodes.remember(rootId(i), ObjectType::Directory, std::move(root));
        auto mounted = MountedFolder::open(*fileSystem, [this, path = folder.path] {
            diskFailed(Error{ErrorCode::Disconnected, path, "its mount was taken away", 0});
        });
        if (!mounted)
            return fail(mounted.error());
        m_fileSystems.push_back(std::move(fileSystem));
        const std::lock_guard lock(m_mutex);
        m_mounts.push_back(std::move(*mounted));
    }
    return {};
}

void Source::perform(const cluster::AttachStandby& action) {
    if (m_changes == nullptr) {
        m_events(
            cluster::StandbyLost{action.session, Error{ErrorCode::Cancelled, "replication", "is closed", 0}});
        return;
    }
    auto fresh = std::make_shared<StandbySession>(
        *m_changes, m_settings, m_tls, m_clock, m_progress, m_events,
        SessionOptions{action.session, m_self, action.generation, action.ancestors});
    {
        const std::lock_guard lock(m_mutex);
        if (m_session)
            m_session->cancel(Error{ErrorCode::Cancelled, "session", "is replaced by a new one", 0});
        m_session = fresh;
    }
    m_sessions.post([fresh] { fresh->run(); });
}

void Source::perform(const cluster::AcceptStandby&) {
    if (const auto current = session())
        current->accept();
}

void Source::perform(const cluster::DetachStandby&) {
    if (const auto current = session())
        current->cancel(Error{ErrorCode::Cancelled, "session", "given up", 0});
}

void Source::perform(const cluster::GrantNothing&) {
    m_acknowledgements.grantNothing();
}
void Source::perform(const cluster::GrantWithStandby& action) {
    m_acknowledgements.grantWithStandby(action.session);
}
void Source::perform(const cluster::GrantAlone&) {
    m_acknowledgements.grantAlone();
}

std::vector<Abortable> Source::abortables() const {
    const std::lock_guard lock(m_mutex);
    std::vector<Abortable> result;
    for (const auto& mounted : m_mounts)
        result.push_back(mounted->abortable());
    return result;
}

// Returned once, and it sticks: nothing is acknowledged any more, and the core hears of it once.
void Source::diskFailed(const Error& error) {
    cluster::Ticket ticket;
    {
        const std::lock_guard lock(m_mutex);
        const bool known =
            m_diskFailed.exchange(true); // noted while closing, too: nothing of the cache counts
        if (m_closing || known)
            return;
        ticket = m_openTicket;
    }
    m_acknowledgements.failAll(EIO);
    m_events(cluster::SourceFailed{ticket, error});
}

void Source::watch() {
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        m_stopWatch.wait_for(lock, 500ms, [this] { return m_stop; });
        if (const auto age = m_disk.becameStuck(m_settings.ownDiskBound)) {
            m_diskFailed = true;
            m_events(cluster::OwnDiskStuck{*age});
        }
    }
}

} // namespace understudy::replication
