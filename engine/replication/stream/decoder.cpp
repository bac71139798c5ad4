#include "replication/stream/wire.h"

#include <xxhash.h>

#include <cstring>

namespace understudy::replication {

namespace {

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorCode::Corrupt, "replication stream", what);
}

} // namespace

void Decoder::feed(std::span<const std::uint8_t> bytes) {
    // What next() returned may be a view into the buffer: move only now, when the caller is done with it.
    if (m_at > 0) {
        m_buffer.erase(m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at));
        m_at = 0;
    }
    m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end());
}

bool Decoder::hasMore() const {
    const std::size_t left = m_buffer.size() - m_at;
    if (left < kFrameHead)
        return false;
    std::uint32_t size = 0;
    std::memcpy(&size, m_buffer.data() + m_at, sizeof size);
    return left >= 4 + std::size_t(size) + kFrameTail;
}

Result<std::optional<Record>> Decoder::next() {
    const std::size_t left = m_buffer.size() - m_at;
    if (left < kFrameHead)
        return std::optional<Record>();
    const std::uint8_t* frame = m_buffer.data() + m_at;
    std::uint32_t size = 0;
    std::memcpy(&size, frame, sizeof size);
    if (size < kFrameHead - 4 || size > kMaxFrame)
        return broken("a frame of " + std::to_string(size) + " bytes");
    if (left < 4 + std::size_t(size) + kFrameTail)
        return std::optional<Record>();

    std::uint64_t checksum = 0;
    std::memcpy(&checksum, frame + 4 + size, sizeof checksum);
    if (checksum != XXH3_64bits(frame + 4, size))
        return broken("a checksum that does not hold");
    const std::uint8_t kind = frame[4];
    std::uint64_t seq = 0;
    std::memcpy(&seq, frame + 5, sizeof seq);
    if (seq != m_seq.value + 1)
        return broken("sequence " + std::to_string(seq) + " after " + std::to_string(m_seq.value));

    std::optional<Record> record(std::in_place);
    if (!decodePayload(kind, {frame + kFrameHead, size - (kFrameHead - 4)}, *record))
        return broken("a record of kind " + std::to_string(kind) + " that does not parse");
    m_seq = Seq(seq);
    m_at += 4 + std::size_t(size) + kFrameTail;
    return record;
}

} // namespace understudy::replication
