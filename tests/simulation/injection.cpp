#include "simulation/injection.h"

#include "simulation/engine.h"

#include <stdexcept>

namespace understudy::simulation {

using namespace cluster;

namespace {

Generation numbered(std::uint8_t n) {
    Generation g;
    g.bytes[15] = n;
    return g;
}

// How the peer's copy is related to the node's, as the heartbeat would show it.
void relate(NodeFacts& facts, const Record& mine, const std::string& kin) {
    facts.complete = true;
    facts.generation = mine.generation;
    facts.ancestors = mine.ancestors;
    if (kin == "newer") {
        facts.ancestors.insert(facts.ancestors.begin(), mine.generation);
        facts.generation = numbered(1);
    } else if (kin == "older") {
        facts.generation = mine.ancestors.empty() ? Generation{} : mine.ancestors.front();
        facts.ancestors.clear();
    } else if (kin == "diverged") {
        facts.generation = numbered(2);
    } else if (kin != "same") {
        throw std::invalid_argument("same, newer, older or diverged: " + kin);
    }
}

PeerHeard heard(World& world, unsigned node, std::istringstream& words) {
    PeerHeard event{};
    const Machine& peer = world.machine(1 - node);
    if (peer.running())
        event.facts = peer.engine().core().facts();
    else
        event.facts.incarnation = Incarnation{peer.disk.starts, peer.disk.boots};
    const Machine& self = world.machine(node);
    for (std::string word; words >> word;) {
        const std::string what = word.substr(0, word.find('='));
        const std::string value = word.substr(word.find('=') + 1);
        NodeFacts& f = event.facts;
        if (what == "serving")
            f.serving = value == "yes";
        else if (what == "kin")
            relate(f, self.disk.record, value);
        else if (what == "complete")
            f.complete = value == "yes";
        else if (what == "state")
            f.state = value == "STOP"   ? NodeState::Stop
                      : value == "WAIT" ? NodeState::Wait
                                        : NodeState::Second;
        else if (what == "closed") {
            f.closedFor = self.engine().self();
            f.closedThrough = value == "all" ? SessionNumber(1000) : SessionNumber(std::stoull(value));
        } else if (what == "void")
            f.voidThrough = SessionNumber(std::stoull(value));
        else if (what == "wants")
            f.wantsSession = value == "yes";
        else
            throw std::invalid_argument("no such fact: " + what);
    }
    return event;
}

} // namespace

Event injected(World& world, unsigned node, std::istringstream& words) {
    std::string kind;
    words >> kind;
    if (kind == "PeerHeard")
        return heard(world, node, words);
    if (kind == "PeerSilent")
        return PeerSilent{world.machine(node).settings.heartbeatTimeout};
    if (kind == "EngineEnding")
        return EngineEnding{};
    std::uint64_t number = 0;
    words >> number;
    const SessionNumber n(number);
    const Error lost{ErrorCode::Disconnected, "stream", "by hand", 0};
    if (kind == "SessionBegun")
        return SessionBegun{n, world.machine(1 - node).running() ? world.machine(1 - node).engine().self()
                                                                 : Incarnation{}};
    if (kind == "SessionWillChange")
        return SessionWillChange{n};
    if (kind == "SessionInSync")
        return SessionInSync{n};
    if (kind == "SessionEnded")
        return SessionEnded{n, lost};
    if (kind == "StandbyReady")
        return StandbyReady{n};
    if (kind == "StandbyLost")
        return StandbyLost{n, lost, false};
    if (kind == "StandbyLostRecorded")
        return StandbyLost{n, lost, true};
    if (kind == "Paused") // in milliseconds
        return Paused{std::chrono::milliseconds(number)};
    throw std::invalid_argument("no such event: " + kind);
}

const char* actionName(const Action& action) {
    static const char* const names[] = {
        "SaveRecord",          "GrantNothing",  "GrantWithStandby", "GrantAlone",
        "OpenSource",          "Mount",         "AttachStandby",    "AcceptStandby",
        "DetachStandby",       "CloseSource",   "OpenTarget",       "BeginApplying",
        "ConfirmSynchronised", "EndSession",    "CloseTarget",      "SetAsideCopy",
        "ExpectAddress",       "RaiseAddress",  "DropAddress",      "StartServices",
        "StopServices",        "StartCheckers", "StopCheckers",     "ArmTimer",
        "DisarmTimer",         "AnswerRequest", "LogRow",           "EndEngine"};
    static_assert(std::variant_size_v<Action> == std::size(names), "a new action needs its name here");
    return names[action.index()];
}

} // namespace understudy::simulation
