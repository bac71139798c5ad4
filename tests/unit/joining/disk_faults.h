#pragma once
// A disk that fails: below one folder every call that changes something (rename, unlink, mkdir, fsync) is
// counted, and from a chosen one on they fail. They stand in for the C library's in this program. One thread.

#include <string>

namespace understudy::joining {

struct DiskFaults {
    std::string folder;    // below which; empty: the disk is good
    int callsLeft = -1;    // that still succeed; -1: all
    std::string untilMade; // or: until something has got this name; "/keys"
    int failures = -1;     // how many calls fail then; -1: all
    bool hasFailed = false;
    int calls = 0;

    bool isBroken() const { return hasFailed && failures != 0; }
};

DiskFaults& diskFaults();

} // namespace understudy::joining
