#include "cluster/effects.h"

#include <algorithm>

namespace understudy::cluster::effects {

namespace {

constexpr Duration kFirstDelay = std::chrono::milliseconds(500);
constexpr Duration kLongestDelay = std::chrono::seconds(60);
constexpr Duration kSteadyFor = std::chrono::seconds(60); // a standby that held so long may return at once

Ticket newTicket(Step& step) {
    return Ticket(step.memory.nextTicket++);
}

Duration grown(Duration delay) {
    return std::clamp(2 * delay, kFirstDelay, kLongestDelay);
}

void save(Step& step, Record record) {
    Memory& m = step.memory;
    if (record.lastRole != m.record.lastRole)
        record.since = step.moment.wall;
    record.peerLastSeen = m.peer.seen ? m.peer.seen : record.peerLastSeen;
    record.engineStarts = m.self.starts;
    m.record = record;
    m.saving.push_back(SaveRecord{newTicket(step), std::move(record)});
    step.actions.emplace_back(m.saving.back());
}

void newGeneration(Step& step, bool tookOver) {
    Record r = step.memory.record;
    if (!r.generation.isNone())
        r.ancestors.insert(r.ancestors.begin(), r.generation);
    if (r.ancestors.size() > Record::kMaxAncestors)
        r.ancestors.resize(Record::kMaxAncestors);
    r.generation = step.moment.fresh;
    r.complete = true;
    r.lastRole = Role::Alone;
    r.tookOver = tookOver;
    r.running = true;
    voidAll(step);
    spendRight(step);
    step.memory.serving.mayResume = false;
    save(step, std::move(r));
}

template <typename A> void raise(Step& step, Resource& resource, Resource::Level level) {
    resource.ticket = newTicket(step);
    resource.level = level;
    step.actions.emplace_back(A{resource.ticket});
}

void stopServices(Step& step, Force force) {
    Resource& services = step.memory.serving.services;
    services.ticket = newTicket(step);
    services.level = Resource::Level::Falling;
    step.actions.emplace_back(StopServices{services.ticket, force});
}

void stopCheckers(Step& step) {
    auto& serving = step.memory.serving;
    if (serving.checkersRunning)
        step.actions.emplace_back(StopCheckers{});
    serving.checkersRunning = serving.checkersUp = false;
}

void closeSource(Step& step, Closing how) {
    Resource& source = step.memory.serving.source;
    source.ticket = newTicket(step);
    source.level = Resource::Level::Falling;
    step.actions.emplace_back(CloseSource{source.ticket, how});
}

void arm(Step& step, Ticket& slot, Timer timer, Duration after) {
    slot = newTicket(step);
    step.actions.emplace_back(ArmTimer{slot, timer, after});
}

void disarm(Step& step, Ticket& slot, Timer timer) {
    if (slot != Ticket{})
        step.actions.emplace_back(DisarmTimer{timer});
    slot = Ticket{};
}

void setRole(Step& step, Role role) {
    Record r = step.memory.record;
    r.lastRole = role;
    save(step, std::move(r));
}

} // namespace

// ---- record

void recordRunning(Step& step) {
    Record r = step.memory.record;
    r.running = true;
    if (r != step.memory.record)
        save(step, std::move(r));
}

void recordStopped(Step& step) {
    Record r = step.memory.record;
    r.running = false;
    step.memory.serving.mayResume = false;
    if (r != step.memory.record)
        save(step, std::move(r));
}

void recordEnd(Step& step) {
    if (step.memory.serving.stopForGood)
        recordStopped(step);
}

void recordStandby(Step& step) {
    if (step.memory.record.lastRole != Role::Standby)
        setRole(step, Role::Standby);
}

void recordOutdated(Step& step) {
    if (step.memory.record.lastRole == Role::Alone)
        setRole(step, Role::Standby);
}

void recordPrim(Step& step) {
    step.memory.serving.inSync = true;
    step.memory.serving.primSince = step.moment.now;
    setRole(step, Role::Prim);
}

void recordSetAside(Step& step) {
    Record r = step.memory.record;
    r.generation = Generation{};
    r.ancestors.clear();
    r.complete = false;
    r.lastRole = Role::Standby;
    save(step, std::move(r));
}

void recordIncomplete(Step& step) {
    Record r = step.memory.record;
    r.complete = false;
    r.lastRole = Role::Standby;
    save(step, std::move(r));
}

void recordSynchronised(Step& step) {
    const auto& done = std::get<SessionSynchronised>(step.event);
    Record r = step.memory.record;
    r.generation = done.generation;
    r.ancestors = done.ancestors;
    if (r.ancestors.size() > Record::kMaxAncestors)
        r.ancestors.resize(Record::kMaxAncestors);
    r.complete = true;
    r.lastRole = Role::Standby;
    r.tookOver = false;
    save(step, std::move(r));
}

void generationAlone(Step& step) {
    newGeneration(step, false);
}

void generationTakenOver(Step& step) {
    newGeneration(step, true);
}

void generationForced(Step& step) {
    newGeneration(step, true);
}

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
    standby.right = Right{standby.source, standby.session, false};
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
}

