#pragma once
// What several of the effects' files need: tickets, and actions on things that are opened and closed.

#include "cluster/effects.h"

namespace understudy::cluster::effects {

inline Ticket newTicket(Step& step) {
    return Ticket(step.memory.nextTicket++);
}

template <typename A> void raise(Step& step, Resource& resource, Resource::Level level) {
    resource.ticket = newTicket(step);
    resource.level = level;
    step.actions.emplace_back(A{resource.ticket});
}

inline void arm(Step& step, Ticket& slot, Timer timer, Duration after) {
    slot = newTicket(step);
    step.actions.emplace_back(ArmTimer{slot, timer, after});
}

inline void disarm(Step& step, Ticket& slot, Timer timer) {
    if (slot != Ticket{})
        step.actions.emplace_back(DisarmTimer{timer});
    slot = Ticket{};
}

} // namespace understudy::cluster::effects
