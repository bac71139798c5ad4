#pragma once
// Private to fence: orders as a message. Pure.

#include "fence/fence_feed.h"
#include "fence/message.h"

namespace understudy::fence {

struct Packed {
    Message message;
    std::vector<int> descriptors; // not owned
};

// InvalidInput names what does not fit.
Result<std::unique_ptr<Packed>> pack(const FenceOrders& orders, const FenceSettings& settings);

} // namespace understudy::fence
