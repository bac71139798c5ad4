#pragma once
// The settings of a new cluster from what was asked for at node1 and what both nodes know of themselves.
// Pure.

#include "base/result.h"

#include <string>
#include <vector>

namespace understudy::joining {

struct DraftWanted {
    std::string settings; // a whole document instead of a template; nodes and console are filled in
    std::string model;    // "postgresql", "files", "custom"
    std::string name;     // of the module; empty: the template's
    std::string virtualIp;
    unsigned prefixLength = 24;
    std::vector<std::string> folders;
    std::vector<std::string> units;
    bool http = false; // the console's protocol
};
struct DraftNode {
    std::string host;
    std::string address;
};

// The document for both nodes, without "self". InvalidInput: no such template, or what it needs is missing.
Result<std::string> draftSettings(const DraftWanted& wanted, const DraftNode& node1, const DraftNode& node2);

// What of it matters for the prerequisites.
struct DraftParts {
    std::string virtualIp;
    std::vector<std::string> folders, units, accounts;
};
DraftParts partsOf(const std::string& settings);

} // namespace understudy::joining
