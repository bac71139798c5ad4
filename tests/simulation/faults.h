#pragma once
// Everything that can go wrong, one at a time, and what a person would then repair.

#include "simulation/world.h"

namespace understudy::simulation {

// What kinds of fault a run knows. Half of the runs have a healthy network: there nothing excuses a loss.
struct Menu {
    bool network = false;
    bool blind = false; // pauses that the own clock does not show
    bool force = false; // an administrator who forces
    std::string only;   // a name: no other fault happens
};

class Faults {
public:
    Faults(World& world, const Menu& menu) : w(world), m_menu(menu) {}

    void one();  // any of the menu
    void heal(); // everything but what an administrator decides
    static std::vector<std::string> names();

private:
    struct Kind {
        const char* name;
        unsigned weight;
        void (*happens)(Faults&, unsigned node);
    };
    static const std::vector<Kind>& kinds();
    bool offers(const Kind& kind) const;

    void power(unsigned node);
    void both();
    void clockJumps(unsigned node);
    void slowDisk(unsigned node);
    void hungDisk(unsigned node);
    void replacedDisk(unsigned node);
    void crashBetween(unsigned node);
    void pause(unsigned node);
    void frozenMeanwhile(unsigned node);
    void breakStream(unsigned node);
    void application(unsigned node);
    void target(unsigned node);
    void rare(unsigned node);
    void network();
    void breakNetwork(unsigned network);
    void stopAndStart(unsigned node);
    void ask(unsigned node, cluster::Command command);
    void forAWhile(bool& flag, const char* what, unsigned node);
    void off(bool& flag);
    Machine::Ears ears();
    Duration some(std::int64_t lowSeconds, std::int64_t highSeconds);

    World& w;
    Menu m_menu;
    unsigned m_networkFaults = 0;
};

} // namespace understudy::simulation
