#pragma once
// A UDP socket bound to one own address. Nothing blocks.

#include "base/descriptor.h"

#include <QHostAddress>

#include <cstdint>

namespace understudy::link {

// Non-blocking. Works before the address is there (IP_FREEBIND: a network may come up after the engine).
// Busy, when the port is taken, names address, port and holder.
Result<Descriptor> bindUdp(const QHostAddress& own, std::uint16_t port);

} // namespace understudy::link
