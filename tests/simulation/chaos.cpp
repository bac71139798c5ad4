#include "simulation/chaos.h"

#include "simulation/engine.h"
#include "simulation/faults.h"

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

namespace {

void choose(World& w) {
    static constexpr Duration kTimeouts[] = {300ms, 3s, 10s, 30s};
    const Duration timeout = kTimeouts[w.dice.below(4)];
    w.heartbeat = std::max<Duration>(timeout / 10, 100ms);
    const BootPolicy boot = w.dice.chance(15) ? BootPolicy::On : BootPolicy::AsBefore;
    const bool failover = !w.dice.chance(10);
    const Duration patience(w.dice.between(500'000'000, 5'000'000'000));
    for (unsigned node = 0; node < 2; ++node) {
        Machine& m = w.machine(node);
        m.settings.heartbeatTimeout = timeout;
        m.settings.heartbeatInterval = w.heartbeat;
        m.settings.standbyTimeout = patience; // the same on both, as the file of settings is
        m.settings.stopBound = std::chrono::seconds(w.dice.between(2, 20));
        m.settings.loopInterval = 5min;
        m.settings.failover = failover;
        m.settings.boot = boot;
        m.rate = 1.0 + static_cast<double>(w.dice.between(-20, 20)) / 1000;
    }
}

bool whole(World& w) {
    if (!w.machine(0).active() || !w.machine(1).active())
        return false;
    const NodeView& a = w.machine(0).engine().view();
    const NodeView& b = w.machine(1).engine().view();
    const bool green = a.colour == Colour::Green && b.colour == Colour::Green;
    return green && ((a.state == NodeState::Prim && b.state == NodeState::Second) ||
                     (a.state == NodeState::Second && b.state == NodeState::Prim));
}

// Both nodes are started, nothing is broken: they must become whole, if need be after the one decision that
// only a person can take, and only where a row of the table asks for it.
void calm(World& w, Faults& faults) {
    faults.heal();
    const auto& s = w.machine(0).settings;
    const Duration patience = 3 * s.heartbeatTimeout + 2 * s.stopBound + 90s;
    w.run(s.stopBound + 15s);
    faults.heal();
    for (unsigned node = 0; node < 2; ++node)
        if (w.machine(node).active() && w.machine(node).engine().view().state != NodeState::Alone)
            w.machine(node).engine().ask(Command::Start);
    if (w.runUntil(patience, [&] { return whole(w); }) || !w.violation().empty())
        return;
    // What had been planned by the faults may have come after the start.
    for (Machine* m : {&w.machine(0), &w.machine(1)})
        if (!m->running()) {
            m->boot();
            m->startEngine();
            if (w.runUntil(patience, [&] { return whole(w); }) || !w.violation().empty())
                return;
        }
    for (unsigned node = 0; node < 2; ++node)
        if (w.machine(node).active() && w.machine(node).engine().view().row == "second-only")
            w.machine(node).engine().ask(Command::Start);
    static const std::set<std::string> kAsksForDecision = {
        "both-diverged",   "both-incomplete",          "peer-unclear",
        "peer-best-waits", "handed-over-failover-off", "silent-failover-off"};
    for (unsigned node = 0; node < 2; ++node)
        if (w.machine(node).running() && kAsksForDecision.count(w.machine(node).engine().view().row) != 0 &&
            w.machine(node).disk.record.complete) {
            w.machine(node).engine().ask(Command::ForceStart);
            break;
        }
    if (w.runUntil(patience, [&] { return whole(w); }))
        return;
    const auto of = [&](unsigned node) {
        if (!w.machine(node).running())
            return std::string("without an engine");
        const NodeView& v = w.machine(node).engine().view();
        return std::string(name(v.state)) + " " + std::string(name(v.colour)) + " (" + v.row + ")";
    };
    w.violate("becomes-whole", "node1 is " + of(0) + ", node2 is " + of(1));
}

// The promise itself: both nodes are whole, one of them dies, and the other one serves within its patience.
// Whatever was planned by the faults before has come to an end by then.
void dies(World& w, Faults& faults) {
    w.run(60s);
    faults.heal();
    const auto& s = w.machine(0).settings;
    if (!s.failover || !w.runUntil(60s, [&] { return whole(w); }))
        return;
    const unsigned serving = w.machine(0).engine().view().state == NodeState::Prim ? 0 : 1;
    Machine& m = w.machine(serving);
    m.restarts = w.dice.chance(50);
    m.fenceWorks = w.dice.chance(50);
    Duration within = s.heartbeatTimeout + 10s;
    switch (w.dice.below(5)) {
    case 0: // that is seen after 30 s; then the folder is closed, by force, and when it does not, the engine
            // ends
        m.disk.hung = true;
        within += 35s + 2 * s.stopBound;
        break;
    case 1:
        m.cutPower();
        break;
    case 2:
        m.crashEngine();
        break;
    case 3:
        m.pause(5min, Machine::Clock::Shows);
        break;
    default:
        w.network.cutAll();
        break;
    }
    Machine& other = w.machine(1 - serving);
    other.loopLate = w.dice.chance(25); // that is no reason to let operators stand in the dark
    if (w.dice.chance(25))              // nor is a time of day that is set back just now
        other.wallOffset -= 1h;
    const auto serves = [&](Machine& one) {
        return one.active() && one.engine().view().colour == Colour::Green &&
               (one.engine().view().state == NodeState::Alone ||
                one.engine().view().state == NodeState::Prim);
    };
    if (!w.runUntil(within, [&] { return serves(other); }))
        w.violate("takes-over", "node" + std::to_string(2 - serving) + " is " +
                                    std::string(name(other.engine().view().state)) + " (" +
                                    other.engine().view().row + ")");
}

} // namespace

Outcome runSeed(const Run& run) {
    World w(run.seed);
    w.tracing = run.trace;
    w.line = run.line;
    choose(w);
    Menu menu;
    menu.network = w.dice.chance(50);
    menu.blind = w.dice.chance(15);
    menu.force = w.dice.chance(20);
    w.network.count = w.dice.chance(50) ? 2 : 1;
    menu.only = run.only;
    Faults faults(w, menu);
    w.machine(0).startEngine();
    w.machine(1).startEngine();
    w.run(100ms);
    w.machine(0).engine().ask(Command::Start);
    w.machine(1).engine().ask(Command::Start);
    const bool settled = w.runUntil(3min, [&] { return whole(w); });
    if (!settled)
        w.violate("becomes-whole", "at the very start");
    for (unsigned i = 0; i < run.faults && w.violation().empty(); ++i) {
        faults.one();
        const auto& s = w.machine(0).settings;
        w.run(Duration(w.dice.between(0, (w.dice.chance(40) ? s.heartbeatTimeout * 2 : 1s).count())));
        if (w.dice.chance(15)) // from time to time faults meet a whole cluster
            w.runUntil(60s, [&] { return whole(w); });
    }
    if (w.violation().empty())
        calm(w, faults);
    if (w.violation().empty()) {
        w.run(5s);
        if (w.unanswered() > 0)
            w.violate("requests-are-answered", std::to_string(w.unanswered()) + " have no answer");
    }
    if (w.violation().empty())
        dies(w, faults);
    return Outcome{w.violation(), w.rowsTaken, w.acknowledgements().size(), w.timeline.now()};
}

} // namespace understudy::simulation
