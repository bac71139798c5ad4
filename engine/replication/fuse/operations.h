#pragma once
// The index of the file system: each callback of libfuse and the file where it lives. Callbacks only
// translate.

#include "replication/fuse/file_system.h"

namespace understudy::replication {

const fuse_lowlevel_ops& operations();

// lookup.cpp
void opInit(void* userdata, fuse_conn_info* connection);
void opLookup(fuse_req_t request, fuse_ino_t parent, const char* name);
void opForget(fuse_req_t request, fuse_ino_t ino, std::uint64_t lookups);
void opForgetMulti(fuse_req_t request, std::size_t count, fuse_forget_data* forgets);
void opGetattr(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info);
void opReadlink(fuse_req_t request, fuse_ino_t ino);
void opStatfs(fuse_req_t request, fuse_ino_t ino);

// open.cpp
void opOpen(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info);
void opRelease(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info);
void opFlush(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info);

// read.cpp
void opRead(fuse_req_t request, fuse_ino_t ino, std::size_t size, off_t offset, fuse_file_info* info);
void opLseek(fuse_req_t request, fuse_ino_t ino, off_t offset, int whence, fuse_file_info* info);

// write.cpp
void opWrite(fuse_req_t request, fuse_ino_t ino, const char* bytes, std::size_t size, off_t offset,
             fuse_file_info* info);
void opFallocate(fuse_req_t request, fuse_ino_t ino, int mode, off_t offset, off_t length,
                 fuse_file_info* info);

// sync.cpp
void opFsync(fuse_req_t request, fuse_ino_t ino, int dataOnly, fuse_file_info* info);
void opFsyncdir(fuse_req_t request, fuse_ino_t ino, int dataOnly, fuse_file_info* info);

// create.cpp
void opCreate(fuse_req_t request, fuse_ino_t parent, const char* name, mode_t mode, fuse_file_info* info);
void opMknod(fuse_req_t request, fuse_ino_t parent, const char* name, mode_t mode, dev_t device);
void opMkdir(fuse_req_t request, fuse_ino_t parent, const char* name, mode_t mode);
void opSymlink(fuse_req_t request, const char* target, fuse_ino_t parent, const char* name);

// names.cpp
void opLink(fuse_req_t request, fuse_ino_t ino, fuse_ino_t newParent, const char* newName);
void opUnlink(fuse_req_t request, fuse_ino_t parent, const char* name);
void opRmdir(fuse_req_t request, fuse_ino_t parent, const char* name);
void opRename(fuse_req_t request, fuse_ino_t parent, const char* name, fuse_ino_t newParent,
              const char* newName, unsigned flags);

// attributes.cpp
void opSetattr(fuse_req_t request, fuse_ino_t ino, struct stat* attributes, int which, fuse_file_info* info);

// xattrs.cpp
void opSetxattr(fuse_req_t request, fuse_ino_t ino, const char* name, const char* value, std::size_t size,
                int flags);
void opGetxattr(fuse_req_t request, fuse_ino_t ino, const char* name, std::size_t size);
void opListxattr(fuse_req_t request, fuse_ino_t ino, std::size_t size);
void opRemovexattr(fuse_req_t request, fuse_ino_t ino, const char* name);

// directories.cpp
void opOpendir(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info);
void opReaddir(fuse_req_t request, fuse_ino_t ino, std::size_t size, off_t offset, fuse_file_info* info);
void opReleasedir(fuse_req_t request, fuse_ino_t ino, fuse_file_info* info);

} // namespace understudy::replication
