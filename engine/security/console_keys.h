#pragma once
// The key and certificate of the door to the network: console.crt, console.key beside the other keys, 0600,
// handed to the gateway by the engine. They are of the cluster's CA, so that who trusts it trusts the
// console, but not the node's own: the gateway stands on the network, and the node's key makes an engine.
// This pair is for servers only and of another name, and the nodes accept neither from each other (tls.h,
// control_tls.h). Blocks for the disk; any thread, one at a time.

#include "base/clock.h"
#include "security/certificates.h"

namespace understudy::security {

struct ConsoleKeys {
    std::string certificate; // PEM
    std::string key;         // PEM

    bool operator==(const ConsoleKeys&) const = default;
};

// What lies in `folder`, if it is of this CA, names all of `own` and `virtualIps` and its end is not near;
// else a new pair, made with ca.key and saved durably. `now`: of the wall clock.
Result<ConsoleKeys> consoleKeys(const std::string& folder, const KeySet& keys, const NodeNames& own,
                                const std::vector<std::string>& virtualIps, WallTime now);

} // namespace understudy::security
