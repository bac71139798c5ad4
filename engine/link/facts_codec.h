#pragma once
// cluster::NodeFacts as bytes. Pure; any thread.

#include "base/cursor.h"
#include "cluster/facts.h"

namespace understudy::link {

void writeFacts(ByteWriter& out,
                const cluster::NodeFacts& facts); // at most kMaxAncestors ancestors (asserted)

// Reads what writeFacts wrote. A value out of its range (an unknown state, too many ancestors) fails the
// reader.
cluster::NodeFacts readFacts(ByteReader& in);

} // namespace understudy::link
