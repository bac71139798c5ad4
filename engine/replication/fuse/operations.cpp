#include "replication/fuse/operations.h"

namespace understudy::replication {

const fuse_lowlevel_ops& operations() {
    static const fuse_lowlevel_ops table = [] {
        fuse_lowlevel_ops ops{};
        ops.init = opInit;
        ops.lookup = opLookup;
        ops.forget = opForget;
        ops.forget_multi = opForgetMulti;
        ops.getattr = opGetattr;
        ops.setattr = opSetattr;
        ops.readlink = opReadlink;
        ops.mknod = opMknod;
        ops.mkdir = opMkdir;
        ops.unlink = opUnlink;
        ops.rmdir = opRmdir;
        ops.symlink = opSymlink;
        ops.rename = opRename;
        ops.link = opLink;
        ops.open = opOpen;
        ops.read = opRead;
        ops.write = opWrite;
        ops.flush = opFlush;
        ops.release = opRelease;
        ops.fsync = opFsync;
        ops.opendir = opOpendir;
        ops.readdir = opReaddir;
        ops.releasedir = opReleasedir;
        ops.fsyncdir = opFsyncdir;
        ops.statfs = opStatfs;
        ops.setxattr = opSetxattr;
        ops.getxattr = opGetxattr;
        ops.listxattr = opListxattr;
        ops.removexattr = opRemovexattr;
        ops.create = opCreate;
        ops.fallocate = opFallocate;
        ops.lseek = opLseek;
        return ops;
    }();
    return table;
}

} // namespace understudy::replication
