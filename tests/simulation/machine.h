#pragma once
// One computer: its disk, which outlives everything; its clock; its engine, if one runs; what the kernel
// holds for it (the virtual address). Faults act on machines.

#include "cluster/core.h"
#include "simulation/write_set.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace understudy::simulation {

class World;
class Engine;

// What survives. `content` is what the kernel shows (a power cut loses what is not durable).
struct Disk {
    cluster::Record record;
    WriteSet content;
    WriteSet durable;
    bool mixed = false; // the truth: neither an old nor a new copy (the record must know)
    WriteSet lost;      // was durable on a disk that this one replaces
    std::vector<WriteSet> aside;
    std::uint64_t starts = 0;
    std::uint64_t boots = 1;

    Duration slow{};   // a sync may take so much longer than usual
    bool hung = false; // it does not answer, and says no error (S15); the records are on another one
    bool full = false;
    bool recordsFail = false;
    bool setAsideFails = false;
};

class Machine {
public:
    Machine(World& world, unsigned index);
    ~Machine();

    // ---- faults
    void boot();        // power on and start the engine
    void startEngine(); // on a running machine
    void crashEngine(); // its kernel cleans up; the fence may speak
    void endEngine();   // its service stops: it closes in order, ends, and is started again some time later
    void cutPower();
    void replaceDisk();
    enum class Clock : std::uint8_t { Shows, Blind };
    enum class Ears : std::uint8_t { Open, Shut }; // what its network card keeps of the heartbeats meanwhile
    void pause(Duration length, Clock clock, Ears ears = Ears::Open);
    void resume();
    void crashAfterActions(unsigned count, bool power); // between any two actions
    void crashSoon(bool power);                         // when the event of this moment is over

    // ---- the engine's surroundings
    Instant now() const;
    WallTime wall() const;
    void later(Duration localDelay, std::function<void()> what); // dies with the engine; waits while paused
    void receive(std::function<void()> what);                    // now, or when it no longer is paused
    void whenSynced(std::int64_t lowMs, std::int64_t highMs, std::function<void()> what); // by its disk
    void diskAnswers();   // it hangs no longer
    bool actionCrashes(); // asked before each action
    bool hears() const { return running() && !(m_paused && m_ears == Ears::Shut); }

    bool running() const { return m_engine != nullptr; }
    bool active() const { return running() && !m_paused; }
    Duration resumedAt() const { return m_resumedAt; }
    bool powered() const { return m_powered; }
    bool paused() const { return m_paused; }
    Engine& engine() { return *m_engine; }
    const Engine& engine() const { return *m_engine; }
    unsigned index() const { return m_index; }
    unsigned other() const { return 1 - m_index; }
    std::uint64_t life() const { return m_life; }

    Disk disk;
    cluster::CoreSettings settings;
    bool addressHeld = false;
    bool servicesBroken = false; // do not start, or die
    bool addressTaken = false;   // by a stranger
    bool stopsHang = false;      // services do not stop by themselves
    bool closingHangs = false;   // the disk does not answer: the folder does not even close by force
    bool loopLate = false;       // its decision loop, while the thread of the heartbeats runs as ever
    bool unkillable = false;     // nor when they are killed
    bool mountFails = false;
    bool targetFails = false;
    bool fenceWorks = true;
    bool restarts = true;  // the system starts a crashed engine again
    double rate = 1.0;     // of its clock
    Duration wallOffset{}; // how far its time of day is wrong

private:
    void dropEngine();
    void goOnEnding();

    World& m_world;
    unsigned m_index;
    std::unique_ptr<Engine> m_engine;
    std::uint64_t m_life = 0; // counts engines; what was planned in an earlier one does not happen
    bool m_powered = true;
    bool m_paused = false;
    Duration m_pausedAt{};
    Duration m_resumedAt = -std::chrono::hours(1);
    Clock m_pauseClock = Clock::Shows;
    Ears m_ears = Ears::Open;
    Duration m_blind{}; // how far its clock is behind
    unsigned m_pauses = 0;
    std::vector<std::function<void()>> m_backlog;
    std::vector<std::function<void()>> m_hanging; // what waits for the disk that hangs
    unsigned m_actionsLeft = 0;                   // until the planned crash; 0: none is planned
    bool m_crashIsPower = false;
};

} // namespace understudy::simulation
