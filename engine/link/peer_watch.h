#pragma once
// What the packets of the peer mean: which are new, how long it has been silent, whether its decision loop
// moves, whether this node itself stood still. Pure: time comes in, nothing goes out but return values; owned
// by the heartbeat thread (and by tests with times of their own).
//
// Replay: of all packets only those of the newest incarnation, with a growing sequence, are new. The same
// sequence over a second network is a duplicate and counts for that network's health only.
// Silence is measured from the later of "last heard" and "own last wake-up" (safety rule S14).

#include "base/clock.h"
#include "link/packet.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace understudy::link {

struct NetworkHealth {
    std::string ownAddress;
    std::string peerAddress;
    std::uint64_t sent = 0;
    std::uint64_t sendFailures = 0;
    std::uint64_t received = 0;        // authentic, of the newest incarnation
    std::optional<Instant> lastHeard;  // this node's clock
    std::optional<Duration> roundTrip; // smoothed (RFC 6298's 1/8)
    double loss = 0;                   // share of the last 64 packets of the peer that did not come this way
};

class PeerWatch {
public:
    struct Settings {
        Incarnation self;
        std::size_t networks = 1;
        Duration timeout;    // silence on every network
        Duration stuckAfter; // the peer's steps stand still although packets come
        Duration pauseAfter; // an own pause of so long is told
    };

    enum class Verdict : std::uint8_t {
        New,
        NewIncarnation, // new, and the first of a later engine of the peer
        Duplicate,      // the same packet over another network
        OldIncarnation,
        Replayed,
        Stuck, // new, but the peer counts as silent until its decision loop moves again
    };

    PeerWatch(Settings settings, Instant start);

    // First thing after every wake-up of the thread. The gap, if the thread did not run for so long that it
    // has to be told: then everything is measured anew from now.
    std::optional<Duration> notice(Instant now);

    std::uint64_t nextSequence() { return ++m_sequence; }
    Echo echoFor(std::size_t network, Instant now) const;

    Verdict heard(std::size_t network, const HeartbeatPacket& packet, Instant now);
    bool isFromOldIncarnation(const FencedPacket& packet) const;

    // True when the peer has received something sent after this node's last wake-up. Valid for the packet
    // that was last judged New.
    bool answersLatest() const;

    // The silence, once, when it has become too long; again only after the peer was heard or this node woke
    // up from a pause.
    std::optional<Duration> becameSilent(Instant now);
    std::optional<Instant> deadline() const; // when becameSilent may next have something to say

    // Health as far as packets of the peer show it (no addresses, nothing about sending).
    NetworkHealth health(std::size_t network) const;

private:
    struct Network {
        std::uint64_t received = 0;
        std::uint64_t newest = 0;   // sequence
        std::uint64_t window = 0;   // bit i: sequence newest - i came
        std::uint64_t expected = 0; // how many of the window count, at most 64
        Instant peerSentAt{};
        std::optional<Instant> heardAt;
        std::optional<Duration> roundTrip;
    };

    bool admit(Network& network, std::uint64_t sequence); // false: this network has seen it
    void begin(const Incarnation& incarnation, Instant now);
    void measure(Network& network, const HeartbeatPacket& packet, Instant now);
    bool followSteps(const HeartbeatPacket& packet, Instant now); // false: stuck
    Instant silentSince() const;
    Instant stillSince() const;

    Settings m_settings;
    std::vector<Network> m_networks;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_sequenceAtWake = 0; // sent before the last wake-up
    Instant m_wokeAt;
    Instant m_ranAt;

    Incarnation m_peer; // newest heard
    std::uint64_t m_newest = 0;
    std::uint64_t m_echoed = 0; // newest sequence of ours that this incarnation of the peer has received
    std::optional<Instant> m_heardAt;
    std::uint64_t m_steps = 0;
    Instant m_stepsMovedAt;
    bool m_silent = false;
    bool m_stuck = false; // silent because its steps stand still
};

} // namespace understudy::link
