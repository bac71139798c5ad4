#pragma once
// Owned descriptors. `Descriptor` closes what it holds; `File` also knows its path, so that every error can
// name it. Both move and do not copy. Thread: whoever owns it.

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(Descriptor&& other) noexcept : m_fd(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor() { reset(); }

    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }
    int release() noexcept;
    void reset() noexcept;

private:
    int m_fd = -1;
};

class File {
public:
    File() = default;
    File(Descriptor fd, std::string path) : m_fd(std::move(fd)), m_path(std::move(path)) {}

    // flags and mode as for open(2); O_CLOEXEC is added.
    static Result<File> open(const std::string& path, int flags, unsigned mode = 0600);

    int fd() const { return m_fd.get(); }
    bool isOpen() const { return m_fd.isOpen(); }
    const std::string& path() const { return m_path; }

    Status writeAll(const void* data, std::size_t size); // at the file position
    Status writeAllAt(const void* data, std::size_t size, std::uint64_t offset);
    Status sync(); // fdatasync: durable on return

private:
    Descriptor m_fd;
    std::string m_path;
};

Result<std::vector<std::uint8_t>> readWholeFile(const std::string& path, std::size_t limit);

// Replaces `path` by `content` so that after a crash at any instant it holds the old or the new bytes, whole.
// Durable on return (file and directory are synced). Writes `path`.new beside it first.
Status replaceFileDurably(const std::string& path, const void* data, std::size_t size, unsigned mode = 0600);
Status syncDirectory(const std::string& path); // makes names in it durable

} // namespace understudy
