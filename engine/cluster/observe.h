#pragma once
// What an event tells, before any decision: peer facts, clocks, which resources are up. False: the event is
// an answer to something that is no longer asked, and must not be judged at all.

#include "cluster/core.h"
#include "cluster/state.h"

namespace understudy::cluster {

[[nodiscard]] bool observe(Memory& memory, const Event& event, const Moment& moment);

} // namespace understudy::cluster
