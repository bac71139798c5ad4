#include "cluster/views.h"

#include <algorithm>

namespace understudy::cluster {

namespace {

bool serves(const Memory& m) {
    return contains(Phase::TakingOver | Phase::SwapIn | Phase::Alone | Phase::Prim | Phase::Dropping |
                        Phase::Distrusting | Phase::Leaving,
                    m.phase);
}

Colour standbyColour(const Memory& m) {
    const auto& standby = m.standby;
    const bool held = standby.right && !standby.right->suspended;
    const bool peerStopped = m.peer.silent || (m.peer.facts && !m.peer.facts->serving);
    if (standby.trouble || (held && peerStopped && !m.settings.failover))
        return Colour::Red;
    return held ? Colour::Green : Colour::Magenta;
}

Colour servingColour(const Memory& m) {
    const auto& serving = m.serving;
    if (serving.address.level == Resource::Level::Failed)
        return Colour::Red;
    const bool up =
        serving.folder.up() && serving.address.up() && serving.services.up() && serving.checkersUp;
    return up ? Colour::Green : Colour::Magenta;
}

Intent intentOf(const Memory& m) {
    switch (m.phase) {
    case Phase::Stopped:
        return Intent::Stopped;
    case Phase::Asking:
    case Phase::Waiting:
        return Intent::Undecided;
    case Phase::SettingAside:
    case Phase::Standby:
        return Intent::Standby;
    case Phase::LeavingStandby:
        return m.standby.goal == Goal::Stop ? Intent::Stopped : Intent::Undecided;
    case Phase::Leaving:
        return m.serving.goal == Goal::Stop      ? Intent::Stopped
               : m.serving.goal == Goal::Standby ? Intent::Standby
                                                 : Intent::Undecided;
    case Phase::TakingOver:
    case Phase::SwapIn:
    case Phase::Alone:
    case Phase::Prim:
    case Phase::Dropping:
    case Phase::Distrusting:
        return Intent::Serving;
    }
    return Intent::Undecided;
}

DataStatus dataOf(const Memory& m) {
    if (m.record.generation.isNone() && m.record.lastRole == Role::None)
        return DataStatus::NotConfigured;
    const bool standby = m.standby.right && !m.standby.right->suspended;
    const bool ownsHistory = m.record.lastRole == Role::Alone && m.record.complete;
    return serves(m) || standby || ownsHistory ? DataStatus::UpToDate : DataStatus::NotUpToDate;
}

} // namespace

NodeState shownState(Phase phase) {
    switch (phase) {
    case Phase::Stopped:
        return NodeState::Stop;
    case Phase::Asking:
    case Phase::Waiting:
    case Phase::LeavingStandby:
    case Phase::TakingOver:
    case Phase::Leaving:
        return NodeState::Wait;
    case Phase::SettingAside:
    case Phase::Standby:
        return NodeState::Second;
    case Phase::SwapIn:
    case Phase::Prim:
    case Phase::Dropping:
    case Phase::Distrusting:
        return NodeState::Prim;
    case Phase::Alone:
        return NodeState::Alone;
    }
    return NodeState::Stop;
}

NodeState shownState(const Memory& m) {
    return shownState(m.phase);
}

Colour shownColour(const Memory& m) {
    switch (m.phase) {
    case Phase::Stopped:
    case Phase::Waiting:
        return Colour::Red;
    case Phase::Leaving: // for what does not die, or does not answer, a person may be needed
        return m.serving.survivors || (m.serving.torn && m.serving.diskStuck) ? Colour::Red : Colour::Magenta;
    case Phase::Standby:
        return standbyColour(m);
    case Phase::Alone:
    case Phase::Prim:
        return servingColour(m);
    case Phase::Asking:
    case Phase::SettingAside:
    case Phase::LeavingStandby:
    case Phase::TakingOver:
    case Phase::SwapIn:
    case Phase::Dropping:
    case Phase::Distrusting:
        return Colour::Magenta;
    }
    return Colour::Red;
}

NodeFacts factsOf(const Memory& m) {
    NodeFacts f;
    f.incarnation = m.self;
    f.steps = m.steps;
    f.state = shownState(m);
    f.colour = shownColour(m);
    f.intent = intentOf(m);
    f.generation = m.record.generation;
    const std::size_t room = std::min(m.record.ancestors.size(), NodeFacts::kMaxAncestors);
    f.ancestors.assign(m.record.ancestors.begin(),
                       m.record.ancestors.begin() + static_cast<std::ptrdiff_t>(room));
    f.complete = m.record.complete;
    f.lastRole = m.record.lastRole;
    f.tookOver = m.record.tookOver;
    f.serving = serves(m);
    f.inSyncSession = m.serving.inSync ? m.serving.session : SessionNumber{};
    f.voidThrough = m.serving.voidThrough;
    f.yielded = m.serving.yielded;
    f.yieldedSession = m.serving.yieldedSession;
    f.wantsSession = m.phase == Phase::Standby && m.standby.target.up() && !m.standby.right &&
                     m.standby.session == SessionNumber{} && !m.standby.trouble;
    f.closedFor = m.standby.closedFor;
    f.closedThrough = m.standby.closedThrough;
    return f;
}

NodeView viewOf(const Memory& m) {
    return NodeView{shownState(m), shownColour(m), dataOf(m), m.row, m.arguments, m.since};
}

const char* phaseName(Phase phase) {
    switch (phase) {
    case Phase::Stopped:
        return "Stopped";
    case Phase::Asking:
        return "Asking";
    case Phase::Waiting:
        return "Waiting";
    case Phase::SettingAside:
        return "SettingAside";
    case Phase::Standby:
        return "Standby";
    case Phase::LeavingStandby:
        return "LeavingStandby";
    case Phase::TakingOver:
        return "TakingOver";
    case Phase::SwapIn:
        return "SwapIn";
    case Phase::Alone:
        return "Alone";
    case Phase::Prim:
        return "Prim";
    case Phase::Dropping:
        return "Dropping";
    case Phase::Distrusting:
        return "Distrusting";
    case Phase::Leaving:
        return "Leaving";
    }
    return "?";
}

} // namespace understudy::cluster
