#pragma once
// What a unit of a module gets as long as this boot lasts (a file below /run): it dies with the engine, it is
// not restarted behind the engine's back, and it starts only while the engine wants it to (safety.md 10).
// Thread: any; writes to a memory file system.

#include "base/result.h"

#include <string>

namespace understudy::services {

struct DropInSettings {
    std::string engineUnit = "understudyd.service"; // empty: nothing to bind to, the engine runs by hand
    std::string unitDirectory = "/run/systemd/system";
    std::string permitDirectory = "/run/understudy/units";

    bool operator==(const DropInSettings&) const = default;
};

enum class DropInChange { Written, WasThere };
Result<DropInChange> writeDropIn(const DropInSettings& settings, const std::string& unit);

// A unit without its permit is skipped by systemd, whoever starts it.
Status permitUnit(const DropInSettings& settings, const std::string& unit);
void forbidUnit(const DropInSettings& settings, const std::string& unit);

// When the module is no longer configured. systemd must reload afterwards.
void removeDropIn(const DropInSettings& settings, const std::string& unit);

} // namespace understudy::services
