#pragma once
// Private to fence: its program. It is a static executable that lies inside the engine's, so that a new fence
// can be started while no disk answers.

#include "base/descriptor.h"
#include "base/result.h"

namespace understudy::fence {

// A sealed file in memory that holds the program.
Result<Descriptor> programInMemory();

} // namespace understudy::fence
