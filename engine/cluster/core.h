#pragma once
// The decision core: a value with one function. It has no clock, no socket, no thread, no random number;
// everything it needs comes in with the event. The same object runs in production and in tests/simulation.

#include "base/clock.h"
#include "cluster/actions.h"
#include "cluster/events.h"
#include "cluster/facts.h"
#include "cluster/settings.h"
#include "cluster/states.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::cluster {

// What comes in beside the event.
struct Moment {
    Instant now;
    WallTime wall;
    Generation fresh; // random, never used before: the next generation, should one begin in this step
    // Neither silence nor an answer of the peer proves anything in this step (S14): this process may have
    // stood still and its Paused is not decided yet, or the link has heard the peer and that waits behind
    // this event.
    bool inDoubt = false;
};

// What is shown of this node: to the API, not to the peer.
struct NodeView {
    NodeState state = NodeState::Stop;
    Colour colour = Colour::Red;
    DataStatus data = DataStatus::NotUpToDate;
    std::string row;                    // the row of the table that led here; its sentence explains the state
    std::vector<std::string> arguments; // for the sentence's %1, %2 ...
    WallTime since{};                   // of state and colour

    bool operator==(const NodeView&) const = default;
};

// A row that leads from here to another state, as far as the table alone tells: whether its guards will hold
// is not known before its event comes.
struct Outlook {
    std::string row;
    std::string command; // whose row it is, as understudyctl calls it; empty: it happens by itself
    NodeState to = NodeState::Stop;
    std::string sentence;               // English source text, context "rows"
    std::vector<std::string> arguments; // "..." for what is not known yet
};

struct Memory;

// One thread only, the loop's. step() never blocks, never fails, and allocates a little.
class Core {
public:
    explicit Core(CoreSettings settings);
    ~Core();
    Core(Core&&) noexcept;
    Core& operator=(Core&&) noexcept;

    std::vector<Action> step(const Event& event, const Moment& moment);
    NodeFacts facts() const; // to be published after the actions' records are durable
    NodeView view() const;
    std::vector<Outlook> outlook() const; // in the order of the table
    std::string_view lastRow() const;     // the row that the last step took; empty: none

private:
    std::unique_ptr<Memory> m_memory;
};

// A row of the table, for the log, the API and the manual: its id, where it starts and ends, what it listens
// to and the sentence (English source text, context "rows", %1.. from LogRow or NodeView).
struct RowText {
    std::string id;
    std::string from; // phases, separated by a blank
    std::string on;
    std::string to; // empty: the phase stays
    std::string sentence;
};

std::vector<RowText> rowTexts();
const char* rowSentence(const std::string& id); // nullptr: there is no such row

} // namespace understudy::cluster
