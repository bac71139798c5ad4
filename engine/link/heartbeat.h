#pragma once
// The heartbeat: one thread and one UDP socket per network. It sends this node's facts every interval and at
// once when they change, and turns what comes from the peer into events of the decision core. It waits for
// nothing but its sockets and its timer, never for a disk and never for the loop. The protocol is in
// packet.h, what packets mean in peer_watch.h.
//
// Events: PeerHeard for every new packet; PeerSilent once when every network was silent for the timeout or
// the peer's decision loop stands still (S15); Paused when this thread itself did not run for longer than the
// timeout (S14), before anything else is said; PeerFenced for every "fenced" of an engine not older than the
// newest heard (it is sent several times). They come on the heartbeat thread.

#include "base/clock.h"
#include "base/result.h"
#include "base/wakefulness.h"
#include "cluster/facts.h"
#include "cluster/ports/event_sink.h"
#include "link/counters.h"
#include "link/packet.h"
#include "link/peer_watch.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

class QThread;

namespace understudy::link {

struct HeartbeatShared; // what owner and thread both touch

struct HeartbeatSettings {
    struct Network {
        std::string ownAddress;  // numeric, IPv4 or IPv6
        std::string peerAddress; // numeric, same family
    };

    NodeId self = NodeId::Node1;
    Incarnation incarnation;
    Conversation conversation;
    std::vector<Network> networks;
    std::uint16_t port = 0; // 0: heartbeatPort(conversation.module); the same on both nodes
    Duration interval = std::chrono::seconds(1);
    Duration timeout = std::chrono::seconds(30); // more than the interval
    Duration stuckAfter = std::chrono::seconds(10);
    // An own pause of so long is told (S14): shorter than the time in which the peer gives up a standby.
    Duration pauseAfter{};
    Wakefulness* wakefulness =
        nullptr; // fed by the heartbeat's thread; its bound is `pauseAfter`; outlives it
};

class Heartbeat {
public:
    // Binds the sockets and starts the thread. Nothing is sent before the first publish(); silence is
    // measured from here. `clock` outlives the Heartbeat. Errors: a setting that makes no sense, a port that
    // is taken (Busy, with its holder).
    static Result<std::unique_ptr<Heartbeat>> start(HeartbeatSettings settings, cluster::EventSink sink,
                                                    const Clock& clock);
    ~Heartbeat(); // joins the thread; no event comes afterwards

    // What is sent from now on; at once when anything but the steps changed. Any thread; does not wait.
    void publish(const cluster::NodeFacts& facts);

    // The decision loop counts its steps here; each packet takes the value fresh (S15).
    std::atomic<std::uint64_t>& steps();

    LinkCounters counters() const;               // any thread
    std::vector<NetworkHealth> networks() const; // any thread

    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

private:
    Heartbeat(std::unique_ptr<HeartbeatShared> shared, std::unique_ptr<QThread> thread);

    std::unique_ptr<HeartbeatShared> m_shared;
    std::unique_ptr<QThread> m_thread;
};

} // namespace understudy::link
