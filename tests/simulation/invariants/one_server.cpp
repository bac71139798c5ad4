// Safety rule 2: two nodes may acknowledge at one instant only if a cut between them, or an administrator's
// force, is at its root. And two that can hear each other do not both hold the address for long.
#include "simulation/engine.h"
#include "simulation/invariants/all.h"

namespace understudy::simulation {

namespace {

using namespace std::chrono_literals;

class OneServer final : public Invariant {
public:
    const char* name() const override { return "one-server"; }

    // What the other one holds it may hear acknowledged late, from one that was frozen: nothing is lost by
    // it.
    void acknowledged(World& world, unsigned node, WriteId write) override {
        Machine& other = world.machine(1 - node);
        if (world.blindPauses || !other.active() || other.disk.content.has(write) ||
            !mayAcknowledge(world, 1 - node))
            return;
        if (!world.separatedOrForced(world.machine(node).disk.record.generation) &&
            !world.separatedOrForced(other.disk.record.generation))
            world.violate(name(), "both nodes acknowledge");
    }

    void stepped(World& world, unsigned) override {
        const bool both = world.machine(0).active() && world.machine(1).active() &&
                          world.machine(0).addressHeld && world.machine(1).addressHeld &&
                          world.network.healthy(0) && world.network.healthy(1);
        const auto& s = world.machine(0).settings;
        if (!both)
            m_since = world.timeline.now();
        else if (world.timeline.now() - m_since > s.heartbeatTimeout + s.stopBound + 10s)
            world.violate(name(), "both nodes hold the address");
    }

private:
    static bool mayAcknowledge(World& world, unsigned node) {
        const Source& source = world.machine(node).engine().source;
        const bool rests = source.granted().kind == Source::Grant::Alone ||
                           world.machine(1 - node).engine().target.feeds(source.granted().session);
        return source.mayAcknowledge() && rests;
    }

    Duration m_since{};
};

} // namespace

std::unique_ptr<Invariant> oneServer() {
    return std::make_unique<OneServer>();
}

} // namespace understudy::simulation
