#pragma once
#include "cluster/events.h"

#include <functional>

namespace understudy::cluster {

// How every part hands its completions and facts to the decision loop. May be called from any thread, never
// blocks, and never runs the core in the caller's stack: the event is queued.
using EventSink = std::function<void(Event)>;

} // namespace understudy::cluster
