#include "api/client/sse_reader.h"

#include <utility>

namespace understudy::api {

std::optional<std::vector<SseEvent>> SseReader::feed(std::string_view bytes) {
    std::vector<SseEvent> events;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        m_line.append(bytes.substr(0, end));
        if (m_line.size() + m_event.data.size() > kMaxEvent)
            return std::nullopt;
        if (end == std::string_view::npos)
            break;
        bytes.remove_prefix(end + 1);
        if (!m_line.empty() && m_line.back() == '\r')
            m_line.pop_back();
        line(std::exchange(m_line, {}), events);
    }
    return events;
}

void SseReader::line(std::string_view line, std::vector<SseEvent>& events) {
    if (line.empty()) { // the end of an event; one without data is none
        if (m_hasData)
            events.push_back(m_event);
        m_event = SseEvent{m_event.id, "message", {}}; // the id stays until another one comes
        m_hasData = false;
        return;
    }
    const std::size_t colon = line.find(':');
    const std::string_view field = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (!value.empty() && value.front() == ' ')
        value.remove_prefix(1);
    if (field == "id") {
        m_event.id = value;
    } else if (field == "event") {
        m_event.name = value;
    } else if (field == "data") {
        if (std::exchange(m_hasData, true))
            m_event.data += '\n';
        m_event.data += value;
    }
}

} // namespace understudy::api
