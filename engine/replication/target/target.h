#pragma once
// The standby's side of replication: implements cluster::TargetPort. Open, it holds the copy and listens for
// the serving node on the replication port; closed, nobody can connect and not a byte of the copy changes.
//
// Threads: perform() and recordChanged() on the loop's thread, they return at once. A worker opens, closes
// and sets copies aside (a scan and a copy block). Each connection has a thread; the session's applies
// (session.h).
//
// Guarantees: after TargetClosed and after SessionEnded no byte of the session is applied or confirmed.
// Closing takes as long as the change or sync that is under way, and a scan if one is.

#include "base/worker.h"
#include "cluster/ports/replication_port.h"
#include "replication/target/reception.h"
#include "replication/target/set_aside.h"
#include "replication/target/surroundings.h"

namespace understudy::replication {

class Target final : public cluster::TargetPort {
public:
    // All references must outlive this. `serverContext` verifies that the peer is the other node.
    Target(ReplicationSettings settings, ssl_ctx_st* serverContext, const Clock& clock, SharedCopy& shared,
           cluster::EventSink events);
    ~Target() override; // as CloseTarget, without a word

    void perform(const cluster::OpenTarget&) override;
    void perform(const cluster::BeginApplying&) override;
    void perform(const cluster::ConfirmSynchronised&) override;
    void perform(const cluster::EndSession&) override;
    void perform(const cluster::CloseTarget&) override;
    void perform(const cluster::SetAsideCopy&) override;
    void recordChanged(const cluster::Record& record) override;

    // Connections that did not become a session (strangers, garbage, older sessions), and why the last one
    // did not. Any thread.
    std::uint64_t refusedConnections() const { return m_reception.refusedCount(); }
    std::string lastRefusal() const { return m_reception.lastRefusal(); }

private:
    void open(cluster::Ticket ticket);

    Surroundings m_around;
    Reception m_reception;
    SetAside m_setAside;
    Worker m_worker; // last: its jobs use the others
};

} // namespace understudy::replication
