#include "simulation/chaos.h"

#include "simulation/engine.h"

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

namespace {

// What kinds of fault this run knows. Half of the runs have a healthy network: there nothing excuses a loss.
struct Menu {
    bool network = false;
    bool blind = false;
    bool force = false;
};

class Chaos {
public:
    Chaos(World& world, const Menu& menu) : w(world), m_menu(menu) {}

    void one() {
        const unsigned node = static_cast<unsigned>(w.dice.below(2));
        switch (w.dice.below(m_menu.network ? 26 : 20)) {
        case 0:
            return power(node);
        case 1:
            return w.machine(node).crashEngine();
        case 2:
            return crashBetween(node);
        case 3:
        case 4:
            return pause(node);
        case 5:
            return breakStream(node);
        case 6:
            return ask(node, Command::Swap);
        case 7:
            return ask(node, Command::Swap);
        case 8:
            return stopAndStart(node);
        case 9:
            return application(node);
        case 10:
            return forAWhile(w.machine(node).disk.full, "disk full", node);
        case 11:
            return forAWhile(w.machine(node).servicesBroken, "services broken", node);
        case 12:
            return forAWhile(w.machine(node).stopsHang, "stops hang", node);
        case 13:
            return forAWhile(w.machine(node).addressTaken, "address taken", node);
        case 14:
            return forAWhile(w.machine(node).mountFails, "mount fails", node);
        case 15:
            return target(node);
        case 16:
            return rare(node);
        case 17:
            return both();
        case 18:
            return ask(node, static_cast<Command>(w.dice.below(5)));
        case 19:
            return m_menu.force ? ask(node, Command::ForceStart) : breakStream(node);
        default:
            return network();
        }
    }

    // Repairs everything that a person would repair. What is stopped or waits for a decision is the
    // administrator's.
    void heal() {
        for (unsigned node = 0; node < 2; ++node) {
            w.network.from(node) = Direction{false, 0, 2ms, w.network.from(node).lastFault};
            Machine& m = w.machine(node);
            m.disk.full = m.disk.recordsFail = m.disk.setAsideFails = false;
            m.servicesBroken = m.stopsHang = m.addressTaken = m.mountFails = m.targetFails = false;
            m.crashAfterActions(0, false);
            if (m.paused())
                m.resume();
            m.boot();
            if (!m.running())
                m.startEngine();
        }
    }

private:
    void power(unsigned node) {
        w.machine(node).cutPower();
        w.timeline.after(some(1, 40), [this, node] { w.machine(node).boot(); });
    }

    void crashBetween(unsigned node) {
        w.machine(node).crashAfterActions(static_cast<unsigned>(w.dice.below(8)) + 1, w.dice.chance(50));
        w.timeline.after(some(10, 60), [this, node] {
            w.machine(node).crashAfterActions(0, false);
            w.machine(node).boot();
        });
    }

    void both() {
        power(0);
        power(1);
    }

    void pause(unsigned node) {
        const Duration timeout = w.machine(node).settings.heartbeatTimeout;
        const bool blind = m_menu.blind && w.dice.chance(30);
        w.machine(node).pause(timeout * w.dice.between(1, 40) / 16,
                              blind ? Machine::Clock::Blind : Machine::Clock::Shows);
    }

    void breakStream(unsigned node) {
        Machine& m = w.machine(node);
        if (!m.active())
            return;
        w.trace(node, "its stream breaks");
        m.engine().target.breakStream();
        m.engine().source.breakStream();
    }

    void application(unsigned node) {
        Machine& m = w.machine(node);
        if (!m.active())
            return;
        switch (w.dice.below(4)) {
        case 0:
            return m.engine().failService();
        case 1:
            return m.engine().checkerDown();
        case 2:
            return m.engine().addressLost();
        default:
            return m.engine().source.diskStuck();
        }
    }

    void target(unsigned node) {
        forAWhile(w.machine(node).targetFails, "target fails", node);
        if (w.machine(node).active())
            w.machine(node).engine().target.fail();
    }

    void rare(unsigned node) {
        switch (w.dice.below(4)) {
        case 0:
            return forAWhile(w.machine(node).disk.recordsFail, "records fail", node);
        case 1:
            return forAWhile(w.machine(node).disk.setAsideFails, "set aside fails", node);
        case 2:
            return off(w.machine(node).fenceWorks);
        default:
            return off(w.machine(node).restarts);
        }
    }

