#include "simulation/engine.h"

#include "simulation/world.h"

#include <algorithm>

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

Engine::Engine(World& world, Machine& machine, Incarnation self)
    : heart(world, machine), source(world, machine), target(world, machine), m_world(world),
      m_machine(machine), m_self(self), m_core(machine.settings) {}

Duration Engine::some(std::int64_t lowMs, std::int64_t highMs) {
    return Duration(m_world.dice.between(lowMs * 1'000'000, highMs * 1'000'000));
}

void Engine::begin() {
    m_fence.incarnation = m_self;
    Record record = m_machine.disk.record;
    record.engineStarts = m_self.starts;
    m_machine.disk.record = record;
    post(EngineStarted{record, m_self});
    heart.begin();
    m_machine.later(500ms, [this] { tick(); });
}

void Engine::tick() {
    source.watch();
    target.watch();
    post(Tick{});
    m_machine.later(500ms, [this] { tick(); });
}

void Engine::woke(Duration gap) {
    heart.woke();
    if (gap < m_machine.settings.pauseToTell())
        return;
    ++m_undecided;
    post(Paused{gap});
}

void Engine::kernelCloses() {
    source.closeConnection();
    target.closeConnection(true);
}

void Engine::vanish() {
    source.vanish();
    target.vanish();
}

PeerFenced Engine::fenceWord() const {
    return m_fence;
}

void Engine::post(Event event) {
    m_events.push_back(std::move(event));
    if (std::exchange(m_awake, true))
        return;
    const bool late = m_machine.loopLate && m_world.dice.chance(40);
    m_machine.later(late ? some(200, 1200) : some(0, 3), [this] { work(); });
}

void Engine::work() {
    m_awake = false;
    while (!m_events.empty() && !m_dead) {
        const Event event = std::move(m_events.front());
        m_events.pop_front();
        step(event);
        if (!m_events.empty() && m_world.dice.chance(30)) { // the loop is not always fast
            m_awake = true;
            m_machine.later(some(0, 5), [this] { work(); });
            return;
        }
    }
}

bool Engine::hasHeard() const {
    return std::any_of(m_events.begin(), m_events.end(),
                       [](const Event& e) { return std::holds_alternative<PeerHeard>(e); });
}

void Engine::step(const Event& event) {
    const NodeState before = m_view.state;
    const auto actions = m_core.step(event, Moment{m_machine.now(), m_machine.wall(),
                                                   m_world.freshGeneration(), isInDoubt() || hasHeard()});
    m_world.stepped(m_machine.index(), event, actions);
    const bool durable = perform(actions);
    if (m_dead)
        return;
    if (std::holds_alternative<Paused>(event))
        --m_undecided;
    m_view = m_core.view();
    if (m_view.state != before)
        m_world.trace(m_machine.index(), std::string("is ") + std::string(name(m_view.state)));
    if (durable)
        heart.publish(m_core.facts());
    m_world.settledStep(m_machine.index());
    if (const auto failed = std::exchange(m_failed, std::nullopt)) // before whatever waited already
        step(*failed);
}

bool Engine::perform(const std::vector<Action>& actions) {
    for (const Action& action : actions) {
        if (m_machine.actionCrashes()) {
            m_dead = true;
            return false;
        }
        if (!one(action))
            return false;
    }
    return true;
}

template <typename... Ts> struct Overloads : Ts... { using Ts::operator()...; };
template <typename... Ts> Overloads(Ts...) -> Overloads<Ts...>;

bool Engine::one(const Action& action) {
    return std::visit(Overloads{
                          [&](const SaveRecord& a) { return save(a); },
                          [&](const GrantAlone& a) {
                              m_fence.generation = a.generation;
                              m_fence.session = SessionNumber{};
                              return source.perform(a), true;
                          },
                          [&](const GrantWithStandby& a) {
                              m_fence.generation = m_machine.disk.record.generation;
                              m_fence.session = a.session;
                              return source.perform(a), true;
                          },
                          [&](const GrantNothing& a) { return source.perform(a), true; },
                          [&](const OpenSource& a) { return source.perform(a), true; },
                          [&](const Mount& a) { return source.perform(a), true; },
                          [&](const AttachStandby& a) { return source.perform(a), true; },
                          [&](const AcceptStandby& a) { return source.perform(a), true; },
                          [&](const DetachStandby& a) { return source.perform(a), true; },
                          [&](const CloseSource& a) { return source.perform(a), true; },
                          [&](const OpenTarget& a) { return target.perform(a), true; },
                          [&](const BeginApplying& a) { return target.perform(a), true; },
                          [&](const ConfirmSynchronised& a) { return target.perform(a), true; },
                          [&](const EndSession& a) { return target.perform(a), true; },
                          [&](const CloseTarget& a) { return target.perform(a), true; },
                          [&](const SetAsideCopy& a) { return setAside(a), true; },
                          [&](const ExpectAddress&) { return true; },
                          [&](const RaiseAddress& a) { return raise(a), true; },
                          [&](const DropAddress& a) { return drop(a), true; },
                          [&](const StartServices& a) { return start(a), true; },
                          [&](const StopServices& a) { return stop(a), true; },
                          [&](const StartCheckers&) { return checkersStart(), true; },
                          [&](const StopCheckers&) { return m_checkers = false, true; },
                          [&](const ArmTimer& a) { return arm(a), true; },
                          [&](const DisarmTimer& a) { return ++m_timers[a.timer], true; },
                          [&](const AnswerRequest& a) { return answer(a), true; },
                          [&](const LogRow&) { return true; },
                          [&](const EndEngine&) { return m_machine.crashSoon(false), m_dead = true, false; },
                      },
                      action);
}

