#pragma once
// Whether anybody on the network has an address: asked by ARP (RFC 5227, section 2.1.1) without taking it.
// Any thread; blocks for the time that it is given at most.

#include "address/addresses.h"
#include "base/result.h"

#include <chrono>
#include <optional>

namespace understudy::address {

// The MAC of whoever has it, this computer included; nothing: nobody answered. NotFound: no interface of this
// computer is in a network that holds the address.
Result<std::optional<Mac>> whoHas(Ipv4 wanted, std::chrono::milliseconds patience);

} // namespace understudy::address
