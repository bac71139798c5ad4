// Safety rules 1 and 4: whoever may acknowledge, shows the folder, starts the application or takes the
// address holds everything that was ever acknowledged. What was under way when a node froze may still happen
// after it woke (S14): a mount may end while nothing is granted, as if it had ended before. What a node then
// begins by itself, the services and the address, it may begin only after the other one has answered.
#include "simulation/engine.h"
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class ServingHoldsAll final : public Invariant {
public:
    const char* name() const override { return "serving-holds-all"; }
    void granted(World& world, unsigned node) override { check(world, node); }
    void mounted(World& world, unsigned node) override {
        if (world.machine(node).engine().source.granted().kind != Source::Grant::Nothing)
            begins(world, node);
    }
    void begins(World& world, unsigned node) override {
        if (!world.machine(node).engine().isInDoubt()) // else: frozen in the middle of it, and not yet seen
            check(world, node);
    }

private:
    void check(World& world, unsigned node) {
        const auto gaps = world.unexcusedGaps(node);
        if (!gaps.empty())
            world.violate(name(), "node" + std::to_string(node + 1) + " serves without write " +
                                      std::to_string(gaps.front()));
    }
};

} // namespace

std::unique_ptr<Invariant> servingHoldsAll() {
    return std::make_unique<ServingHoldsAll>();
}

} // namespace understudy::simulation
