#include "cluster/observe.h"

#include "cluster/core.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace understudy::cluster {

namespace {

using Level = Resource::Level;
constexpr Duration kLongestStep = std::chrono::milliseconds(700);

bool answers(Resource& resource, Ticket ticket, std::initializer_list<Level> expected, Level now) {
    const bool known = std::find(expected.begin(), expected.end(), resource.level) != expected.end();
    if (resource.ticket != ticket || !known)
        return false;
    resource.level = now;
    return true;
}

// Everything that can be told from an event alone; overloads, so that a new event breaks the build here.
struct Observer {
    Memory& m;
    const Moment& moment;

    bool operator()(const EngineStarted& e) {
        m.record = m.durable = e.record;
        m.self = e.self;
        m.trustedSince = m.peer.silenceFrom = moment.now;
        return true;
    }

    bool operator()(const Paused&) {
        m.trustedSince = m.peer.silenceFrom = moment.now;
        m.peer.confirmed = false;
        m.peer.unansweredSince = moment.now;
        m.serving.mayResume = false;
        m.standby.wokeSinceConfirm = true;
        return true;
    }

    bool operator()(const Tick&) { return true; }

    bool operator()(const PeerHeard& e) {
        const auto& known = m.peer.facts;
        if (known && e.facts.incarnation.starts < known->incarnation.starts)
            return false;
        if (!known || known->incarnation != e.facts.incarnation) {
            m.serving.attachNotBefore = moment.now;
            m.serving.attachDelay = Duration{};
            m.peer.confirmed = false;
            m.peer.unansweredSince = moment.now;
        }
        if (m.peer.silent)
            m.peer.unansweredSince = moment.now; // it may not have heard us either, so far
        m.peer.facts = e.facts;
        m.peer.heardAt = m.peer.silenceFrom = moment.now;
        m.peer.seen = moment.wall;
        m.peer.silent = false;
        m.peer.confirmed = m.peer.confirmed || e.answersLatest;
        if (!m.standby.right)
            noteClosed(e.facts);
        return true;
    }

    bool operator()(const PeerSilent&) {
        m.peer.silent = true;
        return true;
    }

    bool operator()(const PeerFenced&) { return true; }

    // ---- serving side
    bool operator()(const SourceOpened& e) {
        return answers(m.serving.source, e.ticket, {Level::Rising}, Level::Up);
    }
    bool operator()(const SourceFailed& e) {
        return answers(m.serving.source, e.ticket, {Level::Rising, Level::Up}, Level::Failed);
    }
    bool operator()(const Mounted& e) {
        return answers(m.serving.folder, e.ticket, {Level::Rising}, Level::Up);
    }
    bool operator()(const MountFailed& e) {
        return answers(m.serving.folder, e.ticket, {Level::Rising, Level::Up}, Level::Failed);
    }
    bool operator()(const SourceClosed& e) {
        if (!answers(m.serving.source, e.ticket, {Level::Falling}, Level::Down))
            return false;
        m.serving.folder = Resource{};
        return true;
    }
    bool operator()(const StandbyReady& e) { return isSession(e.session); }
    bool operator()(const StandbyLost& e) { return isSession(e.session); }
    bool operator()(const OwnDiskStuck&) {
        m.serving.diskStuck = true;
        return true;
    }

    // ---- receiving side
    bool operator()(const TargetOpened& e) {
        return answers(m.standby.target, e.ticket, {Level::Rising}, Level::Up);
    }
    bool operator()(const TargetFailed& e) {
        if (!answers(m.standby.target, e.ticket, {Level::Rising, Level::Up}, Level::Failed))
            return false;
        noteStreamEnd();
        return true;
    }
    bool operator()(const TargetClosed& e) {
        return answers(m.standby.target, e.ticket, {Level::Falling}, Level::Down);
    }
    bool operator()(const SessionBegun&) { return true; }
    bool operator()(const SessionWillChange&) { return true; }
    bool operator()(const SessionSynchronised&) {
        m.standby.wokeSinceConfirm = false; // what the serving node says to it, it says after this
        return true;
    }
    bool operator()(const SessionInSync&) { return true; }
    bool operator()(const SessionEnded& e) {
        if (m.standby.session == SessionNumber{} || e.session != m.standby.session)
            return false;
        noteStreamEnd();
        return true;
    }
    bool operator()(const CopySetAside& e) {
        return answers(m.standby.target, e.ticket, {Level::Rising}, Level::Down);
    }
    bool operator()(const SetAsideFailed& e) {
        return answers(m.standby.target, e.ticket, {Level::Rising}, Level::Down);
    }

