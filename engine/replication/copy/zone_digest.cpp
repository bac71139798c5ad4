#include "replication/copy/copy.h"

#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace understudy::replication {

namespace {

Digest digestOfBlock(const std::uint8_t* data, std::size_t size) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(data, size));
    Digest digest{};
    std::memcpy(digest.data(), canonical.digest, digest.size());
    return digest;
}

bool isHole(int fd, std::uint64_t from, std::uint64_t size) {
    const off_t data = ::lseek(fd, static_cast<off_t>(from), SEEK_DATA);
    return data < 0 ? errno == ENXIO : static_cast<std::uint64_t>(data) >= from + size;
}

// As much of `size` bytes as the file has; the rest stays zero.
Status readFully(int fd, std::uint64_t from, std::uint8_t* out, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::pread(fd, out, size, static_cast<off_t>(from));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError("byte " + std::to_string(from), "cannot be read"));
        if (got == 0)
            return {};
        out += got;
        from += static_cast<std::uint64_t>(got);
        size -= static_cast<std::size_t>(got);
    }
    return {};
}

} // namespace

Result<std::vector<Digest>> digestZone(int fd, std::uint64_t zone, std::uint64_t fileSize) {
    constexpr std::uint64_t chunk = 64 * kBlockSize; // stays in the processor's cache between read and digest
    const std::uint64_t start = zone * kZoneSize;
    const std::uint64_t end = std::min(start + kZoneSize, fileSize);
    std::vector<Digest> digests;
    if (start >= end)
        return digests;
    digests.reserve((end - start + kBlockSize - 1) / kBlockSize);
    const bool zeros = isHole(fd, start, end - start);
    const std::uint8_t noBytes[kBlockSize] = {};
    const Digest zeroBlock = digestOfBlock(noBytes, kBlockSize);

    std::vector<std::uint8_t> buffer(chunk);
    for (std::uint64_t at = start; at < end; at += chunk) {
        const std::size_t size = std::min(chunk, end - at);
        if (!zeros) {
            std::fill_n(buffer.begin(), size, std::uint8_t{0});
            if (auto got = readFully(fd, at, buffer.data(), size); !got)
                return fail(got.error());
        }
        for (std::size_t block = 0; block < size; block += kBlockSize) {
            const std::size_t length = std::min<std::size_t>(kBlockSize, size - block);
            digests.push_back(zeros && length == kBlockSize ? zeroBlock
                                                            : digestOfBlock(buffer.data() + block, length));
        }
    }
    return digests;
}

} // namespace understudy::replication
