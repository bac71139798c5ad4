#pragma once
// A transcript: a text file of commands ("> cut node1 -> node2") and, below each, the rows that followed.
// Runs in a calm world, in which everything takes its shortest time. The commands are listed in README.md.

#include "simulation/world.h"

#include <sstream>

namespace understudy::simulation {

class Transcript {
public:
    Transcript();
    ~Transcript();

    // The whole text, with what followed each command in the place of what the text expected. A command that
    // cannot be understood, or a broken invariant, becomes a line that begins with "!!".
    std::string play(const std::string& text);
    const std::set<std::string>& rows() const { return m_world.rowsTaken; }

private:
    void command(const std::string& line);
    void note(unsigned node, const cluster::Event& event, const std::vector<cluster::Action>& actions);
    void say(const std::string& line);
    unsigned nodeOf(std::istringstream& words);
    void ask(const std::string& verb, std::istringstream& words);
    void network(const std::string& verb, std::istringstream& words);
    void machine(const std::string& verb, std::istringstream& words);
    void flag(std::istringstream& words);
    void fail(std::istringstream& words);
    void settings(std::istringstream& words);
    void inject(std::istringstream& words);
    void until(std::istringstream& words);
    void whole();
    void show();

    World m_world;
    std::ostringstream m_out;
    std::array<std::string, 2> m_last;
    bool m_quiet = false;
};

} // namespace understudy::simulation
