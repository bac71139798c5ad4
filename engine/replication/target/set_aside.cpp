#include "replication/target/set_aside.h"

#include "replication/copy/copy.h"
#include "replication/copy/folder_place.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <map>
#include <unordered_set>

namespace understudy::replication {

namespace {

constexpr char kUnfinished[] = ".partial";
constexpr std::uint64_t kSpare = 64u << 20; // stays free, whatever is kept
constexpr std::size_t kLongestComplaint = 1000;

std::string mebibytes(std::uint64_t bytes) {
    return std::to_string((bytes + (1u << 20) - 1) >> 20) + " MiB";
}

// Can files of this directory share blocks? Tried on two of its own that have no name.
bool sharesBlocks(const std::string& directory) {
    auto from = File::open(directory, O_TMPFILE | O_RDWR);
    auto to = File::open(directory, O_TMPFILE | O_RDWR);
    const std::string block(kBlockSize, 'x');
    return from && to && from->writeAll(block.data(), block.size()) &&
           ::ioctl(to->fd(), FICLONE, from->fd()) == 0;
}

// What a copy takes that shares nothing: hard links once, holes not at all.
Result<std::uint64_t> bytesUnder(const std::string& directory) {
    namespace fs = std::filesystem;
    std::uint64_t bytes = 0;
    std::unordered_set<ino_t> counted;
    std::error_code error;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        struct stat status {};
        if (::lstat(at->path().c_str(), &status) != 0)
            return fail(systemError(at->path().string(), "cannot be looked at"));
        if (status.st_nlink < 2 || S_ISDIR(status.st_mode) || counted.insert(status.st_ino).second)
            bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
    }
    if (error)
        return fail(Error{ErrorCode::System, directory, "cannot be read through", error.value()});
    return bytes;
}

Status checkRoom(const std::vector<FolderSettings>& folders) {
    std::map<dev_t, std::uint64_t> needed; // folders on one file system share its room
    for (const FolderSettings& folder : folders) {
        const FolderPaths paths = pathsOf(folder);
        struct stat status {};
        struct statvfs room {};
        if (::stat(paths.aside.c_str(), &status) != 0 || ::statvfs(paths.aside.c_str(), &room) != 0)
            return fail(systemError(paths.aside, "cannot be looked at"));
        if (sharesBlocks(paths.aside))
            continue;
        auto bytes = bytesUnder(paths.real);
        if (!bytes)
            return fail(std::move(bytes.error()));
        std::uint64_t& sum = needed[status.st_dev];
        sum += *bytes;
        const std::uint64_t available = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
        if (sum + kSpare > available)
            return fail(ErrorCode::DiskFull, paths.aside,
                        "keeping the diverged copy takes " + mebibytes(sum) + " and " + mebibytes(kSpare) +
                            " to spare; " + mebibytes(available) + " are free");
    }
    return {};
}

void removeTree(const std::string& path) {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

void removeUnfinished(const std::string& aside) {
    std::error_code ignored;
    for (std::filesystem::directory_iterator at(aside, ignored), end; at != end; at.increment(ignored))
        if (at->path().filename().string().starts_with("diverged-") && at->path().extension() == kUnfinished)
            removeTree(at->path().string());
}

} // namespace

std::string divergedName(WallTime now) {
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::tm utc{};
    char text[64];
    if (::gmtime_r(&seconds, &utc) == nullptr ||
        std::strftime(text, sizeof text, "%Y-%m-%dT%H%M%SZ", &utc) == 0)
        return "diverged-at-an-unknown-time";
    return std::string("diverged-") + text;
}

SetAside::SetAside() : m_cancelled(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void SetAside::cancel() {
    const std::uint64_t one = 1;
    static_cast<void>(::write(m_cancelled.get(), &one, sizeof one) == sizeof one);
}

void SetAside::reset() {
    std::uint64_t ignored = 0;
    static_cast<void>(::read(m_cancelled.get(), &ignored, sizeof ignored) == sizeof ignored);
}

Status SetAside::run(const std::vector<FolderSettings>& folders, WallTime now) {
    for (const FolderSettings& folder : folders)
        removeUnfinished(pathsOf(folder).aside);
    if (auto room = checkRoom(folders); !room)
        return room;
    Status done;
    std::vector<std::pair<std::string, std::string>> made; // under the unfinished name, under the last one
    for (const FolderSettings& folder : folders) {
        const FolderPaths paths = pathsOf(folder);
        const std::string kept = paths.aside + "/" + divergedName(now);
        made.emplace_back(kept + kUnfinished, kept);
        if (done = copyFolder(paths.real, made.back().first); !done)
            break;
    }
    for (const auto& [unfinished, kept] : made) {
        if (done && ::rename(unfinished.c_str(), kept.c_str()) != 0)
            done = fail(systemError(kept, "cannot be named"));
        if (done)
            done = syncDirectory(std::filesystem::path(kept).parent_path());
    }
    if (!done)
        for (const auto& [unfinished, kept] : made)
            removeTree(unfinished);
    return done;
}

// The mark goes: what is kept must never be taken for the real folder.
Status SetAside::copyFolder(const std::string& real, const std::string& kept) {
    if (auto copied = copyTree(real, kept); !copied)
        return copied;
    if (::lremovexattr(kept.c_str(), "trusted.understudy.folder") != 0 && errno != ENODATA)
        return fail(systemError(kept, "its mark cannot be taken off"));
    auto root = File::open(kept, O_RDONLY | O_DIRECTORY);
    if (!root)
        return fail(std::move(root.error()));
    if (::syncfs(root->fd()) != 0)
        return fail(systemError(kept, "cannot be made durable"));
    return {};
}

// cp knows hard links, holes, owners, times, attributes and reflinks; as a child it can be ended at any
// moment.
Status SetAside::copyTree(const std::string& from, const std::string& to) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return fail(systemError(to, "cannot be copied to"));
    Descriptor errors(ends[0]), childErrors(ends[1]);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, childErrors.get(), STDERR_FILENO);
    std::vector<std::string> words = {"cp",
                                      "--archive",
                                      "--one-file-system",
                                      "--reflink=auto",
                                      "--sparse=auto",
                                      "--no-target-directory",
                                      "--",
                                      from,
                                      to};
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char locale[] = "LC_ALL=C", path[] = "PATH=/usr/bin:/bin";
    char* environment[] = {locale, path, nullptr};
    pid_t child = -1;
    const int failed = ::posix_spawnp(&child, "cp", &actions, nullptr, arguments.data(), environment);
    ::posix_spawn_file_actions_destroy(&actions);
    childErrors.reset();
    if (failed != 0)
        return fail(Error{ErrorCode::System, to, "cp cannot be started", failed});

    auto complaint = watchChild(errors.get());
    if (!complaint)
        ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!complaint)
        return fail(std::move(complaint.error()));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    const bool full = complaint->find("No space left") != std::string::npos;
    return fail(full ? ErrorCode::DiskFull : ErrorCode::System, to, "could not be copied to: " + *complaint);
}

Result<std::string> SetAside::watchChild(int errors) {
    std::string complaint;
    for (;;) {
        pollfd waiting[2] = {{m_cancelled.get(), POLLIN, 0}, {errors, POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0)
            continue; // EINTR
        if (waiting[0].revents != 0)
            return fail(ErrorCode::Cancelled, "the diverged copy", "was not kept: asked to stop");
        char text[512];
        const ssize_t got = ::read(errors, text, sizeof text);
        if (got <= 0)
            return complaint;
        if (complaint.size() < kLongestComplaint)
            complaint.append(text, static_cast<std::size_t>(got));
    }
}

} // namespace understudy::replication
