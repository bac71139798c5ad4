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
        const Disk& a = world.machine(0).disk;
        const Disk& b = world.machine(1).disk;
        if (!a.record.complete || !b.record.complete || a.record.generation != b.record.generation)
            return;
        for (const auto& [write, ack] : world.acknowledgements())
            if (a.content.has(write) != b.content.has(write))
                return world.violate(name(), "write " + std::to_string(write) + " is in one copy only");
    }
};

} // namespace

std::unique_ptr<Invariant> oneGenerationOneHistory() {
    return std::make_unique<OneGenerationOneHistory>();
}

} // namespace understudy::simulation
