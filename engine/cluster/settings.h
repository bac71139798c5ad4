#pragma once
// What the decisions depend on, fixed for the life of a core.

#include "base/clock.h"
#include "base/ids.h"

#include <algorithm>

namespace understudy::cluster {

enum class BootPolicy : std::uint8_t { AsBefore, On, Off };

struct CoreSettings {
    NodeId self = NodeId::Node1;
    Duration heartbeatTimeout = std::chrono::seconds(30);
    // How often the peer is expected to be heard. Silence shorter than a few of these proves nothing (S2).
    Duration heartbeatInterval = std::chrono::seconds(1);
    Duration standbyTimeout =
        std::chrono::seconds(5);                    // a standby that does not confirm for so long is dropped
    Duration stopBound = std::chrono::seconds(60);  // a stop that takes longer is forced
    unsigned maxLoop = 3;                           // local restarts of a failed application ...
    Duration loopInterval = std::chrono::hours(24); // ... within this time
    bool failover = true;                           // false: no automatic takeover or hand-over
    BootPolicy boot = BootPolicy::AsBefore;

    // An own pause from which on the peer may have drawn conclusions before it ended: half of its patience,
    // since it began before the pause to wait. The link tells every one of them as Paused (S14).
    Duration pauseToTell() const { return std::min(heartbeatTimeout, standbyTimeout) / 2; }
};

} // namespace understudy::cluster
