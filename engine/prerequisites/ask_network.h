#pragma once
// Questions to name servers and to the other computer. Any thread but the loop's: they wait for answers.

#include "prerequisites/facts.h"

#include <chrono>

namespace understudy::prerequisites {

// The first IPv4 address of the name, and the name of `address` (of the first answer, if it is empty).
NameFact lookUp(const std::string& name, const std::string& address);

// nullopt: it could not be asked (no right to).
std::optional<bool> answersPing(const std::string& address, std::chrono::milliseconds patience);

// The IPv4 address to connect to for what a person typed. InvalidInput: an IPv6 address, or a name that has
// nothing else. NotFound: no such name.
Result<std::string> resolveHost(const std::string& typed);

} // namespace understudy::prerequisites
