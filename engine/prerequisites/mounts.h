#pragma once
// Which file system a path is on, by the kernel's table of mounts alone: without touching the path, which may
// be below a mount that does not answer. Any thread; reads /proc only.

#include <optional>
#include <string>

namespace understudy::prerequisites {

std::string mountTable(); // /proc/self/mountinfo

// The type of the last mount that is on the way to that absolute path ("ext4", "fuse.understudy"). Links in
// the path are not followed. Empty: not known.
std::string fileSystemOf(const std::string& path, const std::string& mountTable);

// FUSE, ours among them, and shares: whoever looks at a path on one may wait for ever.
bool mayHang(const std::string& fileSystem);

std::optional<std::string> realPath(const std::string& path); // follows links: touches it

} // namespace understudy::prerequisites