    void network() {
        Direction& d = w.network.from(static_cast<unsigned>(w.dice.below(2)));
        switch (w.dice.below(4)) {
        case 0:
            d.cut = true;
            break;
        case 1:
            w.network.from(0).cut = w.network.from(1).cut = true;
            break;
        case 2:
            d.lossPercent = static_cast<unsigned>(w.dice.between(10, 60));
            break;
        default:
            d.spread = w.heartbeat * w.dice.between(1, 6);
            break;
        }
        w.network.noteFaults();
        w.trace(0, "the network is faulty");
        const unsigned number = ++m_networkFaults;
        w.timeline.after(some(1, 60), [this, number] {
            if (number != m_networkFaults)
                return;
            w.network.noteFaults();
            for (unsigned node = 0; node < 2; ++node)
                w.network.from(node) = Direction{false, 0, 2ms, w.network.from(node).lastFault};
            w.trace(0, "the network is whole");
        });
    }

    void stopAndStart(unsigned node) {
        ask(node, Command::Stop);
        w.timeline.after(some(1, 30), [this, node] { ask(node, Command::Start); });
    }

    void ask(unsigned node, Command command) {
        if (w.machine(node).active())
            w.machine(node).engine().ask(command);
    }

    void forAWhile(bool& flag, const char* what, unsigned node) {
        w.trace(node, what);
        flag = true;
        w.timeline.after(some(1, 20), [&flag] { flag = false; });
    }

    void off(bool& flag) {
        flag = false;
        w.timeline.after(some(5, 60), [&flag] { flag = true; });
    }

    Duration some(std::int64_t low, std::int64_t high) {
        return Duration(w.dice.between(low * 1'000'000'000, high * 1'000'000'000));
    }

    World& w;
    Menu m_menu;
    unsigned m_networkFaults = 0;
};

void choose(World& w) {
    static constexpr Duration kTimeouts[] = {300ms, 3s, 10s, 30s};
    const Duration timeout = kTimeouts[w.dice.below(4)];
    w.heartbeat = std::max<Duration>(timeout / 10, 100ms);
    const BootPolicy boot = w.dice.chance(15) ? BootPolicy::On : BootPolicy::AsBefore;
    const bool failover = !w.dice.chance(10);
    for (unsigned node = 0; node < 2; ++node) {
        Machine& m = w.machine(node);
        m.settings.heartbeatTimeout = timeout;
        m.settings.heartbeatInterval = w.heartbeat;
        m.settings.standbyTimeout = Duration(w.dice.between(500'000'000, 5'000'000'000));
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
void calm(World& w, Chaos& chaos) {
    chaos.heal();
    const auto& s = w.machine(0).settings;
    const Duration patience = 3 * s.heartbeatTimeout + 2 * s.stopBound + 90s;
    w.run(s.stopBound + 15s);
    chaos.heal();
    for (unsigned node = 0; node < 2; ++node)
        if (w.machine(node).active() && w.machine(node).engine().view().state != NodeState::Alone)
            w.machine(node).engine().ask(Command::Start);
    if (w.runUntil(patience, [&] { return whole(w); }) || !w.violation().empty())
        return;
    static const std::set<std::string> kAsksForDecision = {
        "both-diverged",   "both-incomplete",          "peer-unclear",
        "peer-best-waits", "handed-over-failover-off", "silent-failover-off"};
    for (unsigned node = 0; node < 2; ++node)
        if (kAsksForDecision.count(w.machine(node).engine().view().row) != 0 &&
            w.machine(node).disk.record.complete) {
            w.machine(node).engine().ask(Command::ForceStart);
            break;
        }
    if (w.runUntil(patience, [&] { return whole(w); }))
        return;
    const auto of = [&](unsigned node) {
        const NodeView& v = w.machine(node).engine().view();
        return std::string(name(v.state)) + " " + std::string(name(v.colour)) + " (" + v.row + ")";
    };
    w.violate("becomes-whole", "node1 is " + of(0) + ", node2 is " + of(1));
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
    Chaos chaos(w, menu);
    w.machine(0).startEngine();
    w.machine(1).startEngine();
    w.run(100ms);
    w.machine(0).engine().ask(Command::Start);
    w.machine(1).engine().ask(Command::Start);
    const bool settled = w.runUntil(3min, [&] { return whole(w); });
    if (!settled)
        w.violate("becomes-whole", "at the very start");
    for (unsigned i = 0; i < run.faults && w.violation().empty(); ++i) {
        chaos.one();
        const auto& s = w.machine(0).settings;
        w.run(Duration(w.dice.between(0, (w.dice.chance(40) ? s.heartbeatTimeout * 2 : 1s).count())));
        if (w.dice.chance(15)) // from time to time faults meet a whole cluster
            w.runUntil(60s, [&] { return whole(w); });
    }
    if (w.violation().empty())
        calm(w, chaos);
    if (w.violation().empty()) {
        w.run(5s);
        if (w.unanswered() > 0)
            w.violate("requests-are-answered", std::to_string(w.unanswered()) + " have no answer");
    }
    return Outcome{w.violation(), w.rowsTaken, w.acknowledgements().size(), w.timeline.now()};
}

} // namespace understudy::simulation
