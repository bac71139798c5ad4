#include "services/control_group.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <sstream>

namespace understudy::services {
namespace {

constexpr std::size_t kFileLimit = 1U << 20;

Result<std::string> readText(const std::string& path) {
    const auto bytes = readWholeFile(path, kFileLimit);
    if (!bytes)
        return fail(bytes.error());
    return std::string(bytes->begin(), bytes->end());
}

Status writeText(const std::string& path, const std::string& text) {
    auto file = File::open(path, O_WRONLY);
    if (!file)
        return fail(file.error());
    return file->writeAll(text.data(), text.size());
}

} // namespace

Result<std::string> controlGroupRoot() {
    const auto mounts = readText("/proc/self/mounts");
    if (!mounts)
        return fail(mounts.error());
    std::istringstream lines(*mounts);
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string device, path, type;
        if (words >> device >> path >> type && type == "cgroup2")
            return path;
    }
    return fail(ErrorCode::NotFound, "cgroup2", "the control group hierarchy is not mounted");
}

Result<std::string> ownControlGroup() {
    const auto root = controlGroupRoot();
    if (!root)
        return root;
    const auto groups = readText("/proc/self/cgroup");
    if (!groups)
        return groups;
    std::istringstream lines(*groups);
    std::string line;
    while (std::getline(lines, line)) {
        if (line.starts_with("0::/"))
            return *root + (line == "0::/" ? std::string() : line.substr(3));
    }
    return fail(ErrorCode::NotFound, "/proc/self/cgroup", "this process has no cgroup2 group");
}

// systemd.slice(5): each dash of a slice's name is a level above it.
std::string unitControlGroup(const std::string& slice, const std::string& unit) {
    constexpr std::string_view kSuffix = ".slice";
    std::string path;
    const std::string name = slice.substr(0, slice.size() - std::min(slice.size(), kSuffix.size()));
    if (name != "-") {
        for (std::size_t dash = name.find('-'); dash != std::string::npos; dash = name.find('-', dash + 1))
            path += "/" + name.substr(0, dash) + std::string(kSuffix);
        path += "/" + name + std::string(kSuffix);
    }
    return path + "/" + unit;
}

bool isPopulated(const std::string& path) {
    const auto events = readText(path + "/cgroup.events");
    return events && events->find("populated 1") != std::string::npos;
}

std::string processesIn(const std::string& path) {
    constexpr int kMostNamed = 8;
    std::string all;
    int count = 0;
    const auto add = [&](const std::string& group) {
        std::istringstream numbers(readText(group + "/cgroup.procs").value_or(std::string()));
        for (std::string pid; numbers >> pid;) {
            if (++count > kMostNamed)
                continue;
            std::string name = readText("/proc/" + pid + "/comm").value_or("?");
            name.erase(name.find_last_not_of('\n') + 1);
            all += (all.empty() ? "" : ", ") + pid + " (" + name + ")";
        }
    };
    add(path);
    std::error_code error;
    using std::filesystem::recursive_directory_iterator;
    for (recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error))
        if (at->is_directory(error))
            add(at->path().string());
    return count > kMostNamed ? all + " and " + std::to_string(count - kMostNamed) + " more" : all;
}

Status killControlGroup(const std::string& path) {
    const auto killed = writeText(path + "/cgroup.kill", "1");
    if (!killed && !std::filesystem::exists(path))
        return {};
    return killed;
}

Status signalControlGroup(const std::string& path, int signal) {
    const auto processes = readText(path + "/cgroup.procs");
    if (!processes)
        return fail(processes.error());
    std::istringstream numbers(*processes);
    pid_t pid = 0;
    while (numbers >> pid) {
        if (::kill(pid, signal) != 0 && errno != ESRCH)
            return fail(systemError(path, "cannot signal process " + std::to_string(pid)));
    }
    return {};
}

void removeControlGroup(const std::string& path) {
    ::rmdir(path.c_str()); // the kernel refuses while somebody is in it
}

Result<ControlGroup> ControlGroup::create(const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
        return fail(Error{ErrorCode::System, path, "cannot make the control group", error.value()});
    Descriptor join(::open((path + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    if (!join.isOpen())
        return fail(systemError(path, "cannot open the control group"));
    return ControlGroup(path, std::move(join));
}

ControlGroup::ControlGroup(ControlGroup&& other) noexcept
    : m_path(std::exchange(other.m_path, {})), m_join(std::move(other.m_join)) {}

ControlGroup& ControlGroup::operator=(ControlGroup&& other) noexcept {
    if (this != &other) {
        leave();
        m_path = std::exchange(other.m_path, {});
        m_join = std::move(other.m_join);
    }
    return *this;
}

ControlGroup::~ControlGroup() {
    leave();
}

void ControlGroup::leave() noexcept {
    if (m_join.isOpen())
        removeControlGroup(m_path);
}

} // namespace understudy::services