    // ---- address, services, checkers
    bool operator()(const AddressRaised& e) {
        if (!answers(m.serving.address, e.ticket, {Level::Rising}, Level::Up))
            return false;
        m.serving.addressTries = 0;
        return true;
    }
    bool operator()(const AddressFailed& e) {
        return answers(m.serving.address, e.ticket, {Level::Rising, Level::Up}, Level::Failed);
    }
    bool operator()(const AddressDropped& e) {
        return answers(m.serving.address, e.ticket, {Level::Falling}, Level::Down);
    }
    bool operator()(const ServicesStarted& e) {
        return answers(m.serving.services, e.ticket, {Level::Rising}, Level::Up);
    }
    bool operator()(const ServicesStopped& e) {
        if (!answers(m.serving.services, e.ticket, {Level::Falling}, Level::Down))
            return false;
        m.serving.survivors = false;
        return true;
    }
    bool operator()(const ServicesNotStopped& e) {
        if (!answers(m.serving.services, e.ticket, {Level::Falling}, Level::Failed))
            return false;
        m.serving.survivors = true;
        return true;
    }
    bool operator()(const ServiceFailed& e) {
        return answers(m.serving.services, e.ticket, {Level::Rising, Level::Up}, Level::Failed);
    }
    bool operator()(const CheckersUp&) {
        const bool news = m.serving.checkersRunning && !m.serving.checkersUp;
        m.serving.checkersUp = m.serving.checkersRunning;
        return news;
    }
    bool operator()(const CheckerDown&) {
        m.serving.checkersUp = false;
        return m.serving.checkersRunning;
    }

    bool operator()(const EngineEnding&) { return true; }

    // ---- own record
    bool operator()(const RecordSaved& e) {
        for (std::size_t i = 0; i < m.saving.size(); ++i) {
            if (m.saving[i].ticket != e.ticket)
                continue;
            m.durable = m.saving[i].record;
            m.saving.erase(m.saving.begin(), m.saving.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            return std::exchange(m.recordFailedAt, std::nullopt).has_value();
        }
        return false;
    }
    bool operator()(const RecordFailed& e) {
        const auto failed = std::find_if(m.saving.begin(), m.saving.end(),
                                         [&](const SaveRecord& s) { return s.ticket == e.ticket; });
        if (failed == m.saving.end())
            return false;
        if (failed != m.saving.begin()) // saved before it, which is told later
            m.durable = std::prev(failed)->record;
        m.saving.clear();
        m.record = m.durable;
        m.recordFailedAt = moment.now;
        return true;
    }

    bool operator()(const TimerFired& e) {
        switch (e.timer) {
        case Timer::Ask:
            judgeSilence();
            return e.ticket == m.askTimer;
        case Timer::StandbyPatience:
            return e.ticket == m.patienceTimer;
        case Timer::StopBound:
            return e.ticket == m.stopTimer;
        case Timer::Retry:
        case Timer::LoopInterval:
            return false;
        }
        return false;
    }

    bool operator()(const Asked&) { return true; }

private:
    void noteStreamEnd() {
        if (m.standby.right && m.standby.right->session == m.standby.session) {
            m.standby.streamEnded = true;
            m.standby.endedAt = moment.now;
        }
        m.standby.session = SessionNumber{};
    }

    bool isSession(SessionNumber n) const { return n != SessionNumber{} && n == m.serving.session; }

    // The link tells silence, once; this is the same judgement when we began to ask after it had told.
    void judgeSilence() {
        if (moment.now - m.peer.silenceFrom >= m.settings.heartbeatTimeout)
            m.peer.silent = true;
    }

    // Without a right there is nothing of the peer's lives that could make us take over: say so for the life
    // that we hear, and for every session that it gave up.
    void noteClosed(const NodeFacts& f) {
        if (m.standby.closedFor != f.incarnation) {
            m.standby.closedFor = f.incarnation;
            m.standby.closedThrough = SessionNumber{};
        }
        m.standby.closedThrough = std::max(m.standby.closedThrough, f.voidThrough);
        if (f.yieldedSession != m.standby.session) // handed over to us, who do not know of it: decline
            m.standby.closedThrough = std::max(m.standby.closedThrough, f.yieldedSession);
    }
};

} // namespace

bool observe(Memory& memory, const Event& event, const Moment& moment) {
    // Ticks come twice a second. If they did not, we may have been frozen, and events from before that are
    // looked at now, ahead of the Paused that tells it. Whether a takeover may rest on silence is another
    // question (Moment::inDoubt): a loop that is late once per timeout must not put it off for ever.
    if (moment.now - memory.steppedAt > kLongestStep)
        memory.trustedSince = moment.now;
    memory.steppedAt = moment.now;
    return std::visit(Observer{memory, moment}, event);
}

} // namespace understudy::cluster
