// S12: who says that it does not serve has no process of the application left, not even one that hangs.
#include "simulation/engine.h"
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class StoppedIsGone final : public Invariant {
public:
    const char* name() const override { return "stopped-is-gone"; }

    void stepped(World& world, unsigned node) override {
        const Engine& engine = world.machine(node).engine();
        if (engine.processesLeft() && !engine.core().facts().serving)
            world.violate(name(),
                          "node" + std::to_string(node + 1) + " does not serve, and its services are there");
    }
};

} // namespace

std::unique_ptr<Invariant> stoppedIsGone() {
    return std::make_unique<StoppedIsGone>();
}

} // namespace understudy::simulation
