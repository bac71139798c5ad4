// Safety rule 4: a copy in the middle of a synchronisation is never shown to the application, unless an
// administrator forced it.
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class IncompleteNeverServes final : public Invariant {
public:
    const char* name() const override { return "incomplete-never-serves"; }

    void mounted(World& world, unsigned node) override {
        const Disk& disk = world.machine(node).disk;
        if (disk.mixed || !disk.record.complete)
            world.violate(name(), "node" + std::to_string(node + 1) + " mounts an incomplete copy");
    }

    void recorded(World& world, unsigned node, const cluster::Record&) override {
        const Disk& disk = world.machine(node).disk;
        if (disk.mixed && disk.record.complete)
            world.violate(name(), "node" + std::to_string(node + 1) + " records a mixed copy as complete");
    }
};

} // namespace

std::unique_ptr<Invariant> incompleteNeverServes() {
    return std::make_unique<IncompleteNeverServes>();
}

} // namespace understudy::simulation
