#include "fence/program/system.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <initializer_list>

namespace understudy::fence {

void Held::reset(int fd) {
    if (m_fd >= 0)
        ::close_range(static_cast<unsigned>(m_fd), static_cast<unsigned>(m_fd), 0);
    m_fd = fd;
}

std::uint64_t nowMilliseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

bool readable(int fd, int milliseconds) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, milliseconds) > 0;
}

bool writeText(int fd, const char* text) {
    const std::size_t size = std::strlen(text);
    ssize_t done = -1;
    do {
        done = ::write(fd, text, size);
    } while (done < 0 && errno == EINTR);
    return done == static_cast<ssize_t>(size);
}

void pause(int milliseconds) {
    ::poll(nullptr, 0, milliseconds);
}

void say(const char* part, const char* second, const char* third) {
    char line[512] = "<4>understudy-fence: ";
    std::size_t size = std::strlen(line);
    for (const char* text : {part, second, third}) {
        for (; text != nullptr && *text != '\0' && size < sizeof line - 1; ++text)
            line[size++] = *text;
    }
    line[size++] = '\n';
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line, size);
}

bool join(char* out, std::size_t size, const char* folder, const char* file) {
    const std::size_t first = std::strlen(folder);
    const std::size_t second = std::strlen(file);
    if (first + 1 + second + 1 > size)
        return false;
    std::memcpy(out, folder, first);
    out[first] = '/';
    std::memcpy(out + first + 1, file, second + 1);
    return true;
}

} // namespace understudy::fence
