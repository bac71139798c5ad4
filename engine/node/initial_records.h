#pragma once
// The primary's data is the data: a first generation, complete, that the other node does not have. Blocks for
// the disk; thread: the loop.

#include "base/result.h"
#include "store/settings.h"

#include <string>
#include <vector>

namespace understudy::node {

// A module that has a record keeps it: configured again, its history goes on. Durable on return.
Status writeInitialRecords(const std::string& stateFolder, const store::Settings& settings);

// The files that it would make.
std::vector<std::string> missingRecords(const std::string& stateFolder, const store::Settings& settings);

} // namespace understudy::node
