#include "cluster/arguments.h"

#include <algorithm>
#include <cstdio>

namespace understudy::cluster::arguments {

namespace {

constexpr const char* kOpen = "...";

std::string peerName(const Memory& m) {
    return std::string(nodeName(otherNode(m.settings.self)));
}

std::string peerName(const Situation& s) {
    return peerName(s.memory);
}

std::string seconds(Duration d) {
    const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(d).count() / 100;
    std::string text = std::to_string(tenths / 10);
    if (tenths % 10 != 0)
        text += "." + std::to_string(tenths % 10);
    return text;
}

std::string dayAndTime(WallTime t) {
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(t - day));
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

std::string seenText(const Memory& m) {
    const auto seen = m.peer.seen ? m.peer.seen : m.record.peerLastSeen;
    return seen ? dayAndTime(*seen) : "never";
}

std::string errorText(const Event& event) {
    return std::visit(
        [](const auto& e) -> std::string {
            std::string text;
            if constexpr (requires { e.service; })
                text = e.service + ": ";
            if constexpr (requires { e.checker; })
                text = e.checker + ": ";
            if constexpr (requires { e.error; })
                return text + e.error.toString();
            else if constexpr (requires { e.age; })
                return "no answer from its disk for " + seconds(e.age) + " s";
            else
                return text;
        },
        event);
}

} // namespace

std::vector<std::string> none(const Situation&) {
    return {};
}

std::vector<std::string> peer(const Situation& s) {
    return {peerName(s)};
}

std::vector<std::string> peerAndSilence(const Situation& s) {
    const Instant since = s.memory.peer.facts ? s.memory.peer.heardAt : s.memory.trustedSince;
    return {peerName(s), seconds(s.moment.now - since)};
}

std::vector<std::string> peerAndSeen(const Situation& s) {
    return {peerName(s), seenText(s.memory)};
}

std::vector<std::string> peerAndError(const Situation& s) {
    return {peerName(s), errorText(s.event)};
}

std::vector<std::string> error(const Situation& s) {
    return {errorText(s.event)};
}

std::vector<std::string> gap(const Situation& s) {
    const auto* paused = std::get_if<Paused>(&s.event);
    const auto length =
        std::chrono::duration_cast<std::chrono::milliseconds>(paused ? paused->gap : Duration{});
    return {std::to_string(length.count()), peerName(s)};
}

std::vector<std::string> stopBound(const Situation& s) {
    return {seconds(s.memory.settings.stopBound)};
}

std::vector<std::string> tries(const Situation& s) {
    const auto& restarts = s.memory.serving.restarts;
    const auto recent = std::count_if(restarts.begin(), restarts.end(), [&](Instant at) {
        return s.moment.now - at < s.memory.settings.loopInterval;
    });
    return {errorText(s.event), std::to_string(recent + 1), std::to_string(s.memory.settings.maxLoop)};
}

std::vector<std::string> by(const Situation& s) {
    const auto* asked = std::get_if<Asked>(&s.event);
    return {asked ? asked->by : std::string()};
}

std::vector<std::string> foreseen(std::vector<std::string> (*of)(const Situation&), const Memory& m) {
    if (of == none)
        return {};
    if (of == peer)
        return {peerName(m)};
    if (of == peerAndSeen)
        return {peerName(m), seenText(m)};
    if (of == peerAndSilence || of == peerAndError)
        return {peerName(m), kOpen};
    if (of == gap)
        return {kOpen, peerName(m)};
    if (of == stopBound)
        return {seconds(m.settings.stopBound)};
    if (of == tries)
        return {kOpen, kOpen, std::to_string(m.settings.maxLoop)};
    return {kOpen};
}

} // namespace understudy::cluster::arguments
