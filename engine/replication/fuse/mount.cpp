#include "replication/fuse/mount.h"

#include "replication/copy/folder_place.h"
#include "replication/fuse/operations.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>

namespace understudy::replication {

namespace {

constexpr unsigned kMaxThreads = 32;
constexpr const char* kDevice = "/dev/fuse";
constexpr const char* kControl = "/sys/fs/fuse/connections";

// The device number of the topmost mount on `path`, from the mount table: a stat would go through the mount.
int connectionOf(const std::string& path) {
    std::ifstream table("/proc/self/mountinfo");
    int minor = -1;
    for (std::string line; std::getline(table, line);) {
        std::istringstream fields(line);
        std::string id, parent, device, root, place;
        fields >> id >> parent >> device >> root >> place;
        if (place == path)
            minor = std::atoi(device.substr(device.find(':') + 1).c_str());
    }
    return minor;
}

// Root without it (a container, a systemd unit with fewer capabilities) may not mount.
bool mayMount() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3]{};
    return ::syscall(SYS_capget, &header, data) == 0 && (data[0].effective & (1u << CAP_SYS_ADMIN)) != 0;
}

} // namespace

Status refuseWithoutFuse() {
    if (!mayMount())
        return fail(ErrorCode::NotAllowed, "understudyd",
                    "may not mount anything: it needs the capability CAP_SYS_ADMIN");
    const Descriptor device(::open(kDevice, O_RDWR | O_CLOEXEC));
    if (device.isOpen())
        return {};
    Error error = systemError(kDevice, "cannot be opened, and without FUSE no folder is replicated; "
                                       "load the kernel module fuse");
    if (error.errnoValue == ENOENT || error.errnoValue == ENODEV || error.errnoValue == ENXIO)
        error.code = ErrorCode::NotFound;
    return fail(std::move(error));
}

Result<std::unique_ptr<MountedFolder>> MountedFolder::open(FileSystem& fs, std::function<void()> ended) {
    std::unique_ptr<MountedFolder> folder(new MountedFolder(fs, std::move(ended)));
    folder->m_path = fs.settings.path;
    const std::string program = "understudyd";
    const std::string options =
        "-ofsname=understudy,subtype=" + fs.settings.name + ",allow_other,default_permissions,dev,suid";
    char* arguments[] = {const_cast<char*>(program.c_str()), const_cast<char*>(options.c_str()), nullptr};
    fuse_args args{2, arguments, 0};
    folder->m_session = fuse_session_new(&args, &operations(), sizeof(fuse_lowlevel_ops), &fs);
    fuse_opt_free_args(&args);
    if (folder->m_session == nullptr)
        return fail(ErrorCode::System, folder->m_path, "the FUSE session cannot be made");
    if (fuse_session_mount(folder->m_session, folder->m_path.c_str()) != 0)
        return fail(Error{ErrorCode::System, folder->m_path, "cannot be mounted with FUSE", errno});
    folder->m_mounted = true;
    folder->findAbort();
    folder->m_loop = std::thread([self = folder.get()] {
        fuse_loop_config* config = fuse_loop_cfg_create();
        fuse_loop_cfg_set_max_threads(config, kMaxThreads);
        fuse_loop_cfg_set_idle_threads(config, kMaxThreads);
        fuse_session_loop_mt(self->m_session, config);
        fuse_loop_cfg_destroy(config);
        if (!self->m_ending)
            self->m_ended();
    });
    return folder;
}

MountedFolder::~MountedFolder() {
    end();
    if (m_session != nullptr)
        fuse_session_destroy(m_session);
}

void MountedFolder::findAbort() {
    const int connection = connectionOf(m_path);
    if (connection < 0)
        return;
    const std::string file = std::string(kControl) + "/" + std::to_string(connection) + "/abort";
    m_abort = Descriptor(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (!m_abort.isOpen() && ::mount("fusectl", kControl, "fusectl", 0, nullptr) == 0)
        m_abort = Descriptor(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
}

Abortable MountedFolder::abortable() const {
    return {m_path, Descriptor(m_abort.isOpen() ? ::fcntl(m_abort.get(), F_DUPFD_CLOEXEC, 0) : -1)};
}

Status MountedFolder::unmount() {
    m_ending = true;
    if (!m_mounted)
        return {};
    if (::umount2(m_path.c_str(), 0) != 0) {
        Error error = systemError(m_path, "cannot be unmounted");
        if (error.errnoValue == EBUSY) {
            error.code = ErrorCode::Busy;
            for (const FolderUser& user : usersOf(m_path))
                error.detail +=
                    "; process " + std::to_string(user.pid) + " (" + user.command + ") uses it: " + user.what;
        }
        return fail(error);
    }
    m_mounted = false;
    return {};
}

void MountedFolder::abort() {
    m_ending = true;
    if (m_abort.isOpen() && ::write(m_abort.get(), "1", 1) == 1)
        return;
    if (m_mounted && ::umount2(m_path.c_str(), MNT_FORCE | MNT_DETACH) == 0)
        m_mounted = false;
}

void MountedFolder::end() {
    m_ending = true;
    if (m_session == nullptr)
        return;
    abort();
    if (m_mounted)
        ::umount2(m_path.c_str(), MNT_FORCE | MNT_DETACH);
    m_mounted = false;
    fuse_session_exit(m_session);
    if (m_loop.joinable())
        m_loop.join();
}

} // namespace understudy::replication
