#include "simulation/faults.h"

#include "simulation/engine.h"

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

namespace {
constexpr const char* kNetwork = "network";
}

const std::vector<Faults::Kind>& Faults::kinds() {
    // clang-format off
    static const std::vector<Kind> all = {
        {"power", 1, [](Faults& f, unsigned n) { f.power(n); }},
        {"both-powers", 1, [](Faults& f, unsigned) { f.both(); }},
        {"engine-crash", 1, [](Faults& f, unsigned n) { f.w.machine(n).crashEngine(); }},
        {"crash-between", 1, [](Faults& f, unsigned n) { f.crashBetween(n); }},
        {"engine-end", 1, [](Faults& f, unsigned n) { f.w.machine(n).endEngine(); }},
        {"pause", 2, [](Faults& f, unsigned n) { f.pause(n); }},
        {"frozen-meanwhile", 2, [](Faults& f, unsigned n) { f.frozenMeanwhile(n); }},
        {"stream", 1, [](Faults& f, unsigned n) { f.breakStream(n); }},
        {"swap", 2, [](Faults& f, unsigned n) { f.ask(n, Command::Swap); }},
        {"stop-start", 1, [](Faults& f, unsigned n) { f.stopAndStart(n); }},
        {"command", 1, [](Faults& f, unsigned n) { f.ask(n, static_cast<Command>(f.w.dice.below(5))); }},
        {"force", 1, [](Faults& f, unsigned n) { f.m_menu.force ? f.ask(n, Command::ForceStart) : f.breakStream(n); }},
        {"application", 1, [](Faults& f, unsigned n) { f.application(n); }},
        {"disk-full", 1, [](Faults& f, unsigned n) { f.forAWhile(f.w.machine(n).disk.full, "disk full", n); }},
        {"disk-slow", 2, [](Faults& f, unsigned n) { f.slowDisk(n); }},
        {"disk-hung", 1, [](Faults& f, unsigned n) { f.hungDisk(n); }},
        {"disk-replaced", 1, [](Faults& f, unsigned n) { f.replacedDisk(n); }},
        {"services-broken", 1, [](Faults& f, unsigned n) { f.forAWhile(f.w.machine(n).servicesBroken, "services broken", n); }},
        {"closing-hangs", 1,
         [](Faults& f, unsigned n) { f.forAWhile(f.w.machine(n).closingHangs, "closing hangs", n); }},
        {"stops-hang", 1, [](Faults& f, unsigned n) { f.forAWhile(f.w.machine(n).stopsHang, "stops hang", n); }},
        {"address-taken", 1, [](Faults& f, unsigned n) { f.forAWhile(f.w.machine(n).addressTaken, "address taken", n); }},
        {"mount-fails", 1, [](Faults& f, unsigned n) { f.forAWhile(f.w.machine(n).mountFails, "mount fails", n); }},
        {"loop-late", 1, [](Faults& f, unsigned n) { f.forAWhile(f.w.machine(n).loopLate, "its loop is late", n); }},
        {"target", 1, [](Faults& f, unsigned n) { f.target(n); }},
        {"rare", 1, [](Faults& f, unsigned n) { f.rare(n); }},
        {kNetwork, 6, [](Faults& f, unsigned) { f.network(); }},
        {"clock-jumps", 1, [](Faults& f, unsigned n) { f.clockJumps(n); }},
    };
    // clang-format on
    return all;
}

std::vector<std::string> Faults::names() {
    std::vector<std::string> result;
    for (const Kind& kind : kinds())
        result.emplace_back(kind.name);
    return result;
}

bool Faults::offers(const Kind& kind) const {
    if (!m_menu.only.empty())
        return m_menu.only == kind.name;
    return m_menu.network || kind.name != kNetwork;
}

void Faults::one() {
    unsigned all = 0;
    for (const Kind& kind : kinds())
        all += offers(kind) ? kind.weight : 0;
    const unsigned node = static_cast<unsigned>(w.dice.below(2));
    std::uint64_t drawn = w.dice.below(all);
    for (const Kind& kind : kinds()) {
        const unsigned weight = offers(kind) ? kind.weight : 0;
        if (drawn < weight)
            return kind.happens(*this, node);
        drawn -= weight;
    }
}

// Repairs everything that a person would repair. What is stopped or waits for a decision is the
// administrator's.
void Faults::heal() {
    w.network.heal();
    for (unsigned node = 0; node < 2; ++node) {
        Machine& m = w.machine(node);
        m.disk.slow = {};
        m.diskAnswers();
        m.disk.full = m.disk.recordsFail = m.disk.setAsideFails = false;
        m.servicesBroken = m.stopsHang = m.closingHangs = m.unkillable = m.addressTaken = m.mountFails =
            false;
        m.targetFails = m.loopLate = false;
        m.wallOffset = {};
        m.crashAfterActions(0, false);
        if (m.paused())
            m.resume();
        m.boot();
        if (!m.running())
            m.startEngine();
    }
}

void Faults::power(unsigned node) {
    w.machine(node).cutPower();
    w.timeline.after(some(1, 40), [this, node] { w.machine(node).boot(); });
}

void Faults::crashBetween(unsigned node) {
    w.machine(node).crashAfterActions(static_cast<unsigned>(w.dice.below(8)) + 1, w.dice.chance(50));
    w.timeline.after(some(10, 60), [this, node] {
        w.machine(node).crashAfterActions(0, false);
        w.machine(node).boot();
    });
}

void Faults::both() {
    power(0);
    power(1);
}

