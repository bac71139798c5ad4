#pragma once
// The demo period: three days from the first configuration; then, without a licence, the protected
// application is stopped once every day and has to be started by hand. Replication and data are never
// touched. Pure functions over a small record, which the caller keeps durably for as long as the computer
// lives (removing the configuration keeps it: only the *first* configuration counts).
//
// A clock that is set back prolongs nothing. The record holds `trusted`, a time that only goes forward: it
// advances by what the clock advanced between two looks, and stands still across a step back. So it is never
// behind the highest time seen, and every hour that the engine runs counts, whatever the clock says. (Time in
// which the engine is off while the clock is set back does not count; nothing is protected then.)

#include "base/clock.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace understudy::security {

constexpr std::chrono::hours kDemoPeriod{72};
constexpr std::chrono::hours kDemoStopInterval{24};

struct DemoRecord {
    WallTime configured{};           // the first configuration
    WallTime trusted{};              // never goes back
    WallTime seen{};                 // what the clock said at the last look
    std::optional<WallTime> stopped; // the last stop, in trusted time

    bool operator==(const DemoRecord&) const = default;
    std::string toText() const;
    // Corrupt: not such a record. To be treated as a demo that is over (demoOver), or breaking it would renew
    // it.
    static Result<DemoRecord> fromText(std::string_view text);
};

struct DemoStanding {
    bool over = false;
    std::chrono::milliseconds timeLeft{}; // zero when over
    bool stopDue = false;                 // stop the application now, after demoStopped() is durable
};

DemoRecord beginDemo(WallTime now);
DemoRecord demoOver(WallTime now); // in the place of a record that was lost or broken
DemoRecord demoSeen(DemoRecord record,
                    WallTime now); // at each look: at least every few minutes, and at each start
DemoStanding demoStanding(const DemoRecord& record);
DemoRecord demoStopped(DemoRecord record);
std::chrono::sys_days trustedDay(const DemoRecord& record); // for judgeLicence

} // namespace understudy::security
