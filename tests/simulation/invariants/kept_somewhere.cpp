// Safety rules 1 and 5: what was acknowledged is on some copy, or in one that was kept beside, at every
// instant.
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class KeptSomewhere final : public Invariant {
public:
    const char* name() const override { return "kept-somewhere"; }
    void recorded(World& world, unsigned, const cluster::Record&) override { check(world); }
    void granted(World& world, unsigned) override { check(world); }

private:
    void check(World& world) {
        const Disk& a = world.machine(0).disk;
        for (const WriteId w : world.everAcknowledged().without(a.content))
            if (!elsewhere(world, w))
                return world.violate(name(), "write " + std::to_string(w) + " is nowhere");
    }
    bool elsewhere(World& world, WriteId w) {
        for (unsigned node = 0; node < 2; ++node) {
            const Disk& disk = world.machine(node).disk;
            if (disk.content.has(w))
                return true;
            for (const WriteSet& aside : disk.aside)
                if (aside.has(w))
                    return true;
        }
        return false;
    }
};

} // namespace

std::unique_ptr<Invariant> keptSomewhere() {
    return std::make_unique<KeptSomewhere>();
}

} // namespace understudy::simulation
