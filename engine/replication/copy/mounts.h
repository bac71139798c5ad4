#pragma once
// What the kernel says is mounted where (/proc/self/mountinfo). Inside this folder only. Blocking, but never
// touches the mounted file systems themselves.

#include "base/result.h"

#include <string>
#include <vector>

namespace understudy::replication {

struct Mount {
    std::string point;  // absolute path
    std::string type;   // "ext4", "fuse", "fuse.understudy"
    std::string source; // "/dev/sda1", "understudy"
    unsigned deviceMajor = 0;
    unsigned deviceMinor = 0; // of a FUSE mount: its number below /sys/fs/fuse/connections
};

Result<std::vector<Mount>> readMounts();
std::vector<Mount> parseMounts(const std::string& mountinfo); // lines that do not parse are left out

bool isBelow(const std::string& path, const std::string& directory); // strictly; both absolute and clean

// Refused: anything is mounted below the directory; named.
Status refuseMountsBelow(int directory);

// The absolute path of an open directory, links resolved.
Result<std::string> pathOfDescriptor(int fd);

} // namespace understudy::replication
