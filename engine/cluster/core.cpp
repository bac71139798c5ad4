#include "cluster/core.h"

#include "cluster/observe.h"
#include "cluster/transitions.h"
#include "cluster/views.h"

namespace understudy::cluster {

namespace {

bool settled(const Memory& m) {
    return m.saving.empty();
}

enum class Outcome : std::uint8_t { Pending, Done, Failed };

Outcome outcomeOf(const Memory& m, Command command) {
    const Colour colour = shownColour(m);
    const bool serving = contains(Phase::Alone | Phase::Prim, m.phase);
    const bool atRest = contains(Phase::Stopped | Phase::Waiting, m.phase);
    switch (command) {
    case Command::Start: // a long synchronisation, or a wait that its row explains, is a start that worked
        if (m.phase == Phase::Standby || m.phase == Phase::Waiting || (serving && colour != Colour::Magenta))
            return Outcome::Done;
        return m.phase == Phase::Stopped ? Outcome::Failed : Outcome::Pending;
    case Command::Stop:
        return m.phase == Phase::Stopped ? Outcome::Done : Outcome::Pending;
    case Command::Restart:
    case Command::ForceStart:
        if (serving && colour != Colour::Magenta && !m.serving.restarting)
            return Outcome::Done;
        return atRest || m.phase == Phase::Standby ? Outcome::Failed : Outcome::Pending;
    case Command::Swap:
    case Command::SwapNoSync:
        if (m.phase == Phase::Standby)
            return m.standby.right ? Outcome::Done : Outcome::Pending;
        return atRest || serving ? Outcome::Failed : Outcome::Pending;
    }
    return Outcome::Pending;
}

// A request that was taken is answered once its end is reached and every record behind it is durable.
void answerPending(Memory& m, std::vector<Action>& actions) {
    if (!m.pending || !settled(m))
        return;
    const Outcome outcome = outcomeOf(m, m.pending->command);
    if (outcome == Outcome::Pending)
        return;
    const bool done = outcome == Outcome::Done;
    actions.emplace_back(
        AnswerRequest{m.pending->id, done, done ? std::string() : std::string(refusals::kFailed.reason), {}});
    m.pending.reset();
}

void explain(Memory& m, const Row& row, const Situation& situation, std::vector<Action>& actions) {
    if (row.voice == Voice::Quiet)
        return;
    std::vector<std::string> arguments = row.arguments(situation);
    if (row.voice == Voice::Explains) {
        if (m.row == row.id && m.arguments == arguments && (row.to == kStay || row.to == m.phase))
            return; // said already
        m.row = row.id;
        m.arguments = arguments;
    }
    actions.emplace_back(LogRow{row.id, std::move(arguments)});
}

} // namespace

Core::Core(CoreSettings settings) : m_memory(std::make_unique<Memory>()) {
    m_memory->settings = settings;
}

Core::~Core() = default;
Core::Core(Core&&) noexcept = default;
Core& Core::operator=(Core&&) noexcept = default;

std::vector<Action> Core::step(const Event& event, const Moment& moment) {
    Memory& m = *m_memory;
    std::vector<Action> actions;
    ++m.steps;
    m.lastRow = {};
    if (observe(m, event, moment)) {
        const Situation situation{m, event, moment};
        if (const Row* row = chooseRow(situation)) {
            m.lastRow = row->id;
            explain(m, *row, situation, actions); // first: the log tells of a step even if its record fails
            Step step{m, event, moment, actions};
            for (const Effect effect : row->effects)
                effect(step);
            if (row->to != kStay)
                m.phase = row->to; // the one place
        }
    }
    answerPending(m, actions);
    if (shownState(m) != m.shownState || shownColour(m) != m.shownColour) {
        m.shownState = shownState(m);
        m.shownColour = shownColour(m);
        m.since = moment.wall;
    }
    return actions;
}

NodeFacts Core::facts() const {
    return factsOf(*m_memory);
}

std::string_view Core::lastRow() const {
    return m_memory->lastRow;
}

std::vector<Outlook> Core::outlook() const {
    return outlookOf(*m_memory);
}

NodeView Core::view() const {
    return viewOf(*m_memory);
}

} // namespace understudy::cluster
