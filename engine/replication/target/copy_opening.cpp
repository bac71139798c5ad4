#include "replication/target/surroundings.h"

namespace understudy::replication {

Status openCopy(Surroundings& around) {
    const Missing missing = around.record.get().generation.isNone() ? Missing::MakeEmpty : Missing::Refuse;
    if (!around.shared.copy) {
        for (const FolderSettings& folder : around.settings.folders) {
            if (auto cleared = clearStaleMount(folder); !cleared)
                return cleared;
            if (auto moved = moveAside(folder, missing); !moved)
                return moved;
        }
        auto opened = Copy::open(around.settings.folders);
        if (!opened)
            return fail(std::move(opened.error()));
        around.shared.copy = std::make_unique<Copy>(std::move(*opened));
    }
    if (!around.shared.log) {
        auto opened =
            ActivityLog::open(around.settings.stateDirectory + "/" + around.settings.module + ".activity");
        if (!opened)
            return fail(std::move(opened.error()));
        around.shared.log = std::move(*opened);
    }
    return {};
}

} // namespace understudy::replication
