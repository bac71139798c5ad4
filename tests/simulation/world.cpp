#include "simulation/world.h"

#include "simulation/engine.h"

#include <cstdio>

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

World::World(std::uint64_t seed, bool calm)
    : dice(seed, calm), network(timeline, dice), m_invariants(allInvariants()) {
    for (unsigned node = 0; node < 2; ++node) {
        m_machines[node] = std::make_unique<Machine>(*this, node);
        m_machines[node]->settings.self = node == 0 ? NodeId::Node1 : NodeId::Node2;
    }
    // node1 was configured as the primary one: its data is the first generation.
    Disk& first = machine(0).disk;
    for (int i = 0; i < 20; ++i)
        first.content.add(newWrite());
    first.durable = first.content;
    first.record.generation = freshGeneration();
    first.record.complete = true;
    first.record.lastRole = Role::Alone;
    m_births[first.record.generation] = Birth{};
    application(0);
    application(1);
}

World::~World() = default;

Generation World::freshGeneration() {
    Generation g;
    for (unsigned i = 0; i < 8; ++i)
        g.bytes[i] = static_cast<std::uint8_t>(m_nextGeneration >> (8 * i));
    ++m_nextGeneration;
    return g;
}

bool World::advance(Duration end) {
    static constexpr std::uint64_t kMostEvents = 2'000'000; // some hundred times what a run needs
    if (++m_events > kMostEvents)
        violate("comes-to-rest", "the nodes keep each other busy without end");
    return m_violation.empty() && timeline.step(end);
}

void World::run(Duration length) {
    const Duration end = timeline.now() + length;
    while (advance(end)) {
    }
}

bool World::runUntil(Duration bound, const std::function<bool()>& done) {
    const Duration end = timeline.now() + bound;
    while (m_violation.empty() && !done())
        if (!advance(end))
            return m_violation.empty() && done();
    return m_violation.empty();
}

// Whoever has the folder writes to it: mostly with fsync, mostly the services.
void World::application(unsigned node) {
    Machine& m = machine(node);
    if (m.active() && m.engine().source.mounted() && (m.engine().servicesUp() || dice.chance(20)))
        m.engine().source.write(!dice.chance(25));
    network.noteFaults();
    timeline.after(Duration(dice.between(100'000'000, 700'000'000)), [this, node] { application(node); });
}

void World::trace(unsigned node, const std::string& text) {
    if (!tracing)
        return;
    char head[64];
    std::snprintf(head, sizeof head, "%10.4f  node%u  ",
                  std::chrono::duration<double>(timeline.now()).count(), node + 1);
    line(head + text);
}

void World::stepped(unsigned node, const Event& event, const std::vector<Action>& actions) {
    const std::string row(machine(node).engine().core().lastRow());
    if (!row.empty())
        rowsTaken.insert(row);
    if (!row.empty() && row != m_lastRow[node])
        trace(node, "  " + row);
    m_lastRow[node] = row.empty() ? m_lastRow[node] : row;
    if (onStep)
        onStep(node, event, actions);
}

void World::settledStep(unsigned node) {
    for (const auto& invariant : m_invariants)
        invariant->stepped(*this, node);
}

void World::recorded(unsigned node, const Record& before) {
    Disk& disk = machine(node).disk;
    const std::string row(machine(node).engine().core().lastRow());
    const bool forced = row == "force-start";
    if (forced) {
        disk.mixed = false; // the administrator takes it as it is
        m_lastForce = timeline.now();
    }
    if (disk.record.generation != before.generation && m_births.count(disk.record.generation) == 0) {
        const auto& s = machine(node).settings;
        const Duration window = std::max(s.heartbeatTimeout, s.standbyTimeout) + 2s;
        const bool separated = network.faultySince(1 - node, timeline.now() - window);
        m_births[disk.record.generation] =
            Birth{node, timeline.now(), forced, separated,
                  disk.record.ancestors.empty() ? Generation{} : disk.record.ancestors.front()};
        trace(node, "begins generation " + disk.record.generation.toHex().substr(0, 4) +
                        (separated ? ", the other one cannot be heard" : ""));
    }
    for (const auto& invariant : m_invariants)
        invariant->recorded(*this, node, before);
}

