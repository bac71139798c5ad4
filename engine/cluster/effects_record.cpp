// Effects on the record: what this node knows about its own copy, durably.
#include "cluster/effects_common.h"

#include <algorithm>

namespace understudy::cluster::effects {

namespace {

void save(Step& step, Record record) {
    Memory& m = step.memory;
    if (record.lastRole != m.record.lastRole)
        record.since = step.moment.wall;
    record.peerLastSeen = m.peer.seen ? m.peer.seen : record.peerLastSeen;
    record.engineStarts = m.self.starts;
    m.record = record;
    m.saving.push_back(SaveRecord{newTicket(step), std::move(record)});
    step.actions.emplace_back(m.saving.back());
}

void newGeneration(Step& step, bool tookOver) {
    Record r = step.memory.record;
    if (!r.generation.isNone())
        r.ancestors.insert(r.ancestors.begin(), r.generation);
    if (r.ancestors.size() > Record::kMaxAncestors)
        r.ancestors.resize(Record::kMaxAncestors);
    r.generation = step.moment.fresh;
    r.complete = true;
    r.lastRole = Role::Alone;
    r.tookOver = tookOver;
    r.running = true;
    voidAll(step);
    spendRight(step);
    step.memory.serving.mayResume = false;
    save(step, std::move(r));
}

void setRole(Step& step, Role role) {
    Record r = step.memory.record;
    r.lastRole = role;
    save(step, std::move(r));
}

} // namespace

// ---- record

void recordRunning(Step& step) {
    Record r = step.memory.record;
    r.running = true;
    if (r != step.memory.record)
        save(step, std::move(r));
}

void recordStopped(Step& step) {
    Record r = step.memory.record;
    r.running = false;
    step.memory.serving.mayResume = false;
    if (r != step.memory.record)
        save(step, std::move(r));
}

void recordEnd(Step& step) {
    if (step.memory.serving.stopForGood)
        recordStopped(step);
}

void recordLeft(Step& step) {
    if (step.memory.standby.stopForGood)
        recordStopped(step);
}

void recordStandby(Step& step) {
    if (step.memory.record.lastRole != Role::Standby)
        setRole(step, Role::Standby);
}

void recordOutdated(Step& step) {
    if (step.memory.record.lastRole == Role::Alone && step.memory.peer.confirmed)
        setRole(step, Role::Standby);
}

void recordPrim(Step& step) {
    step.memory.serving.inSync = true;
    step.memory.serving.primSince = step.moment.now;
    setRole(step, Role::Prim);
}

void recordSetAside(Step& step) {
    Record r = step.memory.record;
    r.generation = Generation{};
    r.ancestors.clear();
    r.complete = false;
    r.lastRole = Role::Standby;
    save(step, std::move(r));
}

void recordIncomplete(Step& step) {
    Record r = step.memory.record;
    r.complete = false;
    r.lastRole = Role::Standby;
    save(step, std::move(r));
}

void recordSynchronised(Step& step) {
    const auto& done = std::get<SessionSynchronised>(step.event);
    Record r = step.memory.record;
    r.generation = done.generation;
    r.ancestors = done.ancestors;
    if (r.ancestors.size() > Record::kMaxAncestors)
        r.ancestors.resize(Record::kMaxAncestors);
    r.complete = true;
    r.lastRole = Role::Standby;
    r.tookOver = false;
    save(step, std::move(r));
}

void generationAlone(Step& step) {
    newGeneration(step, false);
}

void generationTakenOver(Step& step) {
    newGeneration(step, true);
}

void generationForced(Step& step) {
    newGeneration(step, true);
}

} // namespace understudy::cluster::effects
