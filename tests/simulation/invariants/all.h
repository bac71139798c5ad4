#pragma once
// One invariant per file; what each demands stands at its head.

#include "simulation/world.h"

namespace understudy::simulation {

std::unique_ptr<Invariant> keptSomewhere();
std::unique_ptr<Invariant> servingHoldsAll();
std::unique_ptr<Invariant> oneServer();
std::unique_ptr<Invariant> uptodateIsTrue();
std::unique_ptr<Invariant> recordBeforeAcknowledgement();
std::unique_ptr<Invariant> incompleteNeverServes();
std::unique_ptr<Invariant> oneGenerationOneHistory();
std::unique_ptr<Invariant> oneWriter();
std::unique_ptr<Invariant> stoppedIsGone();

} // namespace understudy::simulation