bool Engine::save(const SaveRecord& action) {
    Disk& disk = m_machine.disk;
    if (disk.recordsFail) {
        m_failed =
            RecordFailed{action.ticket, Error{ErrorCode::System, "videoos.record", "cannot be written", 5}};
        return false;
    }
    const Record before = disk.record;
    disk.record = action.record;
    m_world.recorded(m_machine.index(), before);
    post(RecordSaved{action.ticket});
    return true;
}

void Engine::setAside(const SetAsideCopy& action) {
    m_machine.whenSynced(20, 300, [this, action] {
        Disk& disk = m_machine.disk;
        if (disk.setAsideFails || disk.full) {
            post(SetAsideFailed{action.ticket, Error{ErrorCode::DiskFull, "/data", "no space left", 28}});
            return;
        }
        disk.aside.push_back(disk.content);
        post(CopySetAside{action.ticket});
    });
}

// ---- requests

void Engine::ask(Command command) {
    const RequestId id(m_asked.size() + 1);
    m_asked.emplace(id.value, command);
    m_world.asked(m_machine.index(), id, command);
    post(Asked{id, command, "admin"});
}

void Engine::answer(const AnswerRequest& a) {
    m_world.answered(m_machine.index(), a, m_asked.at(a.request.value));
}

// ---- address, services, checkers

void Engine::raise(const RaiseAddress& action) {
    m_addressTicket = action.ticket;
    m_machine.later(some(5, 100), [this, action] {
        if (m_addressTicket != action.ticket)
            return;
        if (m_machine.addressTaken) {
            post(AddressFailed{action.ticket,
                               Error{ErrorCode::Busy, "10.0.0.9", "held by 02:00:00:00:00:99", 0}});
            return;
        }
        m_machine.addressHeld = true;
        m_world.begins(m_machine.index());
        post(AddressRaised{action.ticket});
    });
}

void Engine::drop(const DropAddress& action) {
    m_addressTicket = action.ticket;
    m_machine.later(some(1, 20), [this, action] {
        if (m_addressTicket != action.ticket)
            return;
        m_machine.addressHeld = false;
        post(AddressDropped{action.ticket});
    });
}

void Engine::addressLost() {
    if (!m_machine.addressHeld)
        return;
    m_machine.addressHeld = false;
    post(AddressFailed{m_addressTicket, Error{ErrorCode::NotFound, "eth0", "interface went away", 0}});
}

void Engine::start(const StartServices& action) {
    m_servicesTicket = action.ticket;
    m_processesLeft = true;
    m_world.begins(m_machine.index());
    m_machine.later(some(50, 800), [this, action] {
        if (m_servicesTicket != action.ticket)
            return;
        m_servicesUp = !m_machine.servicesBroken;
        if (m_servicesUp)
            post(ServicesStarted{action.ticket});
        else
            post(ServiceFailed{action.ticket, "postgresql",
                               Error{ErrorCode::System, "postgresql", "exited with 1", 0}});
    });
}

void Engine::stop(const StopServices& action) {
    m_servicesTicket = action.ticket;
    m_checkers = false;
    // A process inside fsync does not go away by being asked.
    const bool stuck =
        m_machine.stopsHang || (source.hasPending() && (!source.mayAcknowledge() || m_machine.disk.hung));
    if (stuck && action.force == Force::No && !m_machine.unkillable)
        return;
    m_machine.later(some(20, 400), [this, action, bound = m_machine.now() + 5s] { end(action, bound); });
}

// Looks until they are gone, or killing them was of no use.
void Engine::end(const StopServices& action, Instant bound) {
    if (m_servicesTicket != action.ticket)
        return;
    m_servicesUp = false;
    if (!m_machine.unkillable || !m_processesLeft) {
        m_processesLeft = false;
        post(ServicesStopped{action.ticket});
    } else if (m_machine.now() < bound) {
        m_machine.later(100ms, [this, action, bound] { end(action, bound); });
    } else {
        post(ServicesNotStopped{action.ticket, Error{ErrorCode::Timeout, "postgresql",
                                                     "processes do not die: 4711 (postgres)", 0}});
    }
}

void Engine::failService() {
    if (!m_servicesUp)
        return;
    m_servicesUp = false;
    post(ServiceFailed{m_servicesTicket, "postgresql", Error{ErrorCode::System, "postgresql", "died", 0}});
}

void Engine::checkersStart() {
    m_checkers = true;
    m_machine.later(some(50, 500), [this, run = ++m_checkersRun] {
        if (m_checkers && run == m_checkersRun && m_servicesUp)
            post(CheckersUp{});
    });
}

void Engine::checkerDown() {
    if (m_checkers)
        post(CheckerDown{"sql", Error{ErrorCode::Timeout, "SELECT 1", "no answer", 0}});
}

void Engine::arm(const ArmTimer& action) {
    const std::uint64_t number = ++m_timers[action.timer];
    const Instant due = m_machine.now() + action.after;
    m_machine.later(action.after, [this, action, number, due] {
        if (m_timers[action.timer] != number)
            return;
        if (m_machine.now() + 1us < due) // its clock stood still meanwhile; less is a rounding of its rate
            return arm(ArmTimer{action.ticket, action.timer, std::max<Duration>(due - m_machine.now(), 1ms)});
        post(TimerFired{action.ticket, action.timer});
    });
}

} // namespace understudy::simulation
