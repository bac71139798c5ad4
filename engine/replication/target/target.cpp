#include "replication/target/target.h"

namespace understudy::replication {

namespace {
const Error kStopping{ErrorCode::Cancelled, "replication session", "this node stops being a standby", 0};
}

Target::Target(ReplicationSettings settings, ssl_ctx_st* serverContext, const Clock& clock,
               SharedCopy& shared, cluster::EventSink events)
    : m_around{std::move(settings), serverContext, clock, shared, std::move(events), {}},
      m_reception(m_around) {}

Target::~Target() {
    m_setAside.cancel();
    m_reception.endAll(kStopping);
    m_worker.post([this] { m_reception.close(); });
}

void Target::perform(const cluster::OpenTarget& action) {
    m_worker.post([this, ticket = action.ticket] { open(ticket); });
}

void Target::open(cluster::Ticket ticket) {
    Status opened = openCopy(m_around);
    if (opened)
        opened = m_reception.open();
    if (opened)
        m_around.events(cluster::TargetOpened{ticket});
    else
        m_around.events(cluster::TargetFailed{ticket, opened.error()});
}

void Target::perform(const cluster::BeginApplying& action) {
    m_reception.withSession(action.session, [](TargetSession& session) { session.beginApplying(); });
}

void Target::perform(const cluster::ConfirmSynchronised& action) {
    m_reception.withSession(action.session, [](TargetSession& session) { session.confirmSynchronised(); });
}

void Target::perform(const cluster::EndSession& action) {
    m_reception.withSession(action.session, [](TargetSession& session) {
        session.end(Error{ErrorCode::Cancelled, "replication session", "given up by this node", 0});
    });
}

// What the worker may be doing is told to end at once; the word that it has comes behind it.
void Target::perform(const cluster::CloseTarget& action) {
    m_setAside.cancel();
    m_reception.endAll(kStopping);
    m_worker.post([this, ticket = action.ticket] {
        m_reception.close();
        m_setAside.reset();
        m_around.events(cluster::TargetClosed{ticket});
    });
}

void Target::perform(const cluster::SetAsideCopy& action) {
    m_worker.post([this, ticket = action.ticket] {
        if (auto kept = m_setAside.run(m_around.settings.folders, m_around.clock.wall()); kept)
            m_around.events(cluster::CopySetAside{ticket});
        else
            m_around.events(cluster::SetAsideFailed{ticket, kept.error()});
    });
}

void Target::recordChanged(const cluster::Record& record) {
    m_around.record.set(record);
}

} // namespace understudy::replication
