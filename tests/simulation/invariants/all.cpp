#include "simulation/invariants/all.h"

namespace understudy::simulation {

std::vector<std::unique_ptr<Invariant>> allInvariants() {
    std::vector<std::unique_ptr<Invariant>> all;
    all.push_back(keptSomewhere());
    all.push_back(servingHoldsAll());
    all.push_back(oneServer());
    all.push_back(uptodateIsTrue());
    all.push_back(recordBeforeAcknowledgement());
    all.push_back(incompleteNeverServes());
    all.push_back(oneGenerationOneHistory());
    all.push_back(oneWriter());
    all.push_back(stoppedIsGone());
    return all;
}

} // namespace understudy::simulation
