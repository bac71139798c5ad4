#include "base/random.h"

#include "base/result.h"

#include <sys/random.h>

#include <cerrno>

namespace understudy {

void fillRandom(void* out, std::size_t size) {
    auto* at = static_cast<std::uint8_t*>(out);
    while (size > 0) {
        const ssize_t got = ::getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        UNDERSTUDY_ASSERT(got > 0);
        at += got;
        size -= static_cast<std::size_t>(got);
    }
}

std::uint64_t randomNumber() {
    std::uint64_t n = 0;
    while (n == 0)
        fillRandom(&n, sizeof n);
    return n;
}

Generation randomGeneration() {
    Generation g;
    fillRandom(g.bytes.data(), g.bytes.size());
    return g;
}

} // namespace understudy
