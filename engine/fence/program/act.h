#pragma once
// What the fence does when the engine is dead or stuck, in this order (S12): address away, FUSE connections
// aborted, engine killed, services killed; then everything is verified; and only then the peer is told (S3).

#include "fence/message.h"
#include "fence/program/system.h"

namespace understudy::fence {

// What was fed last.
struct Orders {
    Message message;
    Held abort[Message::kMaxMounts]; // in the order of message.mount; open if hasAbortDescriptor
};

struct Tools {
    Held netlink; // opened in time: later there may be no descriptor or no memory
    Held udp4;
    Held udp6;

    void open();
};

// Returns true if the peer was told, or everything is verified and nobody was to be told.
bool act(Orders& orders, Tools& tools, const char* why);

} // namespace understudy::fence
