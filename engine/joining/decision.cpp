#include "joining/decision.h"

namespace understudy::joining {

namespace {

// A node that has something to take back. What is sent comes last: it may be sent only once it is true.
Actions takeBack(State& state, Word answer) {
    state.stage = Stage::Undoing;
    return {PutBack{}, RemoveRecord{}, Send{answer}};
}

// ---- host

Actions hostHeard(State& state, const Heard& heard) {
    const bool mine = isOpen(state) && heard.id == state.id;
    switch (heard.word) {
    case Word::Proposal:
        if (isOpen(state))
            return {Refuse{Refusal::OtherIsOpen}};
        state.id = heard.id;
        state.stage = Stage::Prepared;
        return {StageFiles{}, Write{Stage::Prepared}, Send{Word::Prepared}};
    case Word::Commit:
        if (!mine || state.stage == Stage::Undoing)
            return {Send{Word::Unknown}};
        if (state.stage == Stage::Decided)
            return {Switch{}, Send{Word::Done}};
        state.stage = Stage::Decided;
        return {Write{Stage::Decided}, Switch{}, Send{Word::Done}};
    case Word::Abort:
        if (!mine)
            return {Send{Word::Aborted}};
        if (state.stage == Stage::Decided) // a guest that decided does not abort: it was forced to
            return {Send{Word::Done}};
        return takeBack(state, Word::Aborted);
    case Word::Thanks:
        if (mine && state.stage == Stage::Decided)
            return {RemoveRecord{}};
        return {};
    default:
        return {}; // not said by a guest
    }
}

Actions hostRetries(State& state) {
    if (state.stage == Stage::Undoing)
        return {PutBack{}, RemoveRecord{}};
    if (state.stage == Stage::Decided && !state.switched)
        return {Switch{}, Send{Word::Done}};
    return {};
}

Actions hostAborts(State& state, bool force) {
    if (state.stage == Stage::Decided)
        return {Refuse{Refusal::DecidedAlready}};
    if (state.stage == Stage::Prepared && !force)
        return {Refuse{Refusal::InDoubt}};
    if (!isOpen(state))
        return {};
    state.stage = Stage::Undoing;
    return {PutBack{}, RemoveRecord{}};
}

Actions hostFailed(State& state, Task task) {
    const bool kept = task == Task::StageFiles || task == Task::Write;
    // Nothing was answered yet, so the guest cannot have decided.
    if (state.stage == Stage::Prepared && kept)
        return takeBack(state, Word::Refused);
    if (state.stage == Stage::Decided && task == Task::Write)
        state.stage = Stage::Prepared; // the guest will say it again
    return {};
}

// ---- guest

Actions giveUp(State& state) {
    state.stage = Stage::Aborting;
    return {Write{Stage::Aborting}, PutBack{}, Send{Word::Abort}};
}

Actions guestHeard(State& state, const Heard& heard) {
    if (!isOpen(state) || heard.id != state.id)
        return {};
    switch (heard.word) {
    case Word::Prepared:
        if (state.stage != Stage::Started)
            return {};
        state.stage = Stage::Decided;
        return {StageFiles{}, Write{Stage::Decided}, Switch{}, Send{Word::Commit}};
    case Word::Refused:
        return state.stage == Stage::Started ? giveUp(state) : Actions{};
    case Word::Done:
        if (state.stage != Stage::Decided || !state.switched)
            return {};
        return {RemoveRecord{}, Send{Word::Thanks}};
    case Word::Aborted:
        return state.stage == Stage::Aborting ? Actions{PutBack{}, RemoveRecord{}} : Actions{};
    case Word::Unknown:
        if (state.stage == Stage::Decided)
            state.unknownToHost = true;
        return state.stage == Stage::Aborting ? Actions{PutBack{}, RemoveRecord{}} : Actions{};
    default:
        return {}; // not said by a host
    }
}

Actions tellHost(const State& state) {
    if (!state.connected)
        return {Connect{}};
    if (state.stage == Stage::Aborting)
        return {Send{Word::Abort}};
    return {Send{Word::Commit}};
}

Actions guestRetries(State& state) {
    Actions actions;
    if (state.stage == Stage::Undoing)
        return {Write{Stage::Aborting}, PutBack{}, RemoveRecord{}};
    if (state.stage == Stage::Aborting) // a failed Write may have left "decided" on the disk
        actions = {Write{Stage::Aborting}, PutBack{}};
    else if (state.stage != Stage::Decided)
        return {};
    else if (!state.switched)
        actions = {Switch{}};
    for (Action& action : tellHost(state))
        actions.push_back(std::move(action));
    return actions;
}

Actions guestAborts(State& state, bool force) {
    switch (state.stage) {
    case Stage::Started:
        return giveUp(state);
    case Stage::Aborting:
        if (!force)
            return guestRetries(state);
        state.stage = Stage::Undoing;
        return {Write{Stage::Aborting}, PutBack{}, RemoveRecord{}};
    case Stage::Decided:
        if (!force)
            return {Refuse{Refusal::DecidedAlready}};
        state.stage = Stage::Undoing;
        return {Write{Stage::Aborting}, PutBack{}, RemoveRecord{}};
    default:
        return guestRetries(state);
    }
}

Actions guestFailed(State& state, Task task) {
    if (state.stage == Stage::Started) { // not even the proposal was sent
        state.stage = Stage::Undoing;
        return {PutBack{}, RemoveRecord{}};
    }
    // Nothing was sent since: the decision is still free, once it is durable.
    if (state.stage == Stage::Decided && (task == Task::StageFiles || task == Task::Write))
        return giveUp(state);
    return {};
}

// ---- both

Actions restarted(State& state, const Restarted& found) {
    state = State{state.side, found.stage, found.id, false, false, false};
    switch (found.stage) {
    case Stage::None:
        return {PutBack{}};
    case Stage::Started:
        state.stage = Stage::Aborting;
        return {Write{Stage::Aborting}, PutBack{}};
    case Stage::Decided:
        return {Switch{}};
    case Stage::Aborting:
        return {PutBack{}};
    case Stage::Prepared:
    case Stage::Undoing:
        return {};
    }
    return {};
}

} // namespace

Actions step(State& state, const Event& event) {
    const bool host = state.side == Side::Host;
    struct Visitor {
        State& state;
        const bool host;
        Actions operator()(const Restarted& e) const { return restarted(state, e); }
        Actions operator()(const StartAsked& e) const {
            if (isOpen(state))
                return {Refuse{Refusal::OtherIsOpen}};
            state.stage = Stage::Started;
            state.id = e.id;
            state.connected = true;
            state.switched = state.unknownToHost = false;
            return {Write{Stage::Started}, Send{Word::Proposal}};
        }
        Actions operator()(const Connected&) const {
            state.connected = true;
            const bool hasWord = state.stage == Stage::Aborting || state.stage == Stage::Decided;
            return !host && hasWord ? guestRetries(state) : Actions{};
        }
        Actions operator()(const ConnectionLost&) const {
            state.connected = false;
            return !host && state.stage == Stage::Started ? giveUp(state) : Actions{};
        }
        Actions operator()(const Heard& e) const { return host ? hostHeard(state, e) : guestHeard(state, e); }
        Actions operator()(const PeerAnswered&) const {
            return state.stage == Stage::Decided && state.switched ? Actions{RemoveRecord{}} : Actions{};
        }
        Actions operator()(const RetryTime&) const { return host ? hostRetries(state) : guestRetries(state); }
        Actions operator()(const AbortAsked& e) const {
            return host ? hostAborts(state, e.force) : guestAborts(state, e.force);
        }
        Actions operator()(const ActionFailed& e) const {
            return host ? hostFailed(state, e.task) : guestFailed(state, e.task);
        }
    };
    return std::visit(Visitor{state, host}, event);
}

void performed(State& state, const Action& action) {
    if (std::holds_alternative<Switch>(action))
        state.switched = true;
    if (std::holds_alternative<RemoveRecord>(action))
        state.stage = Stage::None;
}

Task taskOf(const Action& action) {
    constexpr Task kTasks[] = {Task::Write,        Task::StageFiles, Task::Switch, Task::PutBack,
                               Task::RemoveRecord, Task::Other,      Task::Other,  Task::Other};
    return kTasks[action.index()];
}

const char* stageName(Stage stage) {
    constexpr const char* kNames[] = {"none", "started", "prepared", "decided", "aborting", "undoing"};
    return kNames[static_cast<std::size_t>(stage)];
}

} // namespace understudy::joining
