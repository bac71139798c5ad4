#include "node/performer.h"

namespace understudy::node {

using namespace cluster;

namespace {

template <typename... Ts> struct Overloads : Ts... { using Ts::operator()...; };
template <typename... Ts> Overloads(Ts...) -> Overloads<Ts...>;

} // namespace

std::optional<RecordFailed> Performer::perform(const std::vector<Action>& actions) {
    m_failed.reset();
    for (const Action& action : actions)
        if (!one(action))
            break;
    return m_failed;
}

// One overload per action: a new action does not compile until it has a place here.
bool Performer::one(const Action& action) {
    return std::visit(Overloads{
                          [&](const SaveRecord& a) {
                              if (auto saved = m_ports.record.save(a.record); !saved) {
                                  m_failed = RecordFailed{a.ticket, saved.error()};
                                  return false;
                              }
                              m_generation = a.record.generation;
                              m_ports.target.recordChanged(a.record);
                              m_hooks.post(RecordSaved{a.ticket});
                              return true;
                          },
                          [&](const GrantNothing& a) { return m_ports.source.perform(a), true; },
                          [&](const GrantWithStandby& a) {
                              m_hooks.tellFence({m_generation, a.session});
                              return m_ports.source.perform(a), true;
                          },
                          [&](const GrantAlone& a) {
                              m_hooks.tellFence({a.generation, SessionNumber{}});
                              return m_ports.source.perform(a), true;
                          },
                          [&](const OpenSource& a) { return m_ports.source.perform(a), true; },
                          [&](const Mount& a) { return m_ports.source.perform(a), true; },
                          [&](const AttachStandby& a) { return m_ports.source.perform(a), true; },
                          [&](const AcceptStandby& a) { return m_ports.source.perform(a), true; },
                          [&](const DetachStandby& a) { return m_ports.source.perform(a), true; },
                          [&](const CloseSource& a) { return m_ports.source.perform(a), true; },
                          [&](const OpenTarget& a) { return m_ports.target.perform(a), true; },
                          [&](const BeginApplying& a) { return m_ports.target.perform(a), true; },
                          [&](const ConfirmSynchronised& a) { return m_ports.target.perform(a), true; },
                          [&](const EndSession& a) { return m_ports.target.perform(a), true; },
                          [&](const CloseTarget& a) { return m_ports.target.perform(a), true; },
                          [&](const SetAsideCopy& a) { return m_ports.target.perform(a), true; },
                          [&](const ExpectAddress& a) { return m_ports.address.perform(a), true; },
                          [&](const RaiseAddress& a) { return m_ports.address.perform(a), true; },
                          [&](const DropAddress& a) { return m_ports.address.perform(a), true; },
                          [&](const StartServices& a) { return m_ports.services.perform(a), true; },
                          [&](const StopServices& a) { return m_ports.services.perform(a), true; },
                          [&](const StartCheckers& a) { return m_ports.checkers.perform(a), true; },
                          [&](const StopCheckers& a) { return m_ports.checkers.perform(a), true; },
                          [&](const ArmTimer& a) { return m_hooks.arm(a), true; },
                          [&](const DisarmTimer& a) { return m_hooks.disarm(a.timer), true; },
                          [&](const AnswerRequest& a) { return m_hooks.answer(a), true; },
                          [&](const LogRow& a) { return m_hooks.log(a), true; },
                          [&](const EndEngine&) { return m_hooks.endEngine(), true; },
                      },
                      action);
}

} // namespace understudy::node
