// What can happen from here, read off the table for people.
#include "cluster/arguments.h"
#include "cluster/transitions.h"
#include "cluster/views.h"

#include <array>
#include <utility>

namespace understudy::cluster {

namespace {

constexpr std::array<std::pair<On, const char*>, 6> kCommands = {{{On::AskStart, "start"},
                                                                  {On::AskStop, "stop"},
                                                                  {On::AskRestart, "restart"},
                                                                  {On::AskSwap, "swap"},
                                                                  {On::AskSwapNoSync, "swap"},
                                                                  {On::AskForceStart, "force-start"}}};

std::string commandOf(const Row& row) {
    for (const auto& [on, name] : kCommands)
        if (row.on == on)
            return name;
    return {};
}

} // namespace

std::vector<Outlook> outlookOf(const Memory& memory) {
    std::vector<Outlook> outlook;
    for (const Row& row : transitions()) {
        if (!contains(row.from, memory.phase) || row.to == kStay || shownState(row.to) == shownState(memory))
            continue;
        outlook.push_back({row.id, commandOf(row), shownState(row.to), row.why,
                           arguments::foreseen(row.arguments, memory)});
    }
    return outlook;
}

} // namespace understudy::cluster
