#pragma once
// Looks at all units of a module before the first start and collects everything that is wrong with them.

#include "services/unit_control.h"
#include "services/unit_drop_in.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace understudy::services {

class RunningUnit;

// Whether the system starts this unit by itself at boot: a target pulls it, or a unit that is itself pulled.
// The answer names the unit that a target pulls (the one to disable): "postgresql.service" for
// "postgresql@15-main.service". Empty: nobody does. Looks at what systemd has loaded.
void findStarter(UnitControl& control, const std::string& unit,
                 std::function<void(Result<std::string>)> found);

class UnitPreparation {
public:
    using Done = std::function<void(std::vector<Error>)>;

    // `units` and `control` outlive it; `done` is called once.
    static void run(UnitControl& control, const std::vector<RunningUnit*>& units, Done done);
};

} // namespace understudy::services
