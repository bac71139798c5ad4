#pragma once
// Both computers, the network between them, and the ledger of what happened in truth: every acknowledgement,
// every generation and how it began. Invariants look at this truth, never at what the core believes.

#include "simulation/machine.h"
#include "simulation/network.h"

#include <array>
#include <map>
#include <set>

namespace understudy::simulation {

class World;

// A rule that must hold in every run; one per file in invariants/. Each hook is called at the instant named.
class Invariant {
public:
    virtual ~Invariant() = default;
    virtual const char* name() const = 0;
    virtual void acknowledged(World&, unsigned /*node*/, WriteId) {}
    virtual void granted(World&, unsigned /*node*/) {}
    virtual void mounted(World&, unsigned /*node*/) {}
    virtual void begins(World&, unsigned /*node*/) {} // its services are started, or the address is on it
    virtual void recorded(World&, unsigned /*node*/, const cluster::Record& /*before*/) {}
    virtual void applied(World&, unsigned /*node*/) {} // a change from the stream
    virtual void stepped(World&, unsigned /*node*/) {}
};

std::vector<std::unique_ptr<Invariant>> allInvariants();

// How a generation began.
struct Birth {
    unsigned node = 0;
    Duration at{};
    bool forced = false;
    bool separated = false; // the network between the nodes was faulty, so that the other could not be heard
    Generation parent;
};

struct Acknowledged {
    unsigned node = 0;
    Generation generation;
    Duration at{};
};

class World {
public:
    explicit World(std::uint64_t seed, bool calm = false);
    ~World();

    Machine& machine(unsigned node) { return *m_machines[node]; }
    void run(Duration length); // of true time; stops at a violation
    bool runUntil(Duration bound, const std::function<bool()>& done);

    // ---- called by the models
    void trace(unsigned node, const std::string& text);
    void stepped(unsigned node, const cluster::Event& event, const std::vector<cluster::Action>& actions);
    void settledStep(unsigned node);
    void recorded(unsigned node, const cluster::Record& before);
    void acknowledged(unsigned node, WriteId write);
    void granted(unsigned node);
    void mounted(unsigned node);
    void begins(unsigned node);
    void applied(unsigned node);
    void asked(unsigned node, cluster::RequestId id, cluster::Command command);
    void answered(unsigned node, const cluster::AnswerRequest& answer, cluster::Command command);
    void sendFenced(unsigned node, const cluster::PeerFenced& word);
    WriteId newWrite() { return m_nextWrite++; }
    Generation freshGeneration();

    // ---- the truth, for invariants
    const WriteSet& everAcknowledged() const { return m_acknowledged; }
    const std::map<WriteId, Acknowledged>& acknowledgements() const { return m_acks; }
    const Birth* birth(const Generation& generation) const;
    bool separatedOrForced(const Generation& generation) const;
    // Neither descends from the other, and a cut or an administrator stands where their histories part.
    bool partedByFault(const Generation& one, const Generation& other) const;
    // Acknowledged, absent from this copy, and no fault that has no cure without a witness explains it.
    std::vector<WriteId> unexcusedGaps(unsigned node) const;
    void violate(const char* rule, const std::string& text);
    const std::string& violation() const { return m_violation; }
    std::size_t unanswered() const; // requests to engines that still live

    Timeline timeline;
    Dice dice;
    Network network;
    Duration heartbeat = std::chrono::seconds(1);
    bool blindPauses = false; // a clock stood still: without a witness some rules cannot be kept
    bool tracing = false;
    std::function<void(const std::string&)> line; // where the trace goes
    std::set<std::string> rowsTaken;
    std::function<void(unsigned, const cluster::Event&, const std::vector<cluster::Action>&)> onStep;
    std::function<void(unsigned, const cluster::AnswerRequest&, cluster::Command)> onAnswer;

private:
    bool advance(Duration end);
    std::vector<Generation> lineOf(Generation generation) const;
    void application(unsigned node);

    std::array<std::unique_ptr<Machine>, 2> m_machines;
    std::vector<std::unique_ptr<Invariant>> m_invariants;
    WriteSet m_acknowledged;
    WriteSet m_common; // was on both nodes at some time: no separation explains its absence
    std::map<WriteId, Acknowledged> m_acks;
    std::map<Generation, Birth> m_births;
    std::map<std::pair<unsigned, std::uint64_t>, std::uint64_t> m_open; // requests: (node, id) -> life
    Duration m_lastForce = -std::chrono::hours(1);
    std::string m_violation;
    std::array<std::string, 2> m_lastRow; // the trace says a row once
    std::uint64_t m_events = 0;
    WriteId m_nextWrite = 0;
    std::uint64_t m_nextGeneration = 1;
};

} // namespace understudy::simulation
