#pragma once
// The conditions of the table, each a named function of a few lines. They only read.

#include "cluster/core.h"
#include "cluster/state.h"

namespace understudy::cluster {

struct Situation {
    const Memory& memory;
    const Event& event;
    const Moment& moment;
};

using Guard = bool (*)(const Situation&);

namespace guards {

// ---- what several guards look at
const NodeFacts* live(const Situation&);           // the peer's facts, unless it is silent
bool isPeer(const Situation&, const Incarnation&); // the life of the peer that was heard last

// ---- settings, commands of the past
bool bootIsOff(const Situation&);
bool bootIsOn(const Situation&);
bool wasRunning(const Situation&);
bool onlySecond(const Situation&);
bool failoverOn(const Situation&);
bool busy(const Situation&);

// ---- own copy
bool hasNoData(const Situation&);  // no generation: nothing was ever here
bool incomplete(const Situation&); // a synchronisation of this copy did not end
bool recordSaysAlone(const Situation&);
bool recordWorks(const Situation&);     // the last one could be written
bool recordRetryDue(const Situation&);  // it could not, some time ago
bool peerKnownBetter(const Situation&); // as it was last heard in this life: newer than ours, or diverged
bool ownsHistory(const Situation&);     // was ALONE last, complete: the peer is recorded outdated (S3)
bool mayResume(const Situation&); // was PRIM until now in this very life, handed nothing over, did not freeze

// ---- the peer, as last heard
bool peerHeard(const Situation&);
bool peerGone(const Situation&);    // silent for the timeout, none of it slept through by us
bool peerUnheard(const Situation&); // not heard for the standby's patience, none of it slept through
bool peerServes(const Situation&);
bool peerNotServing(const Situation&);
bool peerStopped(const Situation&);
bool peerWaitsRed(const Situation&);
bool peerHasNoData(const Situation&);
bool peerIncomplete(const Situation&);
bool peerConfirmed(const Situation&); // it has answered us since our last pause
bool peerUnconfirmed(const Situation&);
bool answerOverdue(const Situation&);
bool peerIntendsStandby(const Situation&);
bool peerWillNotCome(const Situation&); // it is heard, and does not mean to be our standby
bool peerWantsSession(const Situation&);
bool peerHoldsNoRight(const Situation&); // it knows this life of ours and gave up every session with it
bool peerMayHoldRight(const Situation&);
bool peerNoted(const Situation&);       // ... in particular the current one
bool peerMayTakeOver(const Situation&); // we yielded and it has not declined: leave it the time
bool peerWillNotTakeOver(const Situation&);

// ---- kinship of the copies (S16)
bool diverged(const Situation&);     // our copy is complete, and neither is in the chain of the other
bool mineNewer(const Situation&);    // ours is complete and a descendant of theirs
bool mineBest(const Situation&);     // ours is complete, and newer, or equal and first in rank
bool theirsBest(const Situation&);   // the same, seen from the other side
bool peerOvertook(const Situation&); // theirs is complete and a descendant of ours
bool givesWay(const Situation&);     // of two that serve, this one stops

// ---- standby
bool holdsRight(const Situation&); // ... to take over, and it is not suspended
bool rightSuspended(const Situation&);
bool noRight(const Situation&);
bool rightVoided(const Situation&);    // the serving node says that it dropped us
bool sessionVoided(const Situation&);  // ... in a session that gave no right
bool rightYielded(const Situation&);   // the serving node handed over to us
bool rightConfirmed(const Situation&); // it says, after our pause, that we are in sync
bool peerReborn(const Situation&);     // another life of the peer's engine than the one that gave the right
bool peerAtOurGeneration(const Situation&);
bool fenceIsValid(const Situation&);  // of the engine that fed us, in our session and generation (S3)
bool streamOverdue(const Situation&); // the peer is heard long after its end, and drew no conclusion
bool sessionWelcome(const Situation&);
bool sessionIsCurrent(const Situation&);
bool retryDue(const Situation&);
bool waitsToRetry(const Situation&);
bool peerYieldedNothing(const Situation&);
bool ownDiskFull(const Situation&);
bool troubleIsOver(const Situation&);
bool rightKnown(const Situation&); // held or suspended
bool targetRetryDue(const Situation&);
bool swapping(const Situation&);
bool goalIsStop(const Situation&);

// ---- serving
bool pauseIsLong(const Situation&);       // the peer may have run out of patience with us as serving node
bool pauseOutlastsDrop(const Situation&); // ... or as standby
bool canYield(const Situation&);    // nothing was acknowledged that the standby lacks, and it may take over
bool canHandOver(const Situation&); // ... it is there, and failover is on
bool standbyMayHaveRecorded(const Situation&);
bool attachDue(const Situation&);
bool folderUp(const Situation&);
bool attachingClosedByPeer(const Situation&);
bool streamAlive(const Situation&);
bool sourceUp(const Situation&);
bool restartsLeft(const Situation&);
bool restarting(const Situation&);
bool addressHopeless(const Situation&);
bool addressRetryDue(const Situation&);
bool allDown(const Situation&);
bool diskStuck(const Situation&);  // and has not been opened anew since
bool torn(const Situation&);       // the folder was told to close by force
bool sourceLeft(const Situation&); // the folder is not closed yet
bool survivors(const Situation&);  // processes of the services were killed and are still there
bool leavingToStop(const Situation&);
bool leavingToStandby(const Situation&);

} // namespace guards
} // namespace understudy::cluster
