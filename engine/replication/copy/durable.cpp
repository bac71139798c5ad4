#include "replication/copy/durable.h"

#include "base/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace understudy::replication {

bool durabilityIsOff() {
    static const bool off = [] {
        const char* wish = std::getenv("UNDERSTUDY_TEST_NO_FSYNC");
        return wish != nullptr && std::string_view(wish) == "1";
    }();
    return off;
}

int syncContent(int fd) {
    return durabilityIsOff() ? 0 : ::fdatasync(fd);
}

int syncWhole(int fd) {
    return durabilityIsOff() ? 0 : ::fsync(fd);
}

int syncFileSystem(int fd) {
    return durabilityIsOff() ? 0 : ::syncfs(fd);
}

void dropPageCache() {
    if (auto file = File::open("/proc/sys/vm/drop_caches", O_WRONLY))
        static_cast<void>(file->writeAll("1", 1));
}

} // namespace understudy::replication
