// Safety rule 3: an acknowledgement rests on the standby's durable copy, or on the durable record that this
// generation is alone.
#include "simulation/engine.h"
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

class RecordBeforeAcknowledgement final : public Invariant {
public:
    const char* name() const override { return "record-before-acknowledgement"; }

    void granted(World& world, unsigned node) override {
        const Disk& disk = world.machine(node).disk;
        const auto& grant = world.machine(node).engine().source.granted();
        if (grant.kind == Source::Grant::Alone &&
            (disk.record.generation != grant.generation || disk.record.lastRole != cluster::Role::Alone))
            world.violate(name(), "it may acknowledge alone, and the record does not say so");
        if (grant.kind == Source::Grant::Standby && disk.record.lastRole != cluster::Role::Prim)
            world.violate(name(), "it may acknowledge with the standby, and the record does not say so");
    }

    void acknowledged(World& world, unsigned node, WriteId write) override {
        const Disk& disk = world.machine(node).disk;
        const auto& grant = world.machine(node).engine().source.granted();
        if (!disk.durable.has(write))
            world.violate(name(), "acknowledged, and not durable here");
        if (grant.kind == Source::Grant::Alone &&
            (disk.record.generation != grant.generation || disk.record.lastRole != cluster::Role::Alone))
            world.violate(name(), "acknowledged alone, and the record does not say so");
        const Disk& there = world.machine(1 - node).disk; // or was, when it confirmed
        if (grant.kind == Source::Grant::Standby && !there.durable.has(write) && !there.lost.has(write))
            world.violate(name(), "acknowledged with the standby, and not durable there");
    }
};

} // namespace

std::unique_ptr<Invariant> recordBeforeAcknowledgement() {
    return std::make_unique<RecordBeforeAcknowledgement>();
}

} // namespace understudy::simulation
