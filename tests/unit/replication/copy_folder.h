#pragma once
// A replicated folder that stands aside already, in a temporary directory of its own: what Copy::open
// expects. Needs root and a file system with trusted attributes; where there is none, `unusable` says so in
// words that a test can skip with.

#include "base/descriptor.h"
#include "replication/copy/copy.h"
#include "replication/copy/folder_place.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

namespace understudy::replication {

class CopyFolder {
public:
    explicit CopyFolder(const std::string& name = "data") {
        settings.name = name;
        settings.path = top.path().toStdString() + "/" + name;
        const FolderPaths paths = pathsOf(settings);
        real = paths.real;
        ::mkdir(paths.visible.c_str(), 0755);
        ::mkdir(paths.aside.c_str(), 0700);
        ::mkdir(paths.real.c_str(), 0755);
        auto root = File::open(real, O_PATH | O_DIRECTORY);
        const Status marked = root ? markFolder(root->fd(), real, name) : Status(fail(root.error()));
        if (::geteuid() != 0)
            unusable = "needs root (trusted extended attributes)";
        else if (!marked)
            unusable = "no trusted extended attributes here: " + marked.error().toString();
    }

    // QTemporaryDir gives up on paths longer than the system takes at once.
    ~CopyFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(real, ignored);
    }
    CopyFolder(const CopyFolder&) = delete;
    CopyFolder& operator=(const CopyFolder&) = delete;

    std::vector<FolderSettings> folders() const { return {settings}; }
    std::string path(const std::string& name) const { return real + "/" + name; }
    void write(const std::string& name, const std::string& content) const {
        auto file = File::open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        UNDERSTUDY_ASSERT(file && file->writeAll(content.data(), content.size()));
    }

    QTemporaryDir top;
    FolderSettings settings;
    std::string real;
    std::string unusable; // empty: can be used
};

} // namespace understudy::replication
