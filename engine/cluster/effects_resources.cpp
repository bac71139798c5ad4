// Effects on address, services and checkers, on leaving, on timers and requests.
#include "cluster/effects_common.h"

#include <algorithm>

namespace understudy::cluster::effects {

namespace {

constexpr Duration kKillAgainAfter = std::chrono::seconds(10);
constexpr Duration kClosedByForce = std::chrono::seconds(10); // then threads of ours hang in the kernel (S15)

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

} // namespace

// ---- address, services, checkers

void expectAddress(Step& step) {
    step.actions.emplace_back(ExpectAddress{});
}

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

// While we did not know whether we may go on, the folder came up, or a restart had stopped the services.
void startWhatWaited(Step& step) {
    const auto& serving = step.memory.serving;
    if (serving.folder.up() && serving.services.down())
        startServices(step);
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

void forgiveFailures(Step& step) {
    step.memory.serving.restarts.clear();
    step.memory.serving.addressTries = 0;
}

void killServices(Step& step) {
    stopServices(step, Force::Kill);
    arm(step, step.memory.stopTimer, Timer::StopBound, step.memory.settings.stopBound);
}

void killAgainSoon(Step& step) {
    arm(step, step.memory.stopTimer, Timer::StopBound, kKillAgainAfter);
}

// ---- leaving

void leaveGently(Step& step) {
    auto& serving = step.memory.serving;
    serving.restarting = serving.torn = false;
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
    serving.torn = true;
    arm(step, step.memory.stopTimer, Timer::StopBound,
        std::min(step.memory.settings.stopBound, kClosedByForce));
}

void endEngine(Step& step) {
    step.actions.emplace_back(EndEngine{});
}

void goalStopForGood(Step& step) {
    step.memory.serving.goal = Goal::Stop;
    step.memory.serving.stopForGood = true;
}

void goalEnd(Step& step) {
    step.memory.serving.goal = Goal::Stop;
    step.memory.serving.stopForGood = false;
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
        m.record.lastRole == Role::Prim && m.trustedSince < m.serving.leavingSince;
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

void failPending(Step& step, const Refusal& why, std::vector<std::string> arguments) {
    auto& pending = step.memory.pending;
    if (pending)
        step.actions.emplace_back(
            AnswerRequest{pending->id, false, std::string(why.reason), std::move(arguments)});
    pending.reset();
}

void giveUpSwap(Step& step) {
    step.memory.serving.inSync = false;
}

} // namespace understudy::cluster::effects
