#pragma once
// A random schedule: settings, faults, an administrator, then calm, in which the cluster has to become whole
// again.

#include "simulation/world.h"

namespace understudy::simulation {

struct Run {
    std::uint64_t seed = 1;
    unsigned faults = 24; // how many before the calm
    std::string only;     // the name of a fault: no other one happens
    bool trace = false;
    std::function<void(const std::string&)> line;
};

struct Outcome {
    std::string violation; // empty: every invariant held
    std::set<std::string> rows;
    std::size_t acknowledged = 0;
    Duration simulated{};
};

Outcome runSeed(const Run& run);

} // namespace understudy::simulation
