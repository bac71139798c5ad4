#pragma once
// What the fence needs of the kernel, without heap and without C++ runtime. One thread; nothing here waits
// longer than it is told to.

#include <cstddef>
#include <cstdint>

namespace understudy::fence {

// base/'s Descriptor needs the C++ runtime.
class Held {
public:
    Held() = default;
    explicit Held(int fd) : m_fd(fd) {}
    ~Held() { reset(); }
    void reset(int fd = -1);
    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }

    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

private:
    int m_fd = -1;
};

std::uint64_t nowMilliseconds();          // CLOCK_BOOTTIME
bool readable(int fd, int milliseconds);  // true: readable or ended
bool writeText(int fd, const char* text); // whole, in one write
void pause(int milliseconds);

// One line on standard error: "<4>understudy-fence: " and the parts up to the first null.
void say(const char* part, const char* second = nullptr, const char* third = nullptr);

// "folder/file" in a buffer of the caller; false: does not fit.
bool join(char* out, std::size_t size, const char* folder, const char* file);

} // namespace understudy::fence
