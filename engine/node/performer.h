#pragma once
// Performs what the core wants, in the order in which the core wants it: persist first, then let the peer
// know, then act.
//   - SaveRecord is a barrier (safety rule 3): what stands behind it happens only once the record is durable;
//   if it cannot be
//     made durable the rest of the list is dropped, and nothing new is said to the peer.
//   - The fence hears what acknowledgements will rest on before the first of them (S3).
//   - Facts are published last, when all records of the step are durable.
// Each completion comes back as an event. Thread: the loop's.

#include "cluster/core.h"
#include "cluster/ports/replication_port.h"
#include "cluster/ports/resource_ports.h"
#include "node/fence_word.h"

#include <functional>
#include <optional>

namespace understudy::node {

// Where actions go. All outlive the performer.
struct Ports {
    cluster::SourcePort& source;
    cluster::TargetPort& target;
    cluster::AddressPort& address;
    cluster::ServicesPort& services;
    cluster::CheckersPort& checkers;
    cluster::RecordPort& record;
};

// What the performer needs of the loop around it.
struct LoopHooks {
    std::function<void(cluster::Event)> post; // an event for the next step
    std::function<void(const cluster::ArmTimer&)> arm;
    std::function<void(cluster::Timer)> disarm;
    std::function<void(const cluster::AnswerRequest&)> answer;
    std::function<void(const cluster::LogRow&)> log;
    std::function<void(const FenceWord&)> tellFence; // before a grant takes effect
    std::function<void()> endEngine;
};

class Performer {
public:
    Performer(Ports ports, LoopHooks hooks) : m_ports(ports), m_hooks(std::move(hooks)) {}
    void begin(const Generation& generation) { m_generation = generation; } // of the record as found

    // A record that could not be saved: the rest was dropped, the step's facts must not be published, and
    // this is the very next event. Whatever waits was not decided in the knowledge that the record is not
    // there.
    std::optional<cluster::RecordFailed> perform(const std::vector<cluster::Action>& actions);

private:
    bool one(const cluster::Action& action);

    Ports m_ports;
    LoopHooks m_hooks;
    Generation m_generation; // of the record that was saved last
    std::optional<cluster::RecordFailed> m_failed;
};

} // namespace understudy::node
