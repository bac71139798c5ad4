#include "base/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace understudy {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        m_fd = other.release();
    }
    return *this;
}

int Descriptor::release() noexcept {
    return std::exchange(m_fd, -1);
}

void Descriptor::reset() noexcept {
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

Result<File> File::open(const std::string& path, int flags, unsigned mode) {
    int fd = -1;
    do {
        fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return fail(systemError(path, "cannot be opened"));
    return File(Descriptor(fd), path);
}

Status File::writeAll(const void* data, std::size_t size) {
    const auto* at = static_cast<const std::uint8_t*>(data);
    while (size > 0) {
        const ssize_t done = ::write(fd(), at, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return fail(systemError(m_path, "cannot be written"));
        at += done;
        size -= static_cast<std::size_t>(done);
    }
    return {};
}

Status File::writeAllAt(const void* data, std::size_t size, std::uint64_t offset) {
    const auto* at = static_cast<const std::uint8_t*>(data);
    while (size > 0) {
        const ssize_t done = ::pwrite(fd(), at, size, static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return fail(systemError(m_path, "cannot be written"));
        at += done;
        offset += static_cast<std::uint64_t>(done);
        size -= static_cast<std::size_t>(done);
    }
    return {};
}

Status File::sync() {
    if (::fdatasync(fd()) != 0)
        return fail(systemError(m_path, "cannot be made durable"));
    return {};
}

Result<std::vector<std::uint8_t>> readWholeFile(const std::string& path, std::size_t limit) {
    auto file = File::open(path, O_RDONLY);
    if (!file)
        return fail(file.error());
    std::vector<std::uint8_t> content;
    std::uint8_t buffer[16384];
    for (;;) {
        const ssize_t got = ::read(file->fd(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(path, "cannot be read"));
        if (got == 0)
            return content;
        if (content.size() + static_cast<std::size_t>(got) > limit)
            return fail(ErrorCode::InvalidInput, path, "is larger than " + std::to_string(limit) + " bytes");
        content.insert(content.end(), buffer, buffer + got);
    }
}

Status replaceFileDurably(const std::string& path, const void* data, std::size_t size, unsigned mode) {
    const std::string fresh = path + ".new";
    auto file = File::open(fresh, O_WRONLY | O_CREAT | O_TRUNC, mode);
    if (!file)
        return fail(file.error());
    if (auto done = file->writeAll(data, size); !done)
        return done;
    if (::fsync(file->fd()) != 0)
        return fail(systemError(fresh, "cannot be made durable"));
    if (::rename(fresh.c_str(), path.c_str()) != 0)
        return fail(systemError(path, "cannot be replaced"));
    const auto slash = path.rfind('/');
    return syncDirectory(slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash));
}

Status syncDirectory(const std::string& path) {
    auto directory = File::open(path, O_RDONLY | O_DIRECTORY);
    if (!directory)
        return fail(directory.error());
    if (::fsync(directory->fd()) != 0)
        return fail(systemError(path, "cannot be made durable"));
    return {};
}

} // namespace understudy
