#include "base/cursor.h"

#include "base/result.h"

#include <bit>
#include <cstring>

namespace understudy {

static_assert(std::endian::native == std::endian::little,
              "the wire is little endian; a big-endian machine needs swaps here");

template <typename T> T ByteReader::number() {
    T value{};
    const auto view = bytes(sizeof(T));
    if (view.size() == sizeof(T))
        std::memcpy(&value, view.data(), sizeof(T));
    return value;
}

std::uint8_t ByteReader::u8() {
    return number<std::uint8_t>();
}
std::uint16_t ByteReader::u16() {
    return number<std::uint16_t>();
}
std::uint32_t ByteReader::u32() {
    return number<std::uint32_t>();
}
std::uint64_t ByteReader::u64() {
    return number<std::uint64_t>();
}

std::span<const std::uint8_t> ByteReader::bytes(std::size_t size) {
    if (!m_ok || size > remaining()) {
        m_ok = false;
        return {};
    }
    const auto view = m_bytes.subspan(m_at, size);
    m_at += size;
    return view;
}

std::string ByteReader::text(std::size_t limit) {
    const std::size_t size = u16();
    if (size > limit)
        m_ok = false;
    const auto view = bytes(size);
    return std::string(reinterpret_cast<const char*>(view.data()), view.size());
}

template <typename T> void ByteWriter::number(T v) {
    const std::size_t at = m_out.size();
    m_out.resize(at + sizeof(T));
    std::memcpy(m_out.data() + at, &v, sizeof(T));
}

void ByteWriter::u8(std::uint8_t v) {
    m_out.push_back(v);
}
void ByteWriter::u16(std::uint16_t v) {
    number(v);
}
void ByteWriter::u32(std::uint32_t v) {
    number(v);
}
void ByteWriter::u64(std::uint64_t v) {
    number(v);
}
void ByteWriter::bytes(std::span<const std::uint8_t> v) {
    m_out.insert(m_out.end(), v.begin(), v.end());
}

void ByteWriter::text(std::string_view v) {
    UNDERSTUDY_ASSERT(v.size() <= 0xffff);
    u16(static_cast<std::uint16_t>(v.size()));
    bytes(asBytes(v));
}

} // namespace understudy
