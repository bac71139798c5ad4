// S2: a SECOND that is shown uptodate holds every acknowledged change.
#include "simulation/engine.h"
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class UptodateIsTrue final : public Invariant {
public:
    const char* name() const override { return "uptodate-is-true"; }
    void acknowledged(World& world, unsigned node, WriteId) override { check(world, 1 - node); }
    void stepped(World& world, unsigned node) override { check(world, node); }

private:
    void check(World& world, unsigned node) {
        Machine& m = world.machine(node);
        if (!m.active() || m.engine().view().state != cluster::NodeState::Second ||
            m.engine().view().data != cluster::DataStatus::UpToDate)
            return;
        if (m.engine().isInDoubt() || world.timeline.now() - m.resumedAt() < std::chrono::milliseconds(50))
            return; // it has not yet seen that it was frozen
        const auto gaps = world.unexcusedGaps(node);
        if (!gaps.empty())
            world.violate(name(), "node" + std::to_string(node + 1) + " is shown uptodate without write " +
                                      std::to_string(gaps.front()));
    }
};

} // namespace

std::unique_ptr<Invariant> uptodateIsTrue() {
    return std::make_unique<UptodateIsTrue>();
}

} // namespace understudy::simulation
