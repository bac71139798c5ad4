#pragma once
// What stands for %1, %2 ... in the sentences of the table.

#include "cluster/guards.h"

namespace understudy::cluster::arguments {

std::vector<std::string> none(const Situation&);
std::vector<std::string> peer(const Situation&);           // %1 the other node
std::vector<std::string> peerAndSilence(const Situation&); // %2 seconds without a sign of it
std::vector<std::string> peerAndSeen(const Situation&);    // %2 when it was last seen, UTC, or "never"
std::vector<std::string> peerAndError(const Situation&);   // %2 what went wrong
std::vector<std::string> error(const Situation&);          // %1 what went wrong
std::vector<std::string> gap(const Situation&); // %1 milliseconds that this node did not run, %2 the other
std::vector<std::string> stopBound(const Situation&); // %1 seconds
std::vector<std::string> tries(const Situation&);     // %1 what went wrong, %2 which restart, %3 of how many
std::vector<std::string> by(const Situation&);        // %1 who asked

// The same for a row whose event has not come: what only the event knows is "...".
std::vector<std::string> foreseen(std::vector<std::string> (*of)(const Situation&), const Memory& memory);

} // namespace understudy::cluster::arguments