void thenAsk(Step& step) {
    step.memory.standby.goal = Goal::Ask;
}

// ---- address, services, checkers

void raiseAddress(Step& step) {
    auto& address = step.memory.serving.address;
    if (address.up() || address.level == Resource::Level::Rising)
        return;
    raise<RaiseAddress>(step, address, Resource::Level::Rising);
}

void dropAddress(Step& step) {
    auto& address = step.memory.serving.address;
    if (!address.down() && address.level != Resource::Level::Falling)
        raise<DropAddress>(step, address, Resource::Level::Falling);
}

void retryAddressLater(Step& step) {
    auto& serving = step.memory.serving;
    ++serving.addressTries;
    const unsigned doublings = std::min(serving.addressTries, 5U);
    serving.addressRetryAt = step.moment.now + std::chrono::seconds(1U << doublings);
}

void startServices(Step& step) {
    auto& serving = step.memory.serving;
    serving.restarting = false;
    raise<StartServices>(step, serving.services, Resource::Level::Rising);
}

void startCheckers(Step& step) {
    auto& serving = step.memory.serving;
    serving.checkersRunning = true;
    serving.checkersUp = false;
    step.actions.emplace_back(StartCheckers{});
}

void restartServices(Step& step) {
    step.memory.serving.restarting = true;
    stopCheckers(step);
    stopServices(step, Force::No);
    arm(step, step.memory.stopTimer, Timer::StopBound, step.memory.settings.stopBound);
}

void restartFailed(Step& step) {
    auto& restarts = step.memory.serving.restarts;
    std::erase_if(restarts,
                  [&](Instant at) { return step.moment.now - at >= step.memory.settings.loopInterval; });
    restarts.push_back(step.moment.now);
    restartServices(step);
}

void killServices(Step& step) {
    stopServices(step, Force::Kill);
    arm(step, step.memory.stopTimer, Timer::StopBound, step.memory.settings.stopBound);
}

// ---- leaving

void leaveGently(Step& step) {
    auto& serving = step.memory.serving;
    serving.restarting = false;
    serving.leavingSince = step.moment.now;
    stopCheckers(step);
    disarmPatience(step);
    arm(step, step.memory.stopTimer, Timer::StopBound, step.memory.settings.stopBound);
    if (!serving.services.down())
        stopServices(step, Force::No);
    else
        leaveNext(step);
}

void leaveNext(Step& step) {
    auto& serving = step.memory.serving;
    if (!serving.services.down())
        return;
    if (!serving.address.down())
        return dropAddress(step);
    if (!serving.source.down() && serving.source.level != Resource::Level::Falling)
        closeSource(step, Closing::Drain);
}

void tearDown(Step& step) {
    auto& serving = step.memory.serving;
    serving.restarting = false;
    stopCheckers(step);
    disarmPatience(step);
    dropAddress(step);
    if (!serving.source.down())
        closeSource(step, Closing::Abort);
    if (!serving.services.down())
        stopServices(step, Force::Kill);
    arm(step, step.memory.stopTimer, Timer::StopBound, step.memory.settings.stopBound);
}

void goalStopForGood(Step& step) {
    step.memory.serving.goal = Goal::Stop;
    step.memory.serving.stopForGood = true;
}

void goalStandby(Step& step) {
    step.memory.serving.goal = Goal::Standby;
}

void goalAsk(Step& step) {
    step.memory.serving.goal = Goal::Ask;
}

void rememberToResume(Step& step) {
    const auto& m = step.memory;
    step.memory.serving.mayResume =
        m.record.lastRole == Role::Prim && m.trustedSince <= m.serving.leavingSince;
}

// ---- timers, requests

void ask(Step& step) {
    voidAll(step);
    arm(step, step.memory.askTimer, Timer::Ask, step.memory.settings.heartbeatTimeout);
}

void onlyAsSecond(Step& step) {
    step.memory.onlySecond = true;
}

void anyPart(Step& step) {
    step.memory.onlySecond = false;
}

void armPatience(Step& step) {
    arm(step, step.memory.patienceTimer, Timer::StandbyPatience, step.memory.settings.standbyTimeout);
}

void disarmPatience(Step& step) {
    disarm(step, step.memory.patienceTimer, Timer::StandbyPatience);
}

void take(Step& step) {
    auto& pending = step.memory.pending;
    const auto& asked = std::get<Asked>(step.event);
    if (pending)
        step.actions.emplace_back(
            AnswerRequest{pending->id, false, std::string(refusals::kSuperseded.reason), {}});
    pending = PendingRequest{asked.request, asked.command};
}

void giveUpSwap(Step& step) {
    step.memory.serving.inSync = false;
}

} // namespace understudy::cluster::effects
