#pragma once
// What an acknowledgement rests on from now on: the fence's word to the peer is made of it.

#include "base/ids.h"

namespace understudy::node {

struct FenceWord {
    Generation generation;
    SessionNumber session; // 0: alone
};

} // namespace understudy::node
