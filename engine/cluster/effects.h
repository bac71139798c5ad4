#pragma once
// What the rows of the table do: each a named function that appends actions and remembers what it asked for.
// None of them changes the phase: that is the row's.

#include "cluster/arguments.h"
#include "cluster/core.h"
#include "cluster/refusals.h"
#include "cluster/state.h"

namespace understudy::cluster {

struct Step {
    Memory& memory;
    const Event& event;
    const Moment& moment;
    std::vector<Action>& actions;
};

using Effect = void (*)(Step&);

namespace effects {

// ---- record (each is durable before anything behind it happens)
void recordRunning(Step&);  // the administrator wants it to run
void recordStopped(Step&);  // ... or not to
void recordEnd(Step&);      // of Leaving: stopped by command or failure, else as it was
void recordLeft(Step&);     // of LeavingStandby: the same
void recordStandby(Step&);  // our part is that of a standby: no right to serve by ourselves
void recordOutdated(Step&); // the same, if the record still claims ALONE
void recordPrim(Step&);     // the same generation, with the standby in sync
void recordSetAside(Step&); // what was ours is kept beside; this copy is nothing yet
void recordIncomplete(Step&);
void recordSynchronised(Step&);
void generationAlone(Step&); // a new generation, begun by serving alone
void generationTakenOver(Step&);
void generationForced(Step&); // ... by an administrator, whatever the copy is worth

// ---- serving side
void grantNothing(Step&);
void grantWithStandby(Step&);
void grantAlone(Step&);
void openSource(Step&);
void mount(Step&); // as soon as the source is open, once
void attach(Step&);
void acceptStandby(Step&);
void voidSession(Step&);   // give the session up; our facts say so from now on (S2)
void forgetSession(Step&); // nothing rests on it any more; the next one may come after a delay (S15)
void voidAll(Step&);
void yield(Step&); // hand over: our facts say so from now on

// ---- receiving side
void openTarget(Step&);
void closeTarget(Step&);
void takeSession(Step&);
void endSession(Step&);    // ours
void refuseSession(Step&); // the event's
void beginApplying(Step&);
void confirmSynchronised(Step&);
void setAside(Step&);
void retryLater(Step&);
void gainRight(Step&);
void loseRight(Step&);
void suspendRight(Step&);
void resumeRight(Step&);
void takeForSwap(Step&);
void spendRight(Step&); // it is used: nothing to take back
void clearTrouble(Step&);
void thenStop(Step&); // of LeavingStandby
void thenEnd(Step&);  // the same, but the next start of the engine starts the module again
void thenAsk(Step&);

// ---- address, services, checkers
void expectAddress(Step&); // RaiseAddress follows as soon as the target is closed
void raiseAddress(Step&);
void endEngine(Step&); // falls silent: what hangs here cannot be closed
void dropAddress(Step&);
void retryAddressLater(Step&);
void startServices(Step&);
void startCheckers(Step&);
void startWhatWaited(Step&);
void restartServices(Step&); // by command
void restartFailed(Step&);   // counted
void killServices(Step&);
void forgiveFailures(Step&); // the administrator starts it, so he has repaired it: all tries anew
void killAgainSoon(Step&);   // what survived

// ---- leaving
void leaveGently(Step&);
void leaveNext(Step&);
void tearDown(Step&);        // all at once, address first (S12)
void goalEnd(Step&);         // the next start of the engine starts it again
void goalStopForGood(Step&); // a reboot does not start it again
void goalStandby(Step&);
void goalAsk(Step&);
void rememberToResume(Step&);
void giveUpSwap(Step&); // the standby is lost before we handed over: we serve on

// ---- timers, requests
void ask(Step&); // begin to ask: patience starts anew
void onlyAsSecond(Step&);
void anyPart(Step&);
void armPatience(Step&);
void disarmPatience(Step&);
void take(Step&); // the request is answered when it is done

void failPending(Step&, const Refusal& why, std::vector<std::string> arguments);

// The request that was taken came to nothing: its end is the event's error.
template <const Refusal& R> void fail(Step& step) {
    failPending(step, R, arguments::error(Situation{step.memory, step.event, step.moment}));
}

template <const Refusal& R> void refuse(Step& step) {
    step.actions.emplace_back(
        AnswerRequest{std::get<Asked>(step.event).request, false, std::string(R.reason), {}});
}

} // namespace effects
} // namespace understudy::cluster
