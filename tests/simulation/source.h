#pragma once
// The serving side of replication, as far as decisions can see it: what is acknowledged, on what it rests,
// and what the standby is sent. Acknowledgements are given here, in the node, on other threads than the
// loop's: they do not wait for a step of the core.

#include "base/result.h"
#include "cluster/actions.h"
#include "simulation/network.h"
#include "simulation/write_set.h"

#include <map>
#include <optional>

namespace understudy::simulation {

class World;
class Machine;

class Source {
public:
    Source(World& world, Machine& machine) : m_world(world), m_machine(machine) {}

    void perform(const cluster::OpenSource& action);
    void perform(const cluster::Mount& action);
    void perform(const cluster::AttachStandby& action);
    void perform(const cluster::AcceptStandby& action);
    void perform(const cluster::DetachStandby& action);
    void perform(const cluster::CloseSource& action);
    void perform(const cluster::GrantNothing&) { grant(Grant{}); }
    void perform(const cluster::GrantWithStandby& action) {
        grant(Grant{Grant::Standby, action.session, {}});
    }
    void perform(const cluster::GrantAlone& action) { grant(Grant{Grant::Alone, {}, action.generation}); }

    void write(bool sync); // by the application
    void watch();          // once a second: barriers overdue
    void closeConnection();
    void vanish(); // power cut: nothing that waited to be sent leaves any more
    void diskStuck();
    void watchDisk();
    void breakStream() { lose(Error{ErrorCode::Disconnected, "stream", "reset", 0}); }

    bool opened() const { return m_isOpen; }
    bool mounted() const { return m_mounted; }
    bool hasPending() const { return !m_pending.empty(); }
    // May it acknowledge, if the standby answers?
    bool mayAcknowledge() const;
    struct Grant {
        enum Kind : std::uint8_t { Nothing, Standby, Alone } kind = Nothing;
        SessionNumber session;
        Generation generation;
    };
    const Grant& granted() const { return m_grant; }

    // ---- from the standby, on the stream
    struct Hello {
        std::uint64_t standbyLife = 0;
        bool complete = false;
        Generation generation;
    };
    void onHello(SessionNumber session, const Hello& hello);
    void onGo(SessionNumber session);
    void onChunkApplied(SessionNumber session);
    void onRecorded(SessionNumber session);
    void onConfirmed(SessionNumber session, std::uint64_t barrier);
    void onEnded(SessionNumber session, const Error& error);

private:
    struct Pending {
        WriteId write;
        std::uint64_t barrier = 0; // of the current session, 0: sent in none
        bool local = false;
        bool confirmed = false;
        Instant since{};
    };
    struct Session {
        SessionNumber number;
        Generation generation;
        std::vector<Generation> ancestors;
        std::shared_ptr<Connection> connection;
        bool streaming = false; // live changes go along
        bool marked = false;    // the standby may have recorded it
        bool changes = false;
        Instant begunAt{};
        std::map<std::uint64_t, Instant> barriers; // unconfirmed, since
    };

    void grant(Grant grant);
    void acknowledge();
    void lose(Error error);
    void send(std::function<void(class Target&)> message);
    void sendChunk();
    void sendMarker();
    std::uint64_t sendBarrier();
    void finishClosing(bool drained);

    World& m_world;
    Machine& m_machine;
    cluster::Ticket m_open{};
    cluster::Ticket m_closing{};
    bool m_isOpen = false;
    bool m_mounted = false;
    bool m_saidStuck = false;
    bool m_held = false; // from the marker to the next grant
    std::uint64_t m_drainBarrier = 0;
    Grant m_grant;
    std::vector<Pending> m_pending;
    std::optional<Session> m_session;
    std::uint64_t m_nextBarrier = 1;
};

} // namespace understudy::simulation
