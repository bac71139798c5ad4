// Effects on replication: grants, the source with its standby, the target with its sessions.
#include "cluster/effects_common.h"

#include <algorithm>

namespace understudy::cluster::effects {

namespace {

constexpr Duration kFirstDelay = std::chrono::milliseconds(500);
constexpr Duration kLongestDelay = std::chrono::seconds(60);
constexpr Duration kSteadyFor = std::chrono::seconds(60); // a standby that held so long may return at once

Duration grown(Duration delay) {
    return std::clamp(2 * delay, kFirstDelay, kLongestDelay);
}

} // namespace

// ---- serving side

void grantNothing(Step& step) {
    step.actions.emplace_back(GrantNothing{});
}

void grantWithStandby(Step& step) {
    step.actions.emplace_back(GrantWithStandby{step.memory.serving.session});
}

void grantAlone(Step& step) {
    if (step.memory.serving.source.up())
        step.actions.emplace_back(GrantAlone{step.memory.record.generation});
}

void openSource(Step& step) {
    step.memory.serving.diskStuck = step.memory.serving.torn = false;
    raise<OpenSource>(step, step.memory.serving.source, Resource::Level::Rising);
}

void mount(Step& step) {
    if (step.memory.serving.source.up() && step.memory.serving.folder.down())
        raise<Mount>(step, step.memory.serving.folder, Resource::Level::Rising);
}

void attach(Step& step) {
    auto& serving = step.memory.serving;
    serving.voidThrough = serving.lastSession;
    serving.session = serving.lastSession = SessionNumber(serving.lastSession.value + 1);
    serving.inSync = false;
    step.actions.emplace_back(
        AttachStandby{serving.session, step.memory.record.generation, step.memory.record.ancestors});
}

void acceptStandby(Step& step) {
    step.actions.emplace_back(AcceptStandby{step.memory.serving.session});
}

void voidSession(Step& step) {
    auto& serving = step.memory.serving;
    serving.inSync = false;
    if (serving.session == SessionNumber{})
        return;
    serving.voidThrough = std::max(serving.voidThrough, serving.session);
    step.actions.emplace_back(DetachStandby{serving.session});
}

void forgetSession(Step& step) {
    auto& serving = step.memory.serving;
    const bool steady = serving.primSince != Instant{} && step.moment.now - serving.primSince >= kSteadyFor;
    serving.attachDelay = steady ? kFirstDelay : grown(serving.attachDelay);
    serving.attachNotBefore = step.moment.now + serving.attachDelay;
    serving.primSince = Instant{};
    serving.session = SessionNumber{};
}

void voidAll(Step& step) {
    auto& serving = step.memory.serving;
    serving.inSync = false;
    serving.session = SessionNumber{};
    serving.primSince = Instant{};
    serving.voidThrough = serving.lastSession;
    serving.yielded = Generation{};
    serving.yieldedSession = SessionNumber{};
}

void yield(Step& step) {
    auto& serving = step.memory.serving;
    serving.yielded = step.memory.record.generation;
    serving.yieldedSession = serving.session;
    serving.primSince = Instant{};
    serving.session = SessionNumber{};
    serving.inSync = false;
}

// ---- receiving side

void openTarget(Step& step) {
    auto& standby = step.memory.standby;
    standby.session = SessionNumber{};
    standby.trouble = standby.swapping = false;
    step.memory.serving.mayResume = false;
    raise<OpenTarget>(step, standby.target, Resource::Level::Rising);
}

void closeTarget(Step& step) {
    step.memory.standby.session = SessionNumber{};
    raise<CloseTarget>(step, step.memory.standby.target, Resource::Level::Falling);
}

void takeSession(Step& step) {
    const auto& begun = std::get<SessionBegun>(step.event);
    auto& standby = step.memory.standby;
    standby.session = begun.session;
    standby.source = begun.source;
    standby.streamEnded = standby.trouble = false;
}

void endSession(Step& step) {
    auto& standby = step.memory.standby;
    if (standby.session != SessionNumber{})
        step.actions.emplace_back(EndSession{standby.session});
    standby.session = SessionNumber{};
}

void refuseSession(Step& step) {
    const SessionNumber n = std::visit(
        [](const auto& e) {
            if constexpr (requires { e.session; })
                return SessionNumber(e.session);
            else
                return SessionNumber{};
        },
        step.event);
    step.actions.emplace_back(EndSession{n});
}

void beginApplying(Step& step) {
    step.actions.emplace_back(BeginApplying{step.memory.standby.session});
}

void confirmSynchronised(Step& step) {
    step.actions.emplace_back(ConfirmSynchronised{step.memory.standby.session});
}

void setAside(Step& step) {
    raise<SetAsideCopy>(step, step.memory.standby.target, Resource::Level::Rising);
}

void retryLater(Step& step) {
    auto& standby = step.memory.standby;
    standby.trouble = true;
    standby.retryDelay = grown(standby.retryDelay);
    standby.retryAt = step.moment.now + standby.retryDelay;
}

void gainRight(Step& step) {
    auto& standby = step.memory.standby;
    // Frozen before we heard it: it may be an old word, and the serving node may have dropped us since (S2).
    standby.right = Right{standby.source, standby.session, standby.wokeSinceConfirm};
    standby.streamEnded = standby.trouble = false;
    standby.retryDelay = Duration{};
}

void loseRight(Step& step) {
    auto& standby = step.memory.standby;
    const auto& peer = step.memory.peer.facts;
    if (!standby.right)
        return;
    const bool sameLife = !peer || peer->incarnation == standby.right->from;
    standby.closedFor = peer ? peer->incarnation : standby.right->from;
    standby.closedThrough = sameLife ? standby.right->session : SessionNumber{};
    if (peer)
        standby.closedThrough = std::max(standby.closedThrough, peer->voidThrough);
    if (standby.session <= standby.closedThrough || !sameLife)
        endSession(step);
    standby.right.reset();
    standby.streamEnded = false;
}

void suspendRight(Step& step) {
    if (step.memory.standby.right)
        step.memory.standby.right->suspended = true;
}

void resumeRight(Step& step) {
    if (step.memory.standby.right)
        step.memory.standby.right->suspended = false;
}

void takeForSwap(Step& step) {
    step.memory.standby.swapping = true;
}

void spendRight(Step& step) {
    step.memory.standby.right.reset();
    step.memory.standby.streamEnded = step.memory.standby.swapping = false;
}

void clearTrouble(Step& step) {
    step.memory.standby.trouble = false;
}

void thenStop(Step& step) {
    step.memory.standby.goal = Goal::Stop;
    step.memory.standby.stopForGood = true;
}

void thenEnd(Step& step) {
    step.memory.standby.goal = Goal::Stop;
    step.memory.standby.stopForGood = false;
}

void thenAsk(Step& step) {
    step.memory.standby.goal = Goal::Ask;
}

} // namespace understudy::cluster::effects
