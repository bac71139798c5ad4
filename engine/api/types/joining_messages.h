#pragma once
// The sentences of joining and of the prerequisites; apiMessage() finds them. Private to types.

#include <span>

namespace understudy::api {

struct MessageEntry {
    const char* id;
    const char* text;
    const char* cure;
};
std::span<const MessageEntry> joiningMessages();

} // namespace understudy::api
