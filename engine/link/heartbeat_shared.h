#pragma once
// Private to link: what the owner of a Heartbeat and its thread both touch.

#include "base/descriptor.h"
#include "link/heartbeat.h"

#include <QHostAddress>

#include <mutex>
#include <optional>

namespace understudy::link {

struct HeartbeatShared {
    HeartbeatShared(HeartbeatSettings chosen, cluster::EventSink events, const Clock& time, Descriptor wakeUp,
                    std::vector<NetworkHealth> networks)
        : settings(std::move(chosen)), sink(std::move(events)), clock(time), wake(std::move(wakeUp)),
          startedAt(clock.now()), health(std::move(networks)) {}

    const HeartbeatSettings settings;
    const cluster::EventSink sink;
    const Clock& clock;
    Descriptor wake; // eventfd: the facts have changed
    const Instant startedAt;
    AtomicLinkCounters counters;
    std::atomic<std::uint64_t> steps = 0;

    std::mutex mutex; // held for copies only
    std::optional<cluster::NodeFacts> facts;
    std::vector<NetworkHealth> health;
};

struct BoundNetwork {
    Descriptor socket;
    QHostAddress peer;
};

// Runs in the heartbeat thread until its event loop is asked to quit.
void runHeartbeat(HeartbeatShared& shared, std::vector<BoundNetwork> networks);

} // namespace understudy::link
