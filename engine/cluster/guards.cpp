// Guards on settings, on our own copy, on the peer, and on how the two copies are related.
#include "cluster/guards.h"

#include <algorithm>

namespace understudy::cluster::guards {

namespace {

constexpr Duration kRecordRetryAfter = std::chrono::seconds(10);
constexpr int kMissedHeartbeats = 3; // in a row: then it is silence, not chance

Kinship kin(const Situation& s) {
    const Record& mine = s.memory.record;
    const NodeFacts& theirs = *s.memory.peer.facts;
    return kinship(mine.generation, mine.ancestors, theirs.generation, theirs.ancestors);
}

// Of two complete copies of one generation: who served last, else node1. Both nodes come to the same answer.
bool firstInRank(const Situation& s) {
    const auto served = [](Role r) { return r == Role::Prim || r == Role::Alone; };
    const bool mine = served(s.memory.record.lastRole);
    const bool theirs = served(s.memory.peer.facts->lastRole);
    return mine != theirs ? mine : s.memory.settings.self == NodeId::Node1;
}

// From when on silence of the peer means something: a frozen node hears nothing, and a standby was there when
// it came in sync, even if its heartbeats were not heard yet.
Instant silenceCountsSince(const Situation& s) {
    return std::max(s.memory.trustedSince, s.memory.serving.primSince);
}

Instant unheardSince(const Situation& s) {
    const Instant counts = silenceCountsSince(s);
    return s.memory.peer.facts ? std::max(s.memory.peer.heardAt, counts) : counts;
}

} // namespace

const NodeFacts* live(const Situation& s) {
    const auto& peer = s.memory.peer;
    return peer.facts && !peer.silent ? &*peer.facts : nullptr;
}

bool isPeer(const Situation& s, const Incarnation& incarnation) {
    return s.memory.peer.facts && s.memory.peer.facts->incarnation == incarnation;
}

// ---- settings, commands of the past

bool bootIsOff(const Situation& s) {
    return s.memory.settings.boot == BootPolicy::Off;
}

bool bootIsOn(const Situation& s) {
    return s.memory.settings.boot == BootPolicy::On;
}

bool wasRunning(const Situation& s) {
    return s.memory.record.running;
}

bool onlySecond(const Situation& s) {
    return s.memory.onlySecond;
}

bool failoverOn(const Situation& s) {
    return s.memory.settings.failover;
}

bool busy(const Situation& s) {
    return s.memory.pending.has_value();
}

// ---- own copy

bool hasNoData(const Situation& s) {
    return s.memory.record.generation.isNone();
}

bool incomplete(const Situation& s) {
    return !s.memory.record.complete;
}

bool recordSaysAlone(const Situation& s) {
    return s.memory.record.lastRole == Role::Alone;
}

bool recordWorks(const Situation& s) {
    return !s.memory.recordFailedAt;
}

bool recordRetryDue(const Situation& s) {
    return s.memory.recordFailedAt && s.moment.now - *s.memory.recordFailedAt >= kRecordRetryAfter;
}

bool peerKnownBetter(const Situation& s) {
    if (!s.memory.peer.facts || !s.memory.peer.facts->complete)
        return false;
    const Kinship k = kin(s);
    return k == Kinship::TheirsDescends || k == Kinship::Diverged;
}

bool ownsHistory(const Situation& s) {
    return recordSaysAlone(s) && s.memory.record.complete && !hasNoData(s) && !peerKnownBetter(s);
}

bool mayResume(const Situation& s) {
    return s.memory.serving.mayResume && s.memory.record.complete;
}

// ---- the peer, as last heard

bool peerHeard(const Situation& s) {
    return live(s) != nullptr;
}

bool peerGone(const Situation& s) {
    const auto& peer = s.memory.peer;
    return peer.silent && !s.moment.inDoubt &&
           s.moment.now - peer.silenceFrom >= s.memory.settings.heartbeatTimeout;
}

bool peerUnheard(const Situation& s) {
    const auto& settings = s.memory.settings;
    const Duration patience =
        std::max(settings.standbyTimeout, kMissedHeartbeats * settings.heartbeatInterval);
    return peerGone(s) || (!s.moment.inDoubt && s.moment.now - unheardSince(s) >= patience);
}

bool peerServes(const Situation& s) {
    return live(s) && live(s)->serving;
}

bool peerNotServing(const Situation& s) {
    return live(s) && !live(s)->serving;
}

bool peerStopped(const Situation& s) {
    return live(s) && live(s)->state == NodeState::Stop;
}

bool peerWaitsRed(const Situation& s) {
    return live(s) && live(s)->state == NodeState::Wait && live(s)->colour == Colour::Red;
}

bool peerHasNoData(const Situation& s) {
    return live(s) && live(s)->generation.isNone();
}

bool peerIncomplete(const Situation& s) {
    return live(s) && !live(s)->complete;
}

// An answer that waited in the queue while this node was frozen once more is from before that pause (S14).
bool peerConfirmed(const Situation& s) {
    return live(s) && s.memory.peer.confirmed && !s.moment.inDoubt;
}

bool peerUnconfirmed(const Situation& s) {
    return !peerConfirmed(s);
}

// It is heard and does not hear us: else it would have answered by now.
bool answerOverdue(const Situation& s) {
    return live(s) && peerUnconfirmed(s) && !s.moment.inDoubt &&
           s.moment.now - s.memory.peer.unansweredSince >= s.memory.settings.heartbeatTimeout;
}

bool peerIntendsStandby(const Situation& s) {
    return live(s) && live(s)->intent == Intent::Standby;
}

bool peerWillNotCome(const Situation& s) {
    return live(s) && live(s)->intent != Intent::Standby;
}

bool peerWantsSession(const Situation& s) {
    return live(s) && live(s)->wantsSession;
}

bool peerHoldsNoRight(const Situation& s) {
    return live(s) && live(s)->closedFor == s.memory.self &&
           live(s)->closedThrough >= s.memory.serving.lastSession;
}

// What is stopped, or waits for a person, has none; it need not have said so to this engine.
bool peerMayHoldRight(const Situation& s) {
    return live(s) && !peerHoldsNoRight(s) && !peerStopped(s) && !peerWaitsRed(s);
}

bool peerNoted(const Situation& s) {
    return live(s) && live(s)->closedFor == s.memory.self &&
           live(s)->closedThrough >= s.memory.serving.session;
}

bool peerMayTakeOver(const Situation& s) {
    return s.memory.serving.yieldedSession != SessionNumber{} && live(s) && !peerHoldsNoRight(s);
}

bool peerWillNotTakeOver(const Situation& s) {
    return !peerMayTakeOver(s);
}

// ---- kinship of the copies (S16)

bool diverged(const Situation& s) {
    return live(s) && s.memory.record.complete && kin(s) == Kinship::Diverged;
}

bool mineNewer(const Situation& s) {
    return live(s) && s.memory.record.complete && kin(s) == Kinship::MineDescends;
}

bool mineBest(const Situation& s) {
    if (!live(s) || !s.memory.record.complete || hasNoData(s))
        return false;
    const Kinship k = kin(s);
    if (!live(s)->complete)
        return k != Kinship::TheirsDescends;
    return k == Kinship::MineDescends || (k == Kinship::Same && firstInRank(s));
}

bool theirsBest(const Situation& s) {
    if (!live(s) || !live(s)->complete || live(s)->generation.isNone())
        return false;
    const Kinship k = kin(s);
    if (!s.memory.record.complete)
        return true;
    return k == Kinship::TheirsDescends || (k == Kinship::Same && !firstInRank(s));
}

bool peerOvertook(const Situation& s) {
    return live(s) && live(s)->complete && kin(s) == Kinship::TheirsDescends;
}

bool givesWay(const Situation& s) {
    if (!peerServes(s))
        return false;
    switch (kin(s)) {
    case Kinship::MineDescends:
        return false;
    case Kinship::TheirsDescends:
        return true;
    case Kinship::Same: // it holds every acknowledged change and is taking over from us
        return contains(Phase::Prim | Phase::Dropping | Phase::Distrusting, s.memory.phase);
    case Kinship::Diverged:
        if (s.memory.record.tookOver != live(s)->tookOver)
            return s.memory.record.tookOver;
        return s.memory.settings.self != NodeId::Node1;
    }
    return false;
}

} // namespace understudy::cluster::guards
