// S16: two complete copies of one generation differ in nothing that was acknowledged before the last of them
// took part. Looked at when neither node serves.
#include "simulation/engine.h"
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class OneGenerationOneHistory final : public Invariant {
public:
    const char* name() const override { return "one-generation-one-history"; }

    void mounted(World& world, unsigned) override {
        if (!sameCompleteGeneration(world))
            return;
        for (const auto& [write, ack] : world.acknowledgements())
            if (world.machine(0).disk.content.has(write) != world.machine(1).disk.content.has(write))
                return world.violate(name(), "write " + std::to_string(write) + " is in one copy only");
    }

    void acknowledged(World& world, unsigned node, WriteId write) override {
        if (sameCompleteGeneration(world) && !world.machine(1 - node).disk.content.has(write))
            world.violate(name(), "write " + std::to_string(write) +
                                      " is acknowledged, and the other copy of its "
                                      "generation lacks it");
    }

private:
    static bool sameCompleteGeneration(World& world) {
        const cluster::Record& a = world.machine(0).disk.record;
        const cluster::Record& b = world.machine(1).disk.record;
        return a.complete && b.complete && a.generation == b.generation;
    }
};

} // namespace

std::unique_ptr<Invariant> oneGenerationOneHistory() {
    return std::make_unique<OneGenerationOneHistory>();
}

} // namespace understudy::simulation
