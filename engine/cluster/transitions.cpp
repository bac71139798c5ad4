// THE table: which event leads where, and why. Read it top to bottom: the first row of the right phase and
// event whose guards all hold is taken, its effects are performed in order, and nothing else happens. Facts
// that change nothing find no row. A row reads
//
//     {id, from, on, {guards}, to, {effects}, voice, sentence, arguments of the sentence}
//
// The rules in the comments (S2, S3 ...) are those of the safety notes; facts.h describes the protocol.
#include "cluster/transitions.h"

#include "cluster/arguments.h"

namespace understudy::cluster {

namespace {

using namespace guards;
using namespace effects;
using namespace refusals;
using enum Phase;
using enum Voice;
namespace args = arguments;

constexpr Phase kLooking = Asking | Waiting;
constexpr Phase kGoingOn = Alone | Prim | Dropping | SwapIn;
constexpr Phase kServing = kGoingOn | Distrusting;
constexpr Phase kAny =
    Stopped | kLooking | SettingAside | Standby | LeavingStandby | TakingOver | kServing | Leaving;
constexpr On kFacts = On::PeerHeard | On::PeerSilent | On::Tick | On::AskTimer;
constexpr On kSilence = On::PeerSilent | On::Tick;
constexpr On kFolderTrouble = On::SourceFailed | On::MountFailed | On::OwnDiskStuck;
constexpr On kAppTrouble = On::ServiceFailed | On::CheckerDown;
constexpr On kClosed = On::SourceClosed | On::ServicesStopped | On::AddressDropped;
constexpr On kAskMore = On::AskStart | On::AskRestart | On::AskSwap | On::AskForceStart;

// clang-format off
const std::vector<Row> kRows = {

// ================================================================== requests refused wherever we are
{"refuse-busy", kAny, kAskMore, {busy}, kStay, {refuse<kBusy>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A request is refused: the one before it is not finished."), args::none},
{"refuse-swap-no-sync", kAny, On::AskSwapNoSync, {}, kStay, {refuse<kNotYet>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A swap without synchronisation is refused: this version does not offer it."), args::none},
{"refuse-force-peer-serves", kAny, On::AskForceStart, {peerServes}, kStay, {refuse<kPeerServes>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A forced start is refused: %1 serves the application."), args::peer},

// ================================================================== own record: nothing may rest on one that was not written
{"record-failed", kServing, On::RecordFailed, {}, Leaving, {fail<kRecordFailed>, voidAll, goalStopForGood, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node could not write its record (%1), so it may not go on: it stops. Repair its disk and start it again."), args::error},
{"record-failed-standby", Standby | TakingOver, On::RecordFailed, {}, LeavingStandby, {fail<kRecordFailed>, loseRight, thenStop, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node could not write its record (%1), so its copy cannot be relied upon: it stops. Repair its disk and start it again."), args::error},
{"record-failed-idle", Stopped | kLooking | SettingAside, On::RecordFailed, {}, Stopped, {fail<kRecordFailed>, voidAll}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node could not write its record (%1): it stays stopped. Repair its disk and start it again."), args::error},

{"record-failed-leaving", Leaving, On::RecordFailed, {}, kStay, {endEngine}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node could not write its record (%1) before its engine ends itself: it may start by itself again. Look at the disk of this computer."), args::error},

{"record-works-again", kAny, On::RecordSaved, {}, kStay, {}, Notes,
 QT_TRANSLATE_NOOP("rows", "This node can write its record again."), args::none},

// ================================================================== STOP
{"boot-off", Stopped, On::EngineStarted, {bootIsOff}, kStay, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "The boot policy of this node is off: it stays stopped until it is started."), args::none},
{"boot-second", Stopped, On::EngineStarted, {bootIsOn}, Asking, {onlyAsSecond, recordRunning, ask}, Explains,
 QT_TRANSLATE_NOOP("rows", "The boot policy of this node is on: it starts, and comes up as SECOND when %1 serves."), args::peer},
{"boot-as-before", Stopped, On::EngineStarted, {wasRunning}, Asking, {ask}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine was started and the module was running before: this node asks %1 what it holds."), args::peer},
{"boot-stopped", Stopped, On::EngineStarted, {}, kStay, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "The module was stopped before the engine was started: it stays stopped until it is started."), args::none},
{"start", Stopped, On::AskStart, {}, Asking, {take, anyPart, forgiveFailures, recordRunning, ask}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 started the module: this node asks the other one what it holds."), args::by},
{"stop-recorded", Stopped, On::AskStop, {wasRunning}, kStay, {take, recordStopped}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module; it was stopped already, but its record did not say so."), args::by},
{"refuse-already-stopped", Stopped, On::AskStop, {}, kStay, {refuse<kAlreadyStopped>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A stop is refused: the module is stopped."), args::none},
{"refuse-not-running", Stopped, On::AskRestart | On::AskSwap, {}, kStay, {refuse<kNotRunning>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A request is refused: the module is stopped."), args::none},

{"outdated-while-stopped", Stopped, On::PeerHeard, {recordSaysAlone, peerKnownBetter, peerConfirmed, recordWorks}, kStay, {recordOutdated}, Notes,
 QT_TRANSLATE_NOOP("rows", "%1 holds data that this node lacks: it is recorded that this node may not serve by itself."), args::peer},
{"outdated-again", Stopped, On::PeerHeard, {recordSaysAlone, peerKnownBetter, peerConfirmed, recordRetryDue}, kStay, {recordOutdated}, Quiet,
 QT_TRANSLATE_NOOP("rows", "It is tried again to record that %1 holds data that this node lacks."), args::peer},

// ================================================================== forced start, from STOP or WAIT red
{"refuse-force-no-data", Stopped | kLooking, On::AskForceStart, {hasNoData}, kStay, {refuse<kNoData>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A forced start is refused: this node holds no data."), args::none},
{"refuse-force-asking", Asking, On::AskForceStart, {}, kStay, {refuse<kStillAsking>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A forced start is refused: this node is still finding out what %1 holds."), args::peer},
{"refuse-force-undecided", Stopped | Waiting, On::AskForceStart, {peerMayHoldRight}, kStay, {refuse<kPeerMayTakeOver>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A forced start is refused: %1 may be taking over at this moment."), args::peer},
{"force-start", Stopped | Waiting, On::AskForceStart, {}, Alone, {take, anyPart, forgiveFailures, generationForced, raiseAddress, openSource}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 forced this node to serve with the data it holds, whatever the other one has."), args::by},

// ================================================================== WAIT: what is there on the other side?
{"stop-waiting", kLooking, On::AskStop, {}, Stopped, {take, voidAll, recordStopped}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module."), args::by},
{"start-any-part", kLooking, On::AskStart, {onlySecond}, Asking, {take, anyPart, forgiveFailures, recordRunning, ask}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 started the module: this node may now serve as well."), args::by},
{"refuse-start-waiting", kLooking, On::AskStart, {}, kStay, {refuse<kAlreadyRunning>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A start is refused: the module is started and waits."), args::none},
{"refuse-waiting", kLooking, On::AskRestart | On::AskSwap, {}, kStay, {refuse<kNotServing>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A request is refused: this node does not serve."), args::none},
{"woke-waiting", kLooking, On::Paused, {}, Asking, {ask}, Notes,
 QT_TRANSLATE_NOOP("rows", "This node did not run for %1 ms: it asks %2 anew."), args::gap},

{"end-waiting", kLooking, On::EngineEnding, {}, Stopped, {voidAll}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine was told to end: this node is stopped until the engine is started again."), args::none},

// ---- the other one serves. An engine that has just started may hear words from before (late, or replayed):
// nothing durable rests on them until the other one has answered.
{"peer-serves-unanswered", kLooking, kFacts, {peerServes, answerOverdue}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves and is heard here, but does not answer: the connection carries from it to this node only. Repair the connection; then this node becomes its standby."), args::peer},
{"peer-unconfirmed", kLooking, kFacts, {peerServes, peerUnconfirmed}, kStay, {}, Quiet,
 QT_TRANSLATE_NOOP("rows", "%1 serves; this node waits until it has answered."), args::peer},
{"peer-serves-older", kLooking, kFacts, {peerServes, mineNewer}, Asking, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves data that is older than the copy here: it stops when it hears of this copy."), args::peer},
{"set-aside-later", Waiting, kFacts, {peerServes, diverged, waitsToRetry}, kStay, {}, Quiet,
 QT_TRANSLATE_NOOP("rows", "The diverged copy is kept beside a little later."), args::none},
{"set-aside", kLooking, kFacts, {peerServes, diverged}, SettingAside, {recordOutdated, setAside}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves, and the copy here has changes of its own: it is kept beside before it is synchronised."), args::peer},
{"become-standby", kLooking, kFacts, {peerServes}, Standby, {recordStandby, openTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves: this node becomes its standby and is synchronised."), args::peer},

// ---- it does not serve. We may serve only after it has given up every right against us (S2, S3).
{"resume-alone", kLooking, kFacts, {peerUnheard, mayResume}, Alone, {generationAlone, raiseAddress, openSource}, Explains,
 QT_TRANSLATE_NOOP("rows", "The swap broke off and %1 is silent: this node serves again."), args::peer},
{"second-only", kLooking, kFacts, {peerHeard, onlySecond}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node was started to come up as SECOND, and %1 does not serve. Start the module to let this node serve."), args::peer},
{"serve-best", kLooking, kFacts, {mineBest, peerHoldsNoRight}, Alone, {generationAlone, raiseAddress, openSource}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node holds the newest complete data, and %1 does not serve: this node serves."), args::peer},
{"release-unanswered", kLooking, kFacts, {mineBest, answerOverdue}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node holds the newest complete data and hears %1, but %1 does not answer: the connection carries from it to this node only. Repair the connection; or stop the engine of %1 and force this node to serve."), args::peer},
{"ask-release", kLooking, kFacts, {mineBest}, Asking, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node holds the newest complete data and waits for the word of %1 that it does not take over."), args::peer},
{"both-empty", kLooking, kFacts, {peerHeard, hasNoData, peerHasNoData}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "Neither this node nor %1 holds data. Configure the node that has the data as the primary one."), args::peer},
{"peer-best-stopped", kLooking, kFacts, {theirsBest, peerStopped}, Waiting, {recordOutdated}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 holds the newest complete data and is stopped. Start it; or force this node to serve, which loses what only %1 has."), args::peer},
{"peer-best-waits", kLooking, kFacts, {theirsBest, peerWaitsRed}, Waiting, {recordOutdated}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 holds the newest complete data and waits for a decision. Look at its state first."), args::peer},
{"peer-best", kLooking, kFacts, {theirsBest}, Asking, {recordOutdated}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 holds the newest complete data: this node waits until it serves."), args::peer},
{"both-incomplete", kLooking, kFacts, {peerHeard, incomplete}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "Neither the copy here nor that of %1 is complete. Force the node with the better one to serve."), args::peer},
{"both-diverged", kLooking, kFacts, {diverged}, Waiting, {recordOutdated}, Explains,
 QT_TRANSLATE_NOOP("rows", "Both nodes served without the other: each has changes that the other lacks. Force the one to serve whose data is to stay; the copy of the other is kept beside."), args::peer},
{"peer-unclear", kLooking, kFacts, {peerHeard}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "The newest data is that of %1, but its copy is not complete. Force this node to serve, which loses what it lacks."), args::peer},

// ---- it is silent. PRIM in the record is no right to serve; ALONE is (S3).
{"second-only-silent", kLooking, kFacts, {peerGone, onlySecond}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node was started to come up as SECOND, and %1 is silent. Start the module to let this node serve."), args::peer},
{"serve-own-history", kLooking, kFacts, {peerGone, ownsHistory}, Alone, {generationAlone, raiseAddress, openSource}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is silent, and this node served alone last, so no other copy is newer: this node serves."), args::peer},
{"empty-and-silent", kLooking, kFacts, {peerGone, hasNoData}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node holds no data and waits for %1, last seen %2. Start it."), args::peerAndSeen},
{"incomplete-and-silent", kLooking, kFacts, {peerGone, incomplete}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "The copy here is incomplete: its synchronisation from %1, last seen %2, did not end. Start that node."), args::peerAndSeen},
{"unknown-and-silent", kLooking, kFacts, {peerGone}, Waiting, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1, last seen %2, may hold newer data. Start it; or force this node to serve, which loses what only %1 has."), args::peerAndSeen},

// ================================================================== SECOND: a diverged copy is kept beside (safety rule 5)
{"set-aside-done", SettingAside, On::CopySetAside, {}, Standby, {recordSetAside, openTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "The diverged copy is kept beside: this node is now synchronised from %1."), args::peer},
{"set-aside-failed", SettingAside, On::SetAsideFailed, {}, Waiting, {retryLater}, Explains,
 QT_TRANSLATE_NOOP("rows", "The diverged copy could not be kept beside (%1), so it is not touched. Make room for it; this node tries again."), args::error},
{"refuse-setting-aside", SettingAside, kAskMore | On::AskStop, {}, kStay, {refuse<kBusy>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A request is refused: a copy is being kept beside."), args::none},

// ================================================================== SECOND
{"stop-standby", Standby, On::AskStop, {}, LeavingStandby, {take, loseRight, thenStop, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module."), args::by},
{"end-standby", Standby, On::EngineEnding, {}, LeavingStandby, {loseRight, thenEnd, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine was told to end: this node is no standby until the engine is started again."), args::none},
{"force-takeover", Standby, On::AskForceStart, {holdsRight, peerGone}, TakingOver, {take, expectAddress, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 forced this node to take over; it holds every acknowledged change."), args::by},
{"force-handed-over", Standby, On::AskForceStart, {rightYielded}, TakingOver, {take, expectAddress, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 forced this node to take over what the other one handed over; nothing is lost by it."), args::by},
{"refuse-force-standby", Standby, On::AskForceStart, {}, kStay, {refuse<kStillAsking>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A forced start is refused: this node has not yet given %1 up."), args::peer},
{"refuse-start-standby", Standby, On::AskStart, {}, kStay, {refuse<kAlreadyRunning>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A start is refused: this node is SECOND."), args::none},
{"refuse-standby", Standby, On::AskRestart | On::AskSwap, {}, kStay, {refuse<kNotServing>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A request is refused: this node is SECOND. Ask %1."), args::peer},
{"frozen-standby", Standby, On::Paused, {pauseOutlastsDrop, rightKnown}, kStay, {suspendRight}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node did not run for %1 ms: until %2 says that the copy here is still in sync, it does not take over."), args::gap},

// ---- the right to take over is the serving node's word (S2); it lives in memory only
{"dropped-by-peer", Standby, On::PeerHeard, {rightVoided}, kStay, {loseRight}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 goes on without this copy: it is not uptodate until it has been synchronised again."), args::peer},
{"take-swap", Standby, On::PeerHeard, {rightYielded, peerIntendsStandby}, TakingOver, {takeForSwap, expectAddress, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 handed over and becomes the standby: this node serves."), args::peer},
{"take-handed-over", Standby, On::PeerHeard, {rightYielded, failoverOn}, TakingOver, {expectAddress, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped serving and handed over: this node takes over."), args::peer},
{"handed-over-failover-off", Standby, On::PeerHeard, {rightYielded}, kStay, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped serving. Failover is off: this node does not take over by itself. Start %1, or force this node; nothing is lost by it."), args::peer},
{"take-peer-restarted", Standby, On::PeerHeard, {holdsRight, peerReborn, peerAtOurGeneration, peerNotServing, failoverOn}, TakingOver, {expectAddress, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine of %1 died and was started again; this node holds every acknowledged change and takes over."), args::peer},
{"right-of-earlier-life", Standby, On::PeerHeard, {peerReborn}, kStay, {loseRight}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine of %1 was started again: this copy is not uptodate until it has been synchronised again."), args::peer},
{"in-sync-again", Standby, On::PeerHeard, {rightSuspended, rightConfirmed}, kStay, {resumeRight}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 says that the copy here is still in sync: this node may take over."), args::peer},
{"stream-overdue", Standby, On::PeerHeard, {streamOverdue}, kStay, {loseRight}, Explains,
 QT_TRANSLATE_NOOP("rows", "The stream from %1 ended and did not come back: this copy is not uptodate until it has been synchronised again."), args::peer},
{"session-voided", Standby, On::PeerHeard, {noRight, sessionVoided}, kStay, {endSession}, Notes,
 QT_TRANSLATE_NOOP("rows", "%1 gave the synchronisation of this copy up; it begins another."), args::peer},
{"standby-diverged", Standby, On::PeerHeard, {noRight, peerServes, diverged}, LeavingStandby, {thenAsk, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves another history than the one of the copy here."), args::peer},
{"standby-newer", Standby, On::PeerHeard, {noRight, peerServes, mineNewer}, LeavingStandby, {thenAsk, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves data that is older than the copy here: it is not taken over."), args::peer},
{"peer-stopped-serving", Standby, On::PeerHeard, {noRight, peerNotServing, peerWillNotTakeOver}, LeavingStandby, {thenAsk, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 no longer serves: this node asks what it holds."), args::peer},

// ---- silence, and the fence's word
{"take-fenced", Standby, On::PeerFenced, {fenceIsValid, failoverOn}, TakingOver, {expectAddress, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine of %1 died and its fence confirms that nothing of it is left; this node holds every acknowledged change and takes over."), args::peer},
{"take-silent", Standby, kSilence, {holdsRight, peerGone, failoverOn}, TakingOver, {expectAddress, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 has been silent for %2 s on every network, and this node holds every acknowledged change: it takes over."), args::peerAndSilence},
{"silent-failover-off", Standby, kSilence, {holdsRight, peerGone}, kStay, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is silent. Failover is off: this node does not take over by itself. Force it to serve; nothing is lost by it."), args::peer},
{"silent-suspended", Standby, kSilence, {rightSuspended, peerGone}, LeavingStandby, {loseRight, thenAsk, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is silent since this node did not run for a while, and may have gone on without it."), args::peer},
{"silent-not-uptodate", Standby, kSilence, {noRight, peerGone}, LeavingStandby, {thenAsk, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is silent, and the copy here is not uptodate: this node does not take over."), args::peer},

// ---- sessions
{"session-begun", Standby, On::SessionBegun, {sessionWelcome}, kStay, {loseRight, endSession, takeSession}, Notes,
 QT_TRANSLATE_NOOP("rows", "%1 connected to synchronise this copy."), args::peer},
{"session-unwelcome", Standby, On::SessionBegun, {}, kStay, {refuseSession}, Notes,
 QT_TRANSLATE_NOOP("rows", "A session that was given up, or of an engine not heard yet, is closed."), args::none},
{"session-diverged", Standby, On::SessionWillChange, {sessionIsCurrent, diverged}, LeavingStandby, {thenAsk, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves another history than the one of the copy here, which is not overwritten."), args::peer},
{"session-older", Standby, On::SessionWillChange, {sessionIsCurrent, mineNewer}, LeavingStandby, {thenAsk, closeTarget}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves data that is older than the copy here, which is not overwritten."), args::peer},
{"session-changes", Standby, On::SessionWillChange, {sessionIsCurrent}, kStay, {recordIncomplete, beginApplying}, Explains,
 QT_TRANSLATE_NOOP("rows", "This copy is being synchronised from %1."), args::peer},
{"session-synchronised", Standby, On::SessionSynchronised, {sessionIsCurrent}, kStay, {recordSynchronised, confirmSynchronised}, Notes,
 QT_TRANSLATE_NOOP("rows", "This copy is complete; %1 records it."), args::peer},
{"in-sync", Standby, On::SessionInSync, {sessionIsCurrent}, kStay, {gainRight}, Explains,
 QT_TRANSLATE_NOOP("rows", "This copy is uptodate: this node takes over if %1 fails."), args::peer},
{"session-stale", Standby, On::SessionWillChange | On::SessionSynchronised | On::SessionInSync, {}, kStay, {refuseSession}, Quiet,
 QT_TRANSLATE_NOOP("rows", "Word of a session that was given up is not heeded."), args::none},
{"standby-disk-full", Standby, On::SessionEnded, {ownDiskFull}, kStay, {retryLater}, Explains,
 QT_TRANSLATE_NOOP("rows", "The disk of this node is full (%2), so it cannot follow %1. Make room; it tries again by itself."), args::peerAndError},
{"stream-ended", Standby, On::SessionEnded, {rightKnown}, kStay, {}, Notes,
 QT_TRANSLATE_NOOP("rows", "The stream from %1 ended (%2); its next word decides."), args::peerAndError},
{"session-ended", Standby, On::SessionEnded, {}, kStay, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "The synchronisation from %1 broke off (%2); it is resumed."), args::peerAndError},
{"target-failed", Standby, On::TargetFailed, {}, kStay, {retryLater}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node cannot receive data: %1. It tries again by itself."), args::error},
{"target-retry", Standby, On::Tick, {targetRetryDue}, kStay, {openTarget}, Quiet,
 QT_TRANSLATE_NOOP("rows", "This node tries again to receive data."), args::none},
{"session-retry", Standby, On::Tick, {troubleIsOver}, kStay, {clearTrouble}, Quiet,
 QT_TRANSLATE_NOOP("rows", "This node asks again to be synchronised."), args::none},

// ================================================================== WAIT: the target is closing
{"stop-leaving-standby", LeavingStandby, On::AskStop, {}, kStay, {take, thenStop}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module."), args::by},
{"end-leaving-standby-known", LeavingStandby, On::EngineEnding, {goalIsStop}, kStay, {}, Quiet,
 QT_TRANSLATE_NOOP("rows", "This node is being stopped already."), args::none},
{"end-leaving-standby", LeavingStandby, On::EngineEnding, {}, kStay, {thenEnd}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine was told to end: this node is no standby until the engine is started again."), args::none},
{"standby-stopped", LeavingStandby, On::TargetClosed, {goalIsStop}, Stopped, {voidAll, recordLeft}, Notes,
 QT_TRANSLATE_NOOP("rows", "Nothing is received any more: this node is stopped."), args::none},
{"standby-asks", LeavingStandby, On::TargetClosed, {}, Asking, {ask}, Notes,
 QT_TRANSLATE_NOOP("rows", "Nothing is received any more: this node asks %1 what it holds."), args::peer},
{"refuse-leaving-standby", LeavingStandby | TakingOver, kAskMore, {}, kStay, {refuse<kBusy>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A request is refused: this node is changing its part."), args::none},

// ================================================================== WAIT: taking over. The stream is closed before the record says so.
{"stop-taking-over", TakingOver, On::AskStop, {}, LeavingStandby, {take, loseRight, thenStop}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module."), args::by},
{"overtaken", TakingOver, On::PeerHeard, {peerOvertook}, LeavingStandby, {loseRight, thenAsk}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is there and went on without this copy: this node does not take over."), args::peer},
{"frozen-taking-over", TakingOver, On::Paused, {pauseOutlastsDrop, peerYieldedNothing}, LeavingStandby, {loseRight, thenAsk}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node did not run for %1 ms while it was taking over: it asks %2 first."), args::gap},
{"swap-in", TakingOver, On::TargetClosed, {swapping}, SwapIn, {spendRight, recordRunning, raiseAddress, openSource, armPatience}, Notes,
 QT_TRANSLATE_NOOP("rows", "This node waits for %1 to become its standby before the application starts."), args::peer},
{"take-over", TakingOver, On::TargetClosed, {}, Alone, {generationTakenOver, raiseAddress, openSource}, Notes,
 QT_TRANSLATE_NOOP("rows", "It is recorded that this node serves without %1."), args::peer},

// ================================================================== two that serve meet (after a cut, or after we were frozen)
{"give-way", kServing, On::PeerHeard, {givesWay}, Leaving, {voidAll, goalAsk, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 serves as well. It stays and this node gives way; what only this node has is kept beside."), args::peer},
{"peer-overtook", kServing, On::PeerHeard, {peerNotServing, peerOvertook}, Leaving, {voidAll, goalAsk, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 took over meanwhile and holds newer data: this node stops serving."), args::peer},
{"peer-gives-way", Alone, On::PeerHeard, {peerServes}, kStay, {}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 served as well (split brain). This node stays; %1 gives way, and what only it has is kept beside."), args::peer},

// ================================================================== PRIM magenta: a swap brought us here
{"swap-attach", SwapIn, On::PeerHeard | On::Tick | On::SourceOpened, {attachDue}, kStay, {attach}, Notes,
 QT_TRANSLATE_NOOP("rows", "This node connects to %1, its standby to be."), args::peer},
{"swap-ready", SwapIn, On::StandbyReady, {peerHeard}, Prim, {recordPrim, disarmPatience, grantWithStandby, acceptStandby, mount}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is the standby and holds the same data: this node serves."), args::peer},
{"swap-standby-lost", SwapIn, On::StandbyLost, {}, kStay, {voidSession, forgetSession}, Notes,
 QT_TRANSLATE_NOOP("rows", "The connection to %1 broke off (%2); this node tries again."), args::peerAndError},
{"swap-alone-late", SwapIn, On::PatienceTimer, {}, Alone, {voidSession, disarmPatience, generationAlone, grantAlone, mount}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 did not become the standby in time: this node serves without it."), args::peer},
{"swap-alone-silent", SwapIn, kSilence, {peerGone}, Alone, {voidSession, disarmPatience, generationAlone, grantAlone, mount}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 fell silent during the swap: this node serves without it."), args::peer},
{"swap-alone-left", SwapIn, On::PeerHeard, {peerWillNotCome}, Alone, {voidSession, disarmPatience, generationAlone, grantAlone, mount}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is not going to be the standby: this node serves without it."), args::peer},

// ================================================================== ALONE: a standby comes
{"attach", Alone, On::PeerHeard | On::Tick, {folderUp, attachDue}, kStay, {attach}, Notes,
 QT_TRANSLATE_NOOP("rows", "%1 wants to be the standby: it is being synchronised."), args::peer},
{"standby-ready", Alone, On::StandbyReady, {peerHeard}, Prim, {recordPrim, grantWithStandby, acceptStandby}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 holds the same data: every acknowledged change is now on both nodes."), args::peer},
{"standby-ready-silent", Alone, On::StandbyReady, {}, kStay, {voidSession, forgetSession, generationAlone, grantAlone}, Notes,
 QT_TRANSLATE_NOOP("rows", "%1 finished its synchronisation but is silent: this node goes on without it."), args::peer},
{"standby-lost-recorded", Alone, On::StandbyLost, {standbyMayHaveRecorded}, kStay, {voidSession, forgetSession, generationAlone, grantAlone}, Notes,
 QT_TRANSLATE_NOOP("rows", "The synchronisation of %1 broke off at its very end (%2): this node begins a new generation."), args::peerAndError},
{"standby-lost-early", Alone, On::StandbyLost, {}, kStay, {voidSession, forgetSession}, Notes,
 QT_TRANSLATE_NOOP("rows", "The synchronisation of %1 broke off (%2); it is tried again."), args::peerAndError},
{"standby-declined", Alone, On::PeerHeard, {attachingClosedByPeer}, kStay, {voidSession, forgetSession, generationAlone, grantAlone}, Notes,
 QT_TRANSLATE_NOOP("rows", "%1 gave its synchronisation up; it is tried again."), args::peer},
{"woke-alone", Alone | SwapIn, On::Paused, {pauseIsLong}, kStay, {}, Notes,
 QT_TRANSLATE_NOOP("rows", "This node did not run for %1 ms. %2 is recorded outdated and cannot have served by itself: this node goes on."), args::gap},

// ================================================================== PRIM: the standby goes. Nobody acknowledges alone before it knows (S2).
{"frozen", Prim | Dropping, On::Paused, {pauseIsLong}, Distrusting, {grantNothing, dropAddress}, Explains,
 QT_TRANSLATE_NOOP("rows", "This node did not run for %1 ms, so %2 may have taken over: it acknowledges nothing and asks first."), args::gap},
{"standby-left", Prim, On::PeerHeard, {peerNoted}, Alone, {grantNothing, voidSession, forgetSession, generationAlone, grantAlone}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 is no longer the standby and knows it: this node serves without it."), args::peer},
{"standby-silent", Prim, kSilence, {peerGone}, Alone, {grantNothing, voidSession, forgetSession, generationAlone, grantAlone}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 has been silent for %2 s on every network: this node serves without it."), args::peerAndSilence},
{"standby-lost-silent", Prim, On::StandbyLost, {peerUnheard}, Alone, {grantNothing, voidSession, forgetSession, generationAlone, grantAlone}, Explains,
 QT_TRANSLATE_NOOP("rows", "The stream to %1 ended (%2) and it is silent: this node serves without it."), args::peerAndError},
{"standby-lost", Prim, On::StandbyLost, {}, Dropping, {grantNothing, voidSession}, Explains,
 QT_TRANSLATE_NOOP("rows", "The stream to %1 ended (%2): this node goes on alone as soon as the other one knows it, or is silent."), args::peerAndError},
{"dropped-noted", Dropping, On::PeerHeard | On::Tick, {peerNoted}, Alone, {forgetSession, generationAlone, grantAlone}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 knows that it is outdated: this node serves without it."), args::peer},
{"dropped-unheard", Dropping, kSilence, {peerUnheard}, Alone, {forgetSession, generationAlone, grantAlone}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 has been silent for %2 s: this node serves without it."), args::peerAndSilence},

// ---- we were frozen: only a fact from the peer lets us go on (S14). Until then nothing of the application is started.
{"woke-stream-lost", Distrusting, On::StandbyLost, {}, kStay, {voidSession}, Notes,
 QT_TRANSLATE_NOOP("rows", "The stream to %1 ended (%2) while this node asks."), args::peerAndError},
{"woke-noted", Distrusting, On::PeerHeard, {peerConfirmed, peerNoted}, Alone, {voidSession, forgetSession, generationAlone, grantAlone, raiseAddress, startWhatWaited}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 has served nothing and knows that it is outdated: this node serves without it."), args::peer},
{"woke-in-sync", Distrusting, On::PeerHeard, {peerConfirmed, peerAtOurGeneration, streamAlive}, Prim, {grantWithStandby, raiseAddress, startWhatWaited}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 has served nothing and is still the standby: this node goes on."), args::peer},
{"woke-undecided", Distrusting, On::PeerHeard, {peerConfirmed}, Dropping, {voidSession, raiseAddress, startWhatWaited}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 has served nothing: this node goes on alone as soon as the other one knows it."), args::peer},
{"woke-silent", Distrusting, kSilence, {peerGone}, Leaving, {voidAll, goalAsk, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 may have taken over while this node did not run, and is silent: this node stops serving."), args::peer},

// ================================================================== serving: coming up
{"source-open", Alone, On::SourceOpened, {}, kStay, {grantAlone, mount}, Quiet,
 QT_TRANSLATE_NOOP("rows", "The folder is open and is being mounted."), args::none},
{"mounted", kGoingOn, On::Mounted, {}, kStay, {startServices}, Quiet,
 QT_TRANSLATE_NOOP("rows", "The folder is mounted: the services start."), args::none},
{"services-up", kServing, On::ServicesStarted, {}, kStay, {startCheckers}, Quiet,
 QT_TRANSLATE_NOOP("rows", "The services are started: the checkers look at them."), args::none},
{"all-up", kServing, On::CheckersUp, {}, kStay, {}, Notes,
 QT_TRANSLATE_NOOP("rows", "The application answers."), args::none},
{"address-up", kServing, On::AddressRaised, {}, kStay, {}, Notes,
 QT_TRANSLATE_NOOP("rows", "The virtual address is on this node."), args::none},

// ---- serving: troubles of the application and of what it needs
{"folder-failed-hand-over", kServing, kFolderTrouble, {canHandOver}, Leaving, {goalStopForGood, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "The replicated folder failed (%2): this node hands over to %1 and stops."), args::peerAndError},
{"folder-failed", kServing, kFolderTrouble, {}, Leaving, {voidAll, goalStopForGood, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "The replicated folder failed (%1), and no other node can take over: this node stops. Repair it and start it again."), args::error},
{"app-failed-restart", kServing, kAppTrouble, {restartsLeft}, kStay, {restartFailed}, Explains,
 QT_TRANSLATE_NOOP("rows", "The application failed (%1): it is started again, attempt %2 of %3."), args::tries},
{"app-failed-hand-over", kServing, kAppTrouble, {canHandOver}, Leaving, {goalStopForGood, leaveGently}, Explains,
 QT_TRANSLATE_NOOP("rows", "The application failed too often (%2): this node hands over to %1 and stops."), args::peerAndError},
{"app-failed", kServing, kAppTrouble, {}, Leaving, {goalStopForGood, leaveGently}, Explains,
 QT_TRANSLATE_NOOP("rows", "The application failed too often (%1), and no other node can take over: this node stops. Repair the application and start it again."), args::error},
{"app-restarts", kGoingOn, On::ServicesStopped, {restarting}, kStay, {startServices}, Quiet,
 QT_TRANSLATE_NOOP("rows", "The services are stopped and start again."), args::none},
{"app-survives", kServing, On::ServicesNotStopped, {}, Leaving, {goalStopForGood, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "Processes of the application were killed and do not die (%1), so it cannot be started again: this node stops."), args::error},
{"app-stop-bound", kServing, On::StopTimer, {restarting}, kStay, {killServices}, Notes,
 QT_TRANSLATE_NOOP("rows", "The services did not stop within %1 s: they are killed."), args::stopBound},
{"address-failed-hand-over", kServing, On::AddressFailed, {addressHopeless, canHandOver}, Leaving, {goalStopForGood, leaveGently}, Explains,
 QT_TRANSLATE_NOOP("rows", "The virtual address cannot be had here (%2): this node hands over to %1 and stops."), args::peerAndError},
{"address-failed", kServing, On::AddressFailed, {}, kStay, {retryAddressLater}, Explains,
 QT_TRANSLATE_NOOP("rows", "The virtual address cannot be had (%1): this node tries again by itself."), args::error},

// ---- serving: requests
{"swap", Prim, On::AskSwap, {canYield, peerHeard}, Leaving, {take, goalStandby, leaveGently}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 asked for a swap: this node stops the application and hands over."), args::by},
{"refuse-swap", kServing, On::AskSwap, {}, kStay, {refuse<kStandbyNotInSync>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A swap is refused: %1 does not hold all data yet."), args::peer},
{"stop-stuck", Dropping | Distrusting, On::AskStop, {}, Leaving, {take, voidAll, goalStopForGood, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module, whose writes were waiting: nothing of them was acknowledged."), args::by},
{"stop-serving", kServing, On::AskStop, {}, Leaving, {take, goalStopForGood, leaveGently}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module."), args::by},
{"end-stuck", Dropping | Distrusting, On::EngineEnding, {}, Leaving, {voidAll, goalEnd, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine was told to end while writes were waiting: nothing of them was acknowledged."), args::none},
{"end-serving", kServing, On::EngineEnding, {}, Leaving, {goalEnd, leaveGently}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine was told to end: this node stops the application and hands over if %1 holds all data."), args::peer},
{"restart", kServing, On::AskRestart, {folderUp}, kStay, {take, restartServices}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 asked for a restart of the services."), args::by},
{"refuse-restart", kServing, On::AskRestart, {}, kStay, {refuse<kBusy>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A restart is refused: the services are only starting."), args::none},
{"refuse-serving", kServing, On::AskStart | On::AskForceStart, {}, kStay, {refuse<kAlreadyRunning>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A start is refused: this node serves."), args::none},
{"address-retry", kGoingOn, On::Tick, {addressRetryDue}, kStay, {raiseAddress}, Quiet,
 QT_TRANSLATE_NOOP("rows", "The virtual address is tried again."), args::none},

// ================================================================== WAIT: services, address and folder are being closed, in this order
{"stop-while-leaving", Leaving, On::AskStop, {}, kStay, {take, goalStopForGood}, Explains,
 QT_TRANSLATE_NOOP("rows", "%1 stopped the module."), args::by},
{"end-leaving-known", Leaving, On::EngineEnding, {leavingToStop}, kStay, {}, Quiet,
 QT_TRANSLATE_NOOP("rows", "This node is being stopped already."), args::none},
{"end-leaving", Leaving, On::EngineEnding, {}, kStay, {goalEnd}, Explains,
 QT_TRANSLATE_NOOP("rows", "The engine was told to end: this node does not go on after it has stopped serving."), args::none},
{"refuse-leaving", Leaving, kAskMore, {}, kStay, {refuse<kBusy>}, Quiet,
 QT_TRANSLATE_NOOP("rows", "A request is refused: this node is stopping."), args::none},
{"swap-lost-standby", Leaving, On::StandbyLost, {leavingToStandby}, kStay, {giveUpSwap}, Explains,
 QT_TRANSLATE_NOOP("rows", "The stream to %1 ended (%2) before this node had handed over: the swap is broken off."), args::peerAndError},
// ---- a process that hangs in the kernel: the folder may be what it hangs in (S12), so that goes first. It is not gone before it is gone.
{"survivors-torn", Leaving, On::ServicesNotStopped, {torn, sourceLeft}, kStay, {fail<kSurvivors>}, Notes,
 QT_TRANSLATE_NOOP("rows", "Processes of the application were killed and do not die (%1), and the folder is not closed yet."), args::error},
{"survivors-in-folder", Leaving, On::ServicesNotStopped, {sourceLeft}, kStay, {tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "Processes of the application were killed and do not die (%1): the address and the folder are taken away from them."), args::error},
{"survivors", Leaving, On::ServicesNotStopped, {}, kStay, {fail<kSurvivors>, killAgainSoon}, Explains,
 QT_TRANSLATE_NOOP("rows", "Processes of the application were killed and do not die (%1). This node kills them again and again; until they are gone it neither stops nor hands over. If they stay, restart this computer."), args::error},
{"leaving-stuck", Leaving, On::StopTimer, {torn, sourceLeft, diskStuck, canYield}, kStay, {recordEnd, endEngine}, Explains,
 QT_TRANSLATE_NOOP("rows", "The folder was closed by force and does not close: its disk does not answer. The engine ends itself, so that %1 hears nothing any more and can take over. Look at the disk of this computer."), args::peer},
{"leaving-waits-for-disk", Leaving, On::StopTimer, {torn, sourceLeft, diskStuck}, kStay, {fail<kFailed>, tearDown}, Explains,
 QT_TRANSLATE_NOOP("rows", "The folder was closed by force and does not close: its disk does not answer. Nothing is acknowledged any more, and no other node can take over. Look at the disk of this computer; if it stays so, restart the computer."), args::none},
{"survivors-again", Leaving, On::StopTimer, {survivors}, kStay, {tearDown}, Quiet,
 QT_TRANSLATE_NOOP("rows", "What survived is killed again."), args::none},
{"leaving-torn", Leaving, kFolderTrouble | On::StopTimer, {}, kStay, {tearDown}, Notes,
 QT_TRANSLATE_NOOP("rows", "Closing does not end by itself: it is forced. The address goes first, then the folder, then the services."), args::none},
{"handed-over-swap", Leaving, kClosed, {allDown, leavingToStandby, canYield, peerHeard}, Standby, {yield, recordStandby, openTarget}, Notes,
 QT_TRANSLATE_NOOP("rows", "Everything is closed here, and %1 holds all of it: it serves from now on."), args::peer},
{"swap-broken", Leaving, kClosed, {allDown, leavingToStandby}, Asking, {rememberToResume, ask}, Explains,
 QT_TRANSLATE_NOOP("rows", "The swap is broken off: this node asks %1 what it holds and serves again if it can."), args::peer},
{"handed-over", Leaving, kClosed, {allDown, leavingToStop, canYield}, Stopped, {yield, recordEnd}, Notes,
 QT_TRANSLATE_NOOP("rows", "Everything is closed here, and %1 holds all of it: this node is stopped."), args::peer},
{"stopped", Leaving, kClosed, {allDown, leavingToStop}, Stopped, {voidAll, recordEnd}, Notes,
 QT_TRANSLATE_NOOP("rows", "Everything is closed: this node is stopped."), args::none},
{"gave-way", Leaving, kClosed, {allDown}, Asking, {ask}, Notes,
 QT_TRANSLATE_NOOP("rows", "Everything is closed: this node asks %1 what it holds."), args::peer},
{"leaving-next", Leaving, On::ServicesStopped | On::AddressDropped, {}, kStay, {leaveNext}, Quiet,
 QT_TRANSLATE_NOOP("rows", "Closing goes on with the next part."), args::none},
};
// clang-format on

} // namespace

const std::vector<Row>& transitions() {
    return kRows;
}

} // namespace understudy::cluster
