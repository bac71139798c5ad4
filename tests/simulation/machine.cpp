#include "simulation/machine.h"

#include "simulation/engine.h"
#include "simulation/world.h"

#include <utility>

namespace understudy::simulation {

using namespace std::chrono_literals;

Machine::Machine(World& world, unsigned index) : m_world(world), m_index(index) {}
Machine::~Machine() = default;

void Machine::boot() {
    if (m_powered)
        return;
    m_powered = true;
    ++disk.boots;
    addressHeld = false;
    startEngine();
}

void Machine::startEngine() {
    if (!m_powered || m_engine)
        return;
    addressHeld = false; // the first thing an engine does
    ++disk.starts;
    ++m_life;
    m_engine = std::make_unique<Engine>(m_world, *this, Incarnation{disk.starts, disk.boots});
    m_world.trace(m_index, "engine starts, number " + std::to_string(disk.starts));
    m_engine->begin();
}

void Machine::dropEngine() {
    ++m_life;
    m_engine.reset();
    m_actionsLeft = 0;
    m_backlog.clear();
    m_hanging.clear();
}

void Machine::crashEngine() {
    if (!m_engine)
        return;
    m_world.trace(m_index, "engine crashes");
    const auto last = m_engine->fenceWord();
    if (disk.hung) // the thread that waits for it keeps the process, and what it holds open
        m_engine->vanish();
    else
        m_engine->kernelCloses();
    dropEngine();
    const auto life = m_life;
    const bool verified = fenceWorks && !disk.hung;
    m_world.timeline.after(Duration(m_world.dice.between(20'000'000, verified ? 300'000'000 : 2'000'000'000)),
                           [=, this] {
                               if (m_life != life)
                                   return;
                               addressHeld = false;
                               if (verified)
                                   m_world.sendFenced(m_index, last);
                           });
    if (restarts)
        m_world.timeline.after(Duration(m_world.dice.between(100'000'000, 4'000'000'000)), [=, this] {
            if (m_life == life && !disk.hung) // else a person starts it
                startEngine();
        });
}

void Machine::endEngine() {
    if (!m_engine)
        return;
    m_world.trace(m_index, "engine is told to end");
    m_engine->post(cluster::EngineEnding{});
    later(500ms, [this] { goOnEnding(); });
}

void Machine::goOnEnding() {
    if (m_engine->view().state != cluster::NodeState::Stop) {
        m_engine->post(cluster::EngineEnding{});
        return later(500ms, [this] { goOnEnding(); });
    }
    later(2 * m_world.heartbeat, [this] {
        m_world.trace(m_index, "engine ends");
        m_engine->kernelCloses();
        dropEngine();
        m_world.timeline.after(Duration(m_world.dice.between(100'000'000, 20'000'000'000)),
                               [this, life = m_life] {
                                   if (restarts && m_life == life)
                                       startEngine();
                               });
    });
}

void Machine::cutPower() {
    if (!m_powered)
        return;
    m_world.trace(m_index, "power cut");
    if (m_engine)
        m_engine->vanish();
    dropEngine();
    m_powered = m_paused = false;
    addressHeld = false;
    WriteSet left = disk.durable; // and whatever the kernel happened to have written
    for (const WriteId w : disk.content.without(disk.durable))
        if (m_world.dice.chance(40))
            left.add(w);
    disk.content = disk.durable = left;
}

// Starts count on from the time of day, as if the old number had been known.
void Machine::replaceDisk() {
    cutPower();
    m_world.trace(m_index, "its disk is lost and replaced");
    Disk empty;
    empty.starts = disk.starts;
    empty.boots = disk.boots;
    empty.lost = disk.lost;
    for (const WriteId w : disk.durable.without(disk.lost))
        empty.lost.add(w);
    disk = std::move(empty);
}

void Machine::pause(Duration length, Clock clock, Ears ears) {
    if (!m_powered || m_paused)
        return;
    m_world.trace(m_index, std::string("freezes") + (clock == Clock::Blind ? ", its clock too" : ""));
    m_paused = true;
    m_pausedAt = m_world.timeline.now();
    m_pauseClock = clock;
    m_ears = ears;
    if (clock == Clock::Blind)
        m_world.blindPauses = true;
    const unsigned number = ++m_pauses;
    if (length > Duration{})
        m_world.timeline.after(length, [this, number] {
            if (m_paused && m_pauses == number)
                resume();
        });
}

void Machine::resume() {
    if (!m_paused)
        return;
    m_paused = false;
    m_resumedAt = m_world.timeline.now();
    const Duration gap = m_resumedAt - m_pausedAt;
    m_world.trace(m_index, "runs again");
    if (m_pauseClock == Clock::Blind)
        m_blind += gap;
    auto backlog = std::move(m_backlog);
    m_backlog.clear();
    if (m_engine && m_pauseClock == Clock::Shows)
        m_engine->woke(gap);
    for (const auto& what : backlog)
        receive(what);
}

void Machine::crashAfterActions(unsigned count, bool power) {
    m_actionsLeft = count;
    m_crashIsPower = power;
}

bool Machine::actionCrashes() {
    if (m_actionsLeft == 0 || --m_actionsLeft > 0)
        return false;
    crashSoon(m_crashIsPower);
    return true;
}

void Machine::crashSoon(bool power) {
    m_world.timeline.after(0ns, [this, life = m_life, power] {
        if (m_life == life)
            power ? cutPower() : crashEngine();
    });
}

Instant Machine::now() const {
    const double elapsed = static_cast<double>((m_world.timeline.now() - m_blind).count()) * rate;
    return Instant(Duration(static_cast<std::int64_t>(elapsed)) + 1h * (m_index + 1));
}

WallTime Machine::wall() const {
    return WallTime(
        std::chrono::duration_cast<std::chrono::milliseconds>(m_world.timeline.now() + wallOffset) + 480000h);
}

void Machine::later(Duration localDelay, std::function<void()> what) {
    const Duration delay(static_cast<std::int64_t>(static_cast<double>(localDelay.count()) / rate));
    m_world.timeline.after(delay, [this, life = m_life, what = std::move(what)] {
        if (m_life == life)
            receive(what);
    });
}

void Machine::whenSynced(std::int64_t lowMs, std::int64_t highMs, std::function<void()> what) {
    const auto synced = [this, what = std::move(what)] {
        if (disk.hung)
            m_hanging.push_back(what);
        else
            what();
    };
    Duration takes(m_world.dice.between(lowMs * 1'000'000, highMs * 1'000'000));
    if (disk.slow > Duration{})
        takes += Duration(m_world.dice.between(0, disk.slow.count()));
    if (takes > Duration{})
        later(takes, synced);
    else
        synced();
}

void Machine::diskAnswers() {
    if (!std::exchange(disk.hung, false) || !m_engine)
        return;
    m_world.trace(m_index, "its disk answers again");
    for (const auto& what : std::exchange(m_hanging, {}))
        receive(what);
    receive([this] { m_engine->target.goOn(); });
}

void Machine::receive(std::function<void()> what) {
    if (!m_engine)
        return;
    if (m_paused)
        m_backlog.push_back(std::move(what));
    else
        what();
}

} // namespace understudy::simulation
