#pragma once
// From the engine's values to what the API says. Pure.

#include "api/types/reports.h"
#include "cluster/core.h"
#include "node/module.h"
#include "store/log_line.h"
#include "store/settings.h"

namespace understudy::node {

api::Message rowMessage(const std::string& row, const std::vector<std::string>& arguments);
api::Message refusalMessage(const std::string& reason, const std::vector<std::string>& arguments);
api::NodeReport nodeReport(const store::Settings& all, const Module& module, const Clock& clock);
api::LogEntry logEntry(store::LogKind kind, const store::LogLine& line);
api::LogKind apiKind(store::LogKind kind);
store::LogKind storeKind(api::LogKind kind);
std::vector<api::ConfigProblem> configProblems(const std::vector<store::Problem>& problems);

} // namespace understudy::node
