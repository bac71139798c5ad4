// A copy is changed by one side only: from the moment at which it is opened to serve, nothing of a stream is
// applied to it.
#include "simulation/engine.h"
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class OneWriter final : public Invariant {
public:
    const char* name() const override { return "one-writer"; }

    void applied(World& world, unsigned node) override {
        if (world.machine(node).engine().source.opened())
            world.violate(name(),
                          "node" + std::to_string(node + 1) + " serves its copy and applies a stream to it");
    }
};

} // namespace

std::unique_ptr<Invariant> oneWriter() {
    return std::make_unique<OneWriter>();
}

} // namespace understudy::simulation
