#include "cluster/guards.h"

#include <algorithm>

namespace understudy::cluster::guards {

namespace {

constexpr int kMissedHeartbeats = 3; // in a row: then it is silence, not chance

const NodeFacts* live(const Situation& s) {
    const auto& peer = s.memory.peer;
    return peer.facts && !peer.silent ? &*peer.facts : nullptr;
}

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

bool isPeer(const Situation& s, const Incarnation& incarnation) {
    return s.memory.peer.facts && s.memory.peer.facts->incarnation == incarnation;
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

template <typename E> SessionNumber sessionOf(const E& event) {
    if constexpr (requires { event.session; })
        return event.session;
    else
        return SessionNumber{};
}

} // namespace

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
    return s.memory.peer.silent && s.moment.now - s.memory.trustedSince >= s.memory.settings.heartbeatTimeout;
}

bool peerUnheard(const Situation& s) {
    const auto& settings = s.memory.settings;
    const Duration patience =
        std::max(settings.standbyTimeout, kMissedHeartbeats * settings.heartbeatInterval);
    return peerGone(s) || s.moment.now - unheardSince(s) >= patience;
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

bool peerConfirmed(const Situation& s) {
    return live(s) && s.memory.peer.confirmed;
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

bool peerMayHoldRight(const Situation& s) {
    return live(s) && !peerHoldsNoRight(s);
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

// ---- standby

bool holdsRight(const Situation& s) {
    return s.memory.standby.right && !s.memory.standby.right->suspended;
}

bool rightSuspended(const Situation& s) {
    return s.memory.standby.right && s.memory.standby.right->suspended;
}

bool noRight(const Situation& s) {
    return !s.memory.standby.right;
}

bool rightVoided(const Situation& s) {
    const auto& right = s.memory.standby.right;
    return right && live(s) && isPeer(s, right->from) && live(s)->voidThrough >= right->session;
}

bool sessionVoided(const Situation& s) {
    const auto& standby = s.memory.standby;
    return standby.session != SessionNumber{} && live(s) &&
           (!isPeer(s, standby.source) || live(s)->voidThrough >= standby.session);
}

bool rightYielded(const Situation& s) {
    const auto& right = s.memory.standby.right;
    return right && live(s) && isPeer(s, right->from) && live(s)->yielded == s.memory.record.generation &&
           live(s)->yieldedSession == right->session;
}

bool rightConfirmed(const Situation& s) {
    const auto& right = s.memory.standby.right;
    return right && s.memory.peer.confirmed && live(s) && isPeer(s, right->from) &&
           live(s)->inSyncSession == right->session && live(s)->voidThrough < right->session;
}

bool peerReborn(const Situation& s) {
    return s.memory.standby.right && live(s) && !isPeer(s, s.memory.standby.right->from);
}

bool peerAtOurGeneration(const Situation& s) {
    return live(s) && live(s)->generation == s.memory.record.generation;
}

bool fenceIsValid(const Situation& s) {
    const auto* fenced = std::get_if<PeerFenced>(&s.event);
    const auto& right = s.memory.standby.right;
    return fenced && right && fenced->incarnation == right->from && isPeer(s, right->from) &&
           fenced->session == right->session && fenced->generation == s.memory.record.generation;
}

bool streamOverdue(const Situation& s) {
    return s.memory.standby.streamEnded && live(s) &&
           s.moment.now - s.memory.standby.endedAt >= s.memory.settings.standbyTimeout;
}

bool sessionWelcome(const Situation& s) {
    const auto* begun = std::get_if<SessionBegun>(&s.event);
    return begun && live(s) && isPeer(s, begun->source) && s.memory.standby.closedFor == begun->source &&
           begun->session > s.memory.standby.closedThrough && begun->session > s.memory.standby.session &&
           live(s)->voidThrough < begun->session;
}

bool sessionIsCurrent(const Situation& s) {
    const auto& standby = s.memory.standby;
    const SessionNumber n = std::visit([](const auto& e) { return sessionOf(e); }, s.event);
    return n != SessionNumber{} && n == standby.session && isPeer(s, standby.source) &&
           n > standby.closedThrough;
}

bool retryDue(const Situation& s) {
    return s.moment.now >= s.memory.standby.retryAt;
}

bool waitsToRetry(const Situation& s) {
    return s.memory.standby.trouble && !retryDue(s);
}

bool peerYieldedNothing(const Situation& s) {
    return !rightYielded(s);
}

bool ownDiskFull(const Situation& s) {
    const auto* ended = std::get_if<SessionEnded>(&s.event);
    return ended && ended->error.code == ErrorCode::DiskFull;
}

bool troubleIsOver(const Situation& s) {
    return s.memory.standby.trouble && s.memory.standby.target.up() && retryDue(s);
}

bool rightKnown(const Situation& s) {
    return s.memory.standby.right.has_value();
}

bool targetRetryDue(const Situation& s) {
    return s.memory.standby.target.level == Resource::Level::Failed && retryDue(s);
}

bool swapping(const Situation& s) {
    return s.memory.standby.swapping;
}

bool goalIsStop(const Situation& s) {
    return s.memory.standby.goal == Goal::Stop;
}

// ---- serving

bool pauseIsLong(const Situation& s) {
    const auto* paused = std::get_if<Paused>(&s.event);
    return paused && 2 * paused->gap >= s.memory.settings.heartbeatTimeout;
}

bool pauseOutlastsDrop(const Situation& s) {
    const auto* paused = std::get_if<Paused>(&s.event);
    return paused &&
           2 * paused->gap >= std::min(s.memory.settings.heartbeatTimeout, s.memory.settings.standbyTimeout);
}

bool canYield(const Situation& s) {
    const auto& serving = s.memory.serving;
    return serving.inSync && serving.session > serving.voidThrough && !peerNoted(s);
}

bool canHandOver(const Situation& s) {
    return canYield(s) && failoverOn(s) && peerHeard(s);
}

bool standbyMayHaveRecorded(const Situation& s) {
    const auto* lost = std::get_if<StandbyLost>(&s.event);
    return lost && lost->mayHaveRecorded;
}

bool attachDue(const Situation& s) {
    const auto& serving = s.memory.serving;
    return peerWantsSession(s) && serving.session == SessionNumber{} && serving.source.up() &&
           s.moment.now >= serving.attachNotBefore;
}

bool folderUp(const Situation& s) {
    return s.memory.serving.folder.up();
}

bool attachingClosedByPeer(const Situation& s) {
    return s.memory.serving.session != SessionNumber{} && peerNoted(s);
}

bool streamAlive(const Situation& s) {
    return s.memory.serving.inSync;
}

bool sourceUp(const Situation& s) {
    return s.memory.serving.source.up();
}

bool restartsLeft(const Situation& s) {
    const auto& restarts = s.memory.serving.restarts;
    const auto recent = std::count_if(restarts.begin(), restarts.end(), [&](Instant at) {
        return s.moment.now - at < s.memory.settings.loopInterval;
    });
    return recent < static_cast<std::ptrdiff_t>(s.memory.settings.maxLoop);
}

bool restarting(const Situation& s) {
    return s.memory.serving.restarting;
}

bool addressHopeless(const Situation& s) {
    return s.memory.serving.addressTries > s.memory.settings.maxLoop;
}

bool addressRetryDue(const Situation& s) {
    return s.memory.serving.address.level == Resource::Level::Failed &&
           s.moment.now >= s.memory.serving.addressRetryAt;
}

bool allDown(const Situation& s) {
    const auto& serving = s.memory.serving;
    return serving.services.down() && serving.address.down() && serving.source.down();
}

bool leavingToStop(const Situation& s) {
    return s.memory.serving.goal == Goal::Stop;
}

bool leavingToStandby(const Situation& s) {
    return s.memory.serving.goal == Goal::Standby;
}

} // namespace understudy::cluster::guards
