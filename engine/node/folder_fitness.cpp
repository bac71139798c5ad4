#include "node/folder_fitness.h"

#include <QtGlobal>

namespace understudy::node {

namespace {

constexpr const char* kUnfit =
    QT_TRANSLATE_NOOP("engine", "This folder cannot be replicated on this node: %1.");
constexpr const char* kCure = QT_TRANSLATE_NOOP("engine", "Put this right, or name another folder.");

} // namespace

std::vector<api::ConfigProblem> folderProblems(const store::Settings& settings,
                                               replication::Missing missing) {
    std::vector<api::ConfigProblem> problems;
    for (std::size_t m = 0; m < settings.modules.size(); ++m) {
        const auto& folders = settings.modules[m].folders;
        for (std::size_t f = 0; f < folders.size(); ++f) {
            replication::FolderSettings folder;
            folder.name = folders[f].name;
            folder.path = folders[f].path;
            const Status fit = replication::refuseUnfit(folder, missing);
            if (fit || fit.error().code == ErrorCode::Busy)
                continue;
            const std::string place =
                "modules[" + std::to_string(m) + "].folders[" + std::to_string(f) + "].path";
            problems.push_back({place, {"config-problem", {fit.error().toString()}, kUnfit, kCure}});
        }
    }
    return problems;
}

} // namespace understudy::node
