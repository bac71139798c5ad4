#pragma once
// The prerequisites of a cluster, one by one, from the facts of one node or of both. Pure; any thread.

#include "prerequisites/facts.h"

namespace understudy::prerequisites {

enum class Outcome : std::uint8_t {
    Met,
    Warning, // works, but look at it
    Missing, // has to be put right
    Unknown, // could not be found out, or needs the other node
};
const char* outcomeName(Outcome outcome); // "met", "warning", "missing", "unknown"

struct Finding {
    std::string id; // "virtual-ip-free"
    Outcome outcome = Outcome::Met;
    std::string reason;                 // id of the sentence, with its cure; empty when met
    std::vector<std::string> arguments; // of the sentence
    bool curable = false;               // the engine can do what the cure says: cures.h
    bool stopsJoining = false;          // if missing: the nodes are not joined

    bool operator==(const Finding&) const = default;
};

constexpr std::chrono::seconds kLargestTimeDifference{5};

// `other`: the other node's facts, when they are known; its time was read at `received`, on this node's
// clock.
std::vector<Finding> judge(const Plan& plan, const NodeFacts& own, const NodeFacts* other, WallTime received);

// The first of the findings that stops a joining.
const Finding* obstacle(const std::vector<Finding>& findings);

} // namespace understudy::prerequisites