void World::acknowledged(unsigned node, WriteId write) {
    m_acknowledged.add(write);
    m_acks[write] = Acknowledged{node, machine(node).disk.record.generation, timeline.now()};
    for (const auto& invariant : m_invariants)
        invariant->acknowledged(*this, node, write);
}

void World::granted(unsigned node) {
    const auto& grant = machine(node).engine().source.granted();
    if (grant.kind == Source::Grant::Nothing)
        return;
    for (const auto& invariant : m_invariants)
        invariant->granted(*this, node);
    if (grant.kind == Source::Grant::Standby)
        for (const auto& [write, ack] : m_acks)
            if (machine(node).disk.content.has(write) && machine(1 - node).disk.durable.has(write))
                m_common.add(write);
}

void World::mounted(unsigned node) {
    for (const auto& invariant : m_invariants)
        invariant->mounted(*this, node);
}

void World::begins(unsigned node) {
    for (const auto& invariant : m_invariants)
        invariant->begins(*this, node);
}

void World::applied(unsigned node) {
    for (const auto& invariant : m_invariants)
        invariant->applied(*this, node);
}

void World::asked(unsigned node, RequestId id, Command command) {
    static const char* const names[] = {"start", "stop", "restart", "swap", "swap --no-sync", "force-start"};
    trace(node, std::string("is asked to ") + names[static_cast<unsigned>(command)]);
    m_open[{node, id.value}] = machine(node).life();
}

void World::answered(unsigned node, const AnswerRequest& answer, Command command) {
    if (m_open.erase({node, answer.request.value}) == 0)
        violate("requests-are-answered-once", "answered twice");
    trace(node, std::string("answers: ") + (answer.accepted ? "done" : "no, " + answer.reason));
    if (onAnswer)
        onAnswer(node, answer, command);
}

void World::sendFenced(unsigned node, const PeerFenced& word) {
    const auto deliver = [this, node, word] {
        Machine& peer = machine(1 - node);
        if (peer.running())
            peer.receive([&peer, word] { peer.engine().post(word); });
    };
    network.datagram(node, deliver);
    if (dice.chance(15)) // and again, much later
        timeline.after(Duration(dice.between(1'000'000'000, 20'000'000'000)), deliver);
}

const Birth* World::birth(const Generation& generation) const {
    const auto found = m_births.find(generation);
    return found == m_births.end() ? nullptr : &found->second;
}

bool World::separatedOrForced(const Generation& generation) const {
    const Birth* b = birth(generation);
    return b && (b->separated || b->forced);
}

std::vector<Generation> World::lineOf(Generation generation) const {
    std::vector<Generation> result;
    for (const Birth* b = birth(generation); b != nullptr && !generation.isNone(); b = birth(generation)) {
        result.push_back(generation);
        generation = b->parent;
    }
    return result;
}

bool World::partedByFault(const Generation& one, const Generation& other) const {
    auto a = lineOf(one);
    auto b = lineOf(other);
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.pop_back();
        b.pop_back();
    }
    return !a.empty() && !b.empty() && (separatedOrForced(a.back()) || separatedOrForced(b.back()));
}

std::vector<WriteId> World::unexcusedGaps(unsigned node) const {
    std::vector<WriteId> gaps;
    if (blindPauses)
        return gaps;
    for (const WriteId w : m_acknowledged.without(m_machines[node]->disk.content)) {
        const Acknowledged& ack = m_acks.at(w);
        const Record& record = m_machines[node]->disk.record;
        bool kept = ack.at < m_lastForce || partedByFault(record.generation, ack.generation) ||
                    (separatedOrForced(ack.generation) && !m_common.has(w));
        for (const auto& m : m_machines)
            for (const WriteSet& aside : m->disk.aside)
                kept = kept || aside.has(w);
        if (!kept)
            gaps.push_back(w);
    }
    return gaps;
}

std::size_t World::unanswered() const {
    std::size_t open = 0;
    for (const auto& [request, life] : m_open)
        open += m_machines[request.first]->running() && m_machines[request.first]->life() == life ? 1U : 0U;
    return open;
}

void World::violate(const char* rule, const std::string& text) {
    if (!m_violation.empty())
        return;
    m_violation = std::string(rule) + ": " + text;
    trace(0, "VIOLATED " + m_violation);
}

} // namespace understudy::simulation