void Faults::pause(unsigned node) {
    const Duration timeout = w.machine(node).settings.heartbeatTimeout;
    const bool blind = m_menu.blind && w.dice.chance(30);
    if (w.dice.chance(25)) // in the middle of a drop
        breakStream(static_cast<unsigned>(w.dice.below(2)));
    w.machine(node).pause(timeout * w.dice.between(1, 40) / 16,
                          blind ? Machine::Clock::Blind : Machine::Clock::Shows, ears());
}

// Frozen for long enough that the other one takes over, which then dies in one way or another: the one that
// wakes must not believe its memory.
void Faults::frozenMeanwhile(unsigned node) {
    Machine& m = w.machine(node);
    const CoreSettings& s = m.settings;
    const Duration length = s.heartbeatTimeout + 2s + Duration(w.dice.between(0, s.heartbeatTimeout.count()));
    m.pause(length, Machine::Clock::Shows, ears());
    w.timeline.after(length - Duration(w.dice.between(0, 1'500'000'000)), [this, node] {
        if (w.dice.chance(50))
            power(1 - node);
        else
            w.machine(1 - node).crashEngine();
    });
}

// The time of day is set, by a person or from a server (which both may ask): hours or years, forwards or
// back. The time since the boot, by which everything is measured, goes on as ever.
void Faults::clockJumps(unsigned node) {
    const std::int64_t farthest = w.dice.chance(50) ? 3600 * 3 : 86400 * 400;
    const Duration jump = some(-farthest, farthest);
    w.machine(node).wallOffset += jump;
    if (w.dice.chance(50))
        w.machine(1 - node).wallOffset += jump;
    w.trace(node, "its time of day jumps");
}

// So slow that what the other one has confirmed is late by a moment, or by more than anybody waits.
void Faults::slowDisk(unsigned node) {
    Machine& m = w.machine(node);
    m.disk.slow = m.settings.standbyTimeout * w.dice.between(1, 40) / 16;
    w.trace(node, "its disk is slow");
    w.timeline.after(some(1, 30), [&m] { m.disk.slow = {}; });
}

// The disk with the copy and the folder of the state is lost, and a new one put in; a person then starts the
// node, which has nothing. One of the two disks: not the one that alone holds what was acknowledged.
void Faults::replacedDisk(unsigned node) {
    const Disk& other = w.machine(1 - node).disk;
    if (!other.record.complete || other.mixed || !w.everAcknowledged().without(other.durable).empty())
        return power(node);
    w.machine(node).replaceDisk();
    w.timeline.after(some(1, 40), [this, node] { w.machine(node).boot(); });
    w.timeline.after(some(41, 60), [this, node] { ask(node, Command::Start); });
}

// It answers again after a while, in which whoever serves may have seen it or not.
void Faults::hungDisk(unsigned node) {
    Machine& m = w.machine(node);
    m.disk.hung = true;
    w.trace(node, "its disk hangs");
    w.timeline.after(some(1, 90), [&m] { m.diskAnswers(); });
}

void Faults::breakStream(unsigned node) {
    Machine& m = w.machine(node);
    if (!m.active())
        return;
    w.trace(node, "its stream breaks");
    m.engine().target.breakStream();
    m.engine().source.breakStream();
}

void Faults::application(unsigned node) {
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

void Faults::target(unsigned node) {
    forAWhile(w.machine(node).targetFails, "target fails", node);
    if (w.machine(node).active())
        w.machine(node).engine().target.fail();
}

void Faults::rare(unsigned node) {
    switch (w.dice.below(5)) {
    case 4:
        return forAWhile(w.machine(node).unkillable, "services do not die", node);
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

// One of the networks, or each of them by a fault of its own.
void Faults::network() {
    const bool all = w.dice.chance(40);
    const unsigned first = static_cast<unsigned>(w.dice.below(w.network.count));
    for (unsigned n = 0; n < w.network.count; ++n)
        if (all || n == first)
            breakNetwork(n);
    w.network.noteFaults();
    w.trace(0,
            w.network.healthy(0) && w.network.healthy(1) ? "one network is faulty" : "the network is faulty");
    const unsigned number = ++m_networkFaults;
    w.timeline.after(some(1, 60), [this, number] {
        if (number != m_networkFaults)
            return;
        w.network.heal();
        w.trace(0, "the network is whole");
    });
}

void Faults::breakNetwork(unsigned n) {
    Direction& d = w.network.from(static_cast<unsigned>(w.dice.below(2)), n);
    switch (w.dice.below(4)) {
    case 0:
        d.cut = true;
        break;
    case 1:
        w.network.from(0, n).cut = w.network.from(1, n).cut = true;
        break;
    case 2:
        d.lossPercent = static_cast<unsigned>(w.dice.between(10, 60));
        break;
    default:
        d.spread = w.heartbeat * w.dice.between(1, 6);
        break;
    }
}

Machine::Ears Faults::ears() {
    return w.dice.chance(50) ? Machine::Ears::Shut : Machine::Ears::Open;
}

void Faults::stopAndStart(unsigned node) {
    ask(node, Command::Stop);
    w.timeline.after(some(1, 30), [this, node] { ask(node, Command::Start); });
}

void Faults::ask(unsigned node, Command command) {
    if (w.machine(node).active())
        w.machine(node).engine().ask(command);
}

void Faults::forAWhile(bool& flag, const char* what, unsigned node) {
    w.trace(node, what);
    flag = true;
    w.timeline.after(some(1, 20), [&flag] { flag = false; });
}

void Faults::off(bool& flag) {
    flag = false;
    w.timeline.after(some(5, 60), [&flag] { flag = true; });
}

Duration Faults::some(std::int64_t low, std::int64_t high) {
    return Duration(w.dice.between(low * 1'000'000'000, high * 1'000'000'000));
}

} // namespace understudy::simulation
