// Guards on the two parts that a node can play: standby and serving node.
#include "cluster/guards.h"

#include <algorithm>

namespace understudy::cluster::guards {

namespace {

template <typename E> SessionNumber sessionOf(const E& event) {
    if constexpr (requires { event.session; })
        return event.session;
    else
        return SessionNumber{};
}

} // namespace

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
    return right && peerConfirmed(s) && isPeer(s, right->from) && live(s)->inSyncSession == right->session &&
           live(s)->voidThrough < right->session;
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
    // A word that waited while this node was frozen is as old as the right then is (S14).
    return fenced && holdsRight(s) && !s.moment.inDoubt && fenced->incarnation == right->from &&
           isPeer(s, right->from) && fenced->session == right->session &&
           fenced->generation == s.memory.record.generation;
}

// Only heartbeats from after the end count: a stream that ended because its node died is followed by silence.
// And a node that is closing closes its stream early: until it has handed over, or died of it, its word
// stands.
bool streamOverdue(const Situation& s) {
    const Memory& m = s.memory;
    return m.standby.streamEnded && live(s) && live(s)->state != NodeState::Wait &&
           m.peer.heardAt - m.standby.endedAt >= m.settings.standbyTimeout;
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
    return paused && paused->gap >= s.memory.settings.pauseToTell();
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

bool diskStuck(const Situation& s) {
    return s.memory.serving.diskStuck;
}

bool torn(const Situation& s) {
    return s.memory.serving.torn;
}

bool sourceLeft(const Situation& s) {
    return !s.memory.serving.source.down();
}

bool survivors(const Situation& s) {
    return s.memory.serving.survivors;
}

bool leavingToStop(const Situation& s) {
    return s.memory.serving.goal == Goal::Stop;
}

bool leavingToStandby(const Situation& s) {
    return s.memory.serving.goal == Goal::Standby;
}

} // namespace understudy::cluster::guards
