#pragma once
// Events said by hand in a transcript, for rows that a run reaches only by rare luck:
//   inject node2 PeerHeard serving=yes kin=diverged closed=all
//   inject node2 SessionBegun 7

#include "simulation/world.h"

#include <sstream>

namespace understudy::simulation {

cluster::Event injected(World& world, unsigned node, std::istringstream& words);
const char* actionName(const cluster::Action& action);

} // namespace understudy::simulation
