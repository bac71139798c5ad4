#include "node/initial_records.h"

#include "base/random.h"
#include "store/record_store.h"

#include <sys/stat.h>

namespace understudy::node {

Status writeInitialRecords(const std::string& stateFolder, const store::Settings& settings) {
    ::mkdir(stateFolder.c_str(), 0700);
    for (const store::ModuleSettings& module : settings.modules) {
        store::RecordStore records(stateFolder, module.name);
        auto known = records.load();
        if (known)
            continue;
        if (known.error().code != ErrorCode::NotFound)
            return fail(known.error());
        cluster::Record record;
        record.generation = randomGeneration();
        record.complete = true;
        record.lastRole = cluster::Role::Alone;
        if (auto saved = records.save(record); !saved)
            return saved;
    }
    return {};
}

std::vector<std::string> missingRecords(const std::string& stateFolder, const store::Settings& settings) {
    std::vector<std::string> files;
    for (const store::ModuleSettings& module : settings.modules) {
        const store::RecordStore records(stateFolder, module.name);
        if (const auto known = records.load(); !known && known.error().code == ErrorCode::NotFound)
            files.push_back(records.path());
    }
    return files;
}

} // namespace understudy::node
