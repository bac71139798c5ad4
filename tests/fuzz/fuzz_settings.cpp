// The settings document. What is accepted must keep the promises that others build on: names that are safe as
// names of files, absolute folders, times that fit together.

#include "base/result.h"
#include "driver.h"
#include "store/settings.h"

#include <string_view>

using namespace understudy;
using namespace understudy::store;

namespace {

constexpr std::string_view kGood =
    R"({"format":1,"cluster":{"name":"c"},"nodes":{"node1":{"host":"a","addresses":
["10.99.0.1"]},"node2":{"host":"b","addresses":["10.99.0.2"]}},"self":"node1","heartbeat":{"interval_ms":100,
"timeout_ms":300},"modules":[{"name":"m","id":2,"virtual_ip":"10.99.0.100/24","interface":"host0","folders":[{"name":
"main","path":"/var/lib/main","mode":"every-write"}],"standby_timeout_ms":5000,"services":[{"name":"s","kind":"script",
"start":["/bin/rm","-f"],"stop":[]},{"name":"u","kind":"unit","unit":"x@1.service"},{"name":"p","kind":"process",
"command":["/bin/p"]}],"checkers":[{"name":"sql","kind":"sql","port":5432},{"name":"t","kind":"tcp","port":1},{"name":
"a","kind":"process","program":"p"}],"maxloop":3,"failover":true,"boot":"on"}]})";

void checkAccepted(const Settings& settings) {
    UNDERSTUDY_ASSERT(settings.heartbeat.timeout >= 2 * settings.heartbeat.interval);
    UNDERSTUDY_ASSERT(!settings.modules.empty());
    for (const ModuleSettings& module : settings.modules) {
        UNDERSTUDY_ASSERT(!module.name.empty() && module.name.find('/') == std::string::npos &&
                          module.name != "..");
        UNDERSTUDY_ASSERT(module.id >= 1 && module.id <= 64 && module.prefixLength >= 1 &&
                          module.prefixLength <= 32);
        for (const FolderSettings& folder : module.folders)
            UNDERSTUDY_ASSERT(folder.path.size() > 1 && folder.path.front() == '/' &&
                              (folder.path + "/").find("/../") == std::string::npos); // "/..x" is a name
    }
}

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    return {{kGood.begin(), kGood.end()}};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto parsed = parseSettings(text, SelfKey::Optional);
    if (!parsed) {
        UNDERSTUDY_ASSERT(!parsed.error().empty());
        for (const Problem& problem : parsed.error())
            UNDERSTUDY_ASSERT(!problem.place.empty() && !problem.toString().empty());
        return 0;
    }
    checkAccepted(*parsed);
    const auto mine = settingsTextFor(text, NodeId::Node2);
    UNDERSTUDY_ASSERT(mine && parseSettings(*mine, SelfKey::Required));
    return 0;
}
