#include "security/licence/demo.h"

#include <algorithm>
#include <charconv>

namespace understudy::security {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view kHead = "understudy demo 1\n";
constexpr std::int64_t kEndOfTime = 253402300799999; // the last millisecond of the year 9999

std::string line(std::string_view key, WallTime time) {
    return std::string(key) + " " + std::to_string(time.time_since_epoch().count()) + "\n";
}

// Takes "<key> <number>\n" from the front of `text`.
bool take(std::string_view& text, std::string_view key, WallTime& time) {
    if (!text.starts_with(key) || !text.substr(key.size()).starts_with(' '))
        return false;
    text.remove_prefix(key.size() + 1);
    std::int64_t number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0 || number > kEndOfTime)
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.starts_with('\n'))
        return false;
    text.remove_prefix(1);
    time = WallTime(milliseconds(number));
    return true;
}

// A clock may say anything; the record holds what can be written and read back.
WallTime plausible(WallTime time) {
    return std::clamp(time, WallTime(milliseconds(0)), WallTime(milliseconds(kEndOfTime)));
}

} // namespace

std::string DemoRecord::toText() const {
    std::string text(kHead);
    text += line("configured", configured) + line("trusted", trusted) + line("seen", seen);
    if (stopped)
        text += line("stopped", *stopped);
    return text;
}

Result<DemoRecord> DemoRecord::fromText(std::string_view text) {
    DemoRecord record;
    bool good = text.starts_with(kHead);
    text.remove_prefix(good ? kHead.size() : 0);
    good = good && take(text, "configured", record.configured) && take(text, "trusted", record.trusted) &&
           take(text, "seen", record.seen);
    if (good && !text.empty())
        good = take(text, "stopped", record.stopped.emplace()) && text.empty();
    good = good && record.trusted >= record.configured &&
           record.stopped.value_or(record.trusted) <= record.trusted;
    if (!good)
        return fail(ErrorCode::Corrupt, "the record of the demo period",
                    "does not hold; the demo counts as over, apply a licence");
    return record;
}

DemoRecord beginDemo(WallTime now) {
    now = plausible(now);
    return {now, now, now, std::nullopt};
}

DemoRecord demoOver(WallTime now) {
    DemoRecord record = beginDemo(std::max(plausible(now), WallTime(kDemoPeriod)));
    record.configured -= kDemoPeriod;
    return record;
}

DemoRecord demoSeen(DemoRecord record, WallTime now) {
    now = plausible(now);
    if (now > record.seen)
        record.trusted = plausible(record.trusted + (now - record.seen));
    record.seen = now;
    return record;
}

DemoStanding demoStanding(const DemoRecord& record) {
    const auto used = record.trusted - record.configured;
    DemoStanding standing;
    standing.over = used >= kDemoPeriod;
    if (!standing.over)
        standing.timeLeft = kDemoPeriod - used;
    else
        standing.stopDue = !record.stopped || record.trusted - *record.stopped >= kDemoStopInterval;
    return standing;
}

DemoRecord demoStopped(DemoRecord record) {
    record.stopped = record.trusted;
    return record;
}

std::chrono::sys_days trustedDay(const DemoRecord& record) {
    return std::chrono::floor<std::chrono::days>(record.trusted);
}

} // namespace understudy::security
