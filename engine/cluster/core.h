#pragma once
// The decision core: a value with one function. It has no clock, no socket, no thread, no random number;
// everything it needs comes in with the event. The same object runs in production and in tests/simulation.

#include "base/clock.h"
#include "cluster/actions.h"
#include "cluster/events.h"
#include "cluster/facts.h"
#include "cluster/settings.h"
#include "cluster/states.h"

#include <string>
#include <vector>

namespace understudy::cluster {

// What comes in beside the event.
struct Moment {
    Instant now;
    WallTime wall;
    Generation fresh; // random, never used before: the next generation, should one begin in this step
};

// What is shown of this node: to the API, not to the peer.
struct NodeView {
    NodeState state = NodeState::Stop;
    Colour colour = Colour::Red;
    DataStatus data = DataStatus::NotUpToDate;
    std::string row;                    // the row of the table that led here; its sentence explains the state
    std::vector<std::string> arguments; // for the sentence's %1, %2 ...
    WallTime since{};                   // of state and colour
};

class Core {
public:
    explicit Core(CoreSettings settings);
    ~Core();
    Core(Core&&) noexcept;
    Core& operator=(Core&&) noexcept;

    std::vector<Action> step(const Event& event, const Moment& moment);
    NodeFacts facts() const; // to be published after the actions' records are durable
    NodeView view() const;

private:
    struct State;
    State* m_state;
};

} // namespace understudy::cluster
