#pragma once
// The one way by which the data of a copy becomes durable: for each fsync of the application, on both sides,
// and for each point of the stream. As the calls of the same names: 0, or -1 with errno. Any thread; they
// block for the disk.
//
// An environment with UNDERSTUDY_TEST_NO_FSYNC=1 turns them off, for the test that shows that it would be
// noticed: the engine says so when it starts. Records and logs of the engine itself stay durable.

namespace understudy::replication {

bool durabilityIsOff(); // asked of the environment once

int syncContent(int fd);    // fdatasync
int syncWhole(int fd);      // fsync
int syncFileSystem(int fd); // syncfs

// After a failed sync the kernel calls pages clean that never reached the disk. The next comparison must read
// what is on the disk, or the difference stays until a power cut shows it: this drops all clean pages of the
// computer. Where the kernel refuses (a container), the pages of a failed file were dropped one by one
// already.
void dropPageCache();

} // namespace understudy::replication
