#pragma once
// What others see of the memory: the peer (facts), people (view). They only read.

#include "cluster/core.h"
#include "cluster/state.h"

namespace understudy::cluster {

NodeState shownState(Phase phase);
NodeState shownState(const Memory& memory);
Colour shownColour(const Memory& memory);
NodeFacts factsOf(const Memory& memory);
NodeView viewOf(const Memory& memory);
std::vector<Outlook> outlookOf(const Memory& memory);
const char* phaseName(Phase phase);

} // namespace understudy::cluster
