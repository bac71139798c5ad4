#include "api/server/event_hub.h"

#include "api/types/json.h"

#include <algorithm>
#include <charconv>

namespace understudy::api {

namespace {

// Figures that move all the time are no news.
ClusterReport news(ClusterReport report) {
    for (NodeReport& node : report.nodes)
        node.heartbeatRttMs.reset();
    return report;
}

// "7-12": number 12 of engine start 7.
std::optional<std::uint64_t> numberOf(const std::string& id, std::uint64_t engineStart) {
    const std::string start = std::to_string(engineStart) + "-";
    if (id.rfind(start, 0) != 0)
        return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(id.data() + start.size(), id.data() + id.size(), number);
    if (error != std::errc() || end != id.data() + id.size())
        return std::nullopt;
    return number;
}

} // namespace

EventHub::EventHub(std::uint64_t engineStart, Collect collect, QObject* parent)
    : QObject(parent), m_engineStart(engineStart), m_collect(std::move(collect)) {
    m_gather.setSingleShot(true);
    m_gather.setInterval(kGather);
    m_gather.callOnTimeout(this, [this] { this->collect(); });
    m_look.setInterval(kLook);
    m_look.callOnTimeout(this, [this] { look(); });
}

void EventHub::subscribe(Connection& connection, const std::string& lastEventId) {
    connection.beginEvents();
    if (!lastEventId.empty() && !replay(connection, lastEventId))
        connection.sendEvent(frame(m_last, "reset", {}));
    m_subscribers.emplace_back(&connection);
    m_newcomers.emplace_back(&connection);
    m_look.start();
    collect();
}

// False: what came after that id is not known any more.
bool EventHub::replay(Connection& connection, const std::string& lastEventId) const {
    const auto number = numberOf(lastEventId, m_engineStart);
    const std::uint64_t oldest = m_ring.empty() ? m_last + 1 : m_ring.front().number;
    if (!number || *number > m_last || *number + 1 < oldest)
        return false;
    for (const Event& event : m_ring)
        if (event.number > *number)
            connection.sendEvent(event.frame);
    return true;
}

void EventHub::stateChanged() {
    if (!m_subscribers.empty() && !m_gather.isActive())
        m_gather.start();
}

void EventHub::logLine(LogKind log, const LogEntry& entry) {
    publish("log", toJson(log, entry));
}

QByteArray EventHub::frame(std::uint64_t number, const char* name, const QJsonObject& data) const {
    return "id: " + QByteArray::number(static_cast<qulonglong>(m_engineStart)) + '-' +
           QByteArray::number(static_cast<qulonglong>(number)) + "\nevent: " + name +
           "\ndata: " + jsonText(data) + "\n\n";
}

void EventHub::publish(const char* name, const QJsonObject& data) {
    ++m_last;
    m_ring.push_back({m_last, frame(m_last, name, data)});
    if (m_ring.size() > kRing)
        m_ring.pop_front();
    for (const auto& subscriber : m_subscribers)
        if (subscriber)
            subscriber->sendEvent(m_ring.back().frame);
}

void EventHub::collect() {
    if (m_collecting) {
        m_again = true;
        return;
    }
    m_collecting = true;
    m_collect([self = QPointer(this)](ClusterReport report) {
        if (self)
            self->collected(std::move(report));
    });
}

void EventHub::collected(ClusterReport report) {
    m_collecting = false;
    const auto newcomers = std::exchange(m_newcomers, {});
    if (news(report) != news(m_told)) {
        m_told = std::move(report);
        publish("state", toJson(m_told)); // newcomers are subscribers: they hear it too
    } else {
        const QByteArray present = frame(m_last, "state", toJson(report));
        for (const auto& newcomer : newcomers)
            if (newcomer)
                newcomer->sendEvent(present);
    }
    if (std::exchange(m_again, false))
        collect();
}

void EventHub::look() {
    forgetTheGone();
    if (m_subscribers.empty())
        return m_look.stop();
    if (++m_looks % kLooksPerAlive == 0)
        for (const auto& subscriber : m_subscribers)
            subscriber->sendEvent(": alive\n\n");
    if (!m_collecting)
        collect();
}

void EventHub::forgetTheGone() {
    m_subscribers.erase(std::remove_if(m_subscribers.begin(), m_subscribers.end(),
                                       [](const auto& subscriber) { return subscriber.isNull(); }),
                        m_subscribers.end());
}

} // namespace understudy::api
