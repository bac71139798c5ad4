#pragma once
// Who may come in through the replication port: TLS with the other node's certificate, then an Open that fits
// this module, then one session at a time. An Open of a later (engine start, session) ends the session before
// it; one that is not later is refused. Whoever does not fit is told why, counted, and has no effect.
//
// Threads: open() and close() on Target's worker; one thread per connection; the rest from the loop.

#include "replication/target/listening.h"
#include "replication/target/session.h"

#include <atomic>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace understudy::replication {

class Reception {
public:
    static constexpr std::size_t kMostWaiting = 16; // connections that have not said a valid Open

    explicit Reception(Surroundings& around) : m_around(around) {}
    ~Reception() { close(); }

    Status open();          // listens
    void close();           // no connection has a thread any more when this returns: nothing is applied
    void endAll(Error why); // any thread, returns at once: what close() waits for ends

    // Calls `what` with the session of this number, if it is the current one. `what` must not block.
    template <typename What> void withSession(SessionNumber number, const What& what) {
        const std::lock_guard hold(m_mutex);
        if (m_session != nullptr && m_session->number() == number)
            what(*m_session);
    }

    std::uint64_t refusedCount() const { return m_refused.load(std::memory_order_relaxed); }
    std::string lastRefusal() const;

private:
    struct Visitor {
        Descriptor socket; // a second descriptor: ends the connection while another thread works on the first
        std::thread thread;
        bool admitted = false;
        bool done = false;
    };

    void accepted(Descriptor socket);
    void receive(Visitor& visitor, Descriptor socket);
    Status converse(Visitor& visitor, Channel& channel);
    Result<Open> readOpen(Channel& channel, Decoder& decoder) const;
    Status checkOpen(const Open& open) const;
    Status admit(Visitor& visitor, TargetSession& session, const Open& open);
    void leave();
    void reap();

    Surroundings& m_around;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::list<Visitor> m_visitors;
    TargetSession* m_session = nullptr;
    std::pair<std::uint64_t, std::uint64_t> m_latest{}; // engine start and session of the last admitted Open
    bool m_closing = true;
    std::string m_lastRefusal;
    std::atomic<std::uint64_t> m_refused{0};
    std::unique_ptr<Listening> m_listening;
};

} // namespace understudy::replication
