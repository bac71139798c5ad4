#include "checkers/checks.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace understudy::checkers {

namespace {

namespace fs = std::filesystem;

std::string nameOf(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/comm");
    std::string name;
    std::getline(file, name);
    return name;
}

// cgroup2 is mounted at /sys/fs/cgroup, or below it where version 1 is mounted too.
fs::path hierarchy() {
    std::error_code none;
    return fs::exists("/sys/fs/cgroup/cgroup.controllers", none) ? "/sys/fs/cgroup"
                                                                 : "/sys/fs/cgroup/unified";
}

bool isIn(const fs::path& group, const std::string& program) {
    std::error_code none;
    std::ifstream members(group / "cgroup.procs");
    for (std::string pid; std::getline(members, pid);)
        if (program.empty() || nameOf(pid) == program)
            return true;
    for (const auto& below : fs::directory_iterator(group, none))
        if (below.is_directory(none) && isIn(below.path(), program))
            return true;
    return false;
}

bool runsAnywhere(const std::string& program) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/proc", none)) {
        const std::string pid = entry.path().filename().string();
        if (pid.find_first_not_of("0123456789") == std::string::npos && nameOf(pid) == program)
            return true;
    }
    return false;
}

} // namespace

// /proc and cgroupfs answer from memory: no need to leave the loop.
void ProcessChecking::ask(Answer answer) {
    const std::string program = m_settings.program.substr(0, 15);
    const bool found = m_settings.controlGroup.empty()
                           ? runsAnywhere(program)
                           : isIn(hierarchy() / m_settings.controlGroup.substr(1), program);
    if (found) {
        answer({});
    } else {
        answer(fail(ErrorCode::NotFound, program.empty() ? m_settings.controlGroup : program,
                    "no such process runs"));
    }
}

} // namespace understudy::checkers
