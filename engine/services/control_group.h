#pragma once
// Control groups (cgroup v2): how the processes of a service are counted and killed together, however often
// they fork. Paths are absolute, as the kernel's files are reached: hierarchy root + the group's own path.
// Thread: any. Nothing here blocks on the processes: killing is a request, and `populated` tells the outcome.

#include "base/descriptor.h"
#include "base/result.h"

#include <string>

namespace understudy::services {

// Where the cgroup2 hierarchy is mounted: "/sys/fs/cgroup", or below it where v1 is mounted too.
Result<std::string> controlGroupRoot();
// The group of this process, for groups of its own below it.
Result<std::string> ownControlGroup();

// Where systemd puts a service of this slice, relative to the root: "system-postgresql.slice" and
// "postgresql@15-main.service" give "/system.slice/system-postgresql.slice/postgresql@15-main.service".
std::string unitControlGroup(const std::string& slice, const std::string& unit);

// Of any group, ours or systemd's. A group that does not exist has no processes.
bool isPopulated(const std::string& path);
std::string processesIn(const std::string& path); // for people: "4711 (postgres), 4712 (sh)", below it too
Status killControlGroup(const std::string& path); // SIGKILL to all in it and below it
Status signalControlGroup(const std::string& path, int signal); // to the processes that are there now

void removeControlGroup(const std::string& path); // if nobody is in it

// A group of ours; removed at the end if it is empty by then.
class ControlGroup {
public:
    ControlGroup() = default;
    ControlGroup(ControlGroup&& other) noexcept;
    ControlGroup& operator=(ControlGroup&& other) noexcept;
    ~ControlGroup();

    // Makes the group, and those above it that are missing. An existing one is taken as it is.
    static Result<ControlGroup> create(const std::string& path);

    const std::string& path() const { return m_path; }
    // A process that writes "0" to this file joins the group: for a child between fork and exec.
    int joinFd() const { return m_join.get(); }

private:
    ControlGroup(std::string path, Descriptor join) : m_path(std::move(path)), m_join(std::move(join)) {}
    void leave() noexcept;

    std::string m_path;
    Descriptor m_join;
};

} // namespace understudy::services
