#pragma once
// What replication needs to know, fixed for the life of a module. Filled by node/ from the settings file.

#include "base/clock.h"
#include "base/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace understudy::replication {

enum class Mode : std::uint8_t {
    Barrier,    // fsync returns when both copies are durable (default)
    EveryWrite, // each write also waits until the standby has applied it
    Async,      // nothing waits for the standby
};

struct FolderSettings {
    std::string name; // unique in the module, [a-z0-9-]+
    std::string path; // as the application sees it, absolute
    Mode mode = Mode::Barrier;
    bool xattrs =
        true; // false: the application's extended attributes are answered "not supported" (faster writes)
};

struct ReplicationSettings {
    NodeId self = NodeId::Node1;
    std::string module;
    std::uint16_t port = 5600;
    std::string ownAddress;  // the standby listens here
    std::string peerAddress; // the serving node connects there
    std::vector<FolderSettings> folders;
    std::string stateDirectory; // holds <module>.activity
    Duration standbyTimeout = std::chrono::seconds(5);
    Duration ownDiskBound = std::chrono::seconds(30);
};

} // namespace understudy::replication
