#pragma once
// Reads a stream of server-sent events (WHATWG HTML, 9.2.6: event streams), as far as our server sends them:
// id, event, data of one or more lines, comments. For bytes from outside; bounded. Value type, any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::api {

struct SseEvent {
    std::string id;
    std::string name = "message";
    std::string data;

    bool operator==(const SseEvent&) const = default;
};

class SseReader {
public:
    static constexpr std::size_t kMaxEvent = 4 * 1024 * 1024;

    // Events that are whole now. nullopt: an event is larger than the bound; the stream is of no use.
    std::optional<std::vector<SseEvent>> feed(std::string_view bytes);

private:
    void line(std::string_view line, std::vector<SseEvent>& events);

    std::string m_line; // not ended yet
    SseEvent m_event;
    bool m_hasData = false;
};

} // namespace understudy::api
