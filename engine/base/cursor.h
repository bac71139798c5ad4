#pragma once
// Bytes from outside are read through one cursor that checks lengths and cannot run past its end; bytes to
// the outside are written through its counterpart. Little endian. A reader that once failed stays failed and
// yields zeros, so a parser reads all its fields and checks ok() once.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

class ByteReader {
public:
    explicit ByteReader(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    std::uint64_t u64();
    std::span<const std::uint8_t> bytes(std::size_t size); // a view into the input
    std::string text(std::size_t limit);                   // u16 length, then bytes
    template <std::size_t N> std::array<std::uint8_t, N> array() {
        std::array<std::uint8_t, N> out{};
        const auto view = bytes(N);
        for (std::size_t i = 0; i < view.size(); ++i)
            out[i] = view[i];
        return out;
    }

    bool ok() const { return m_ok; }
    bool atEnd() const { return m_ok && m_at == m_bytes.size(); }
    std::size_t remaining() const { return m_bytes.size() - m_at; }
    void failHere() { m_ok = false; } // for a parser that read a value out of its range

private:
    template <typename T> T number();
    std::span<const std::uint8_t> m_bytes;
    std::size_t m_at = 0;
    bool m_ok = true;
};

class ByteWriter {
public:
    explicit ByteWriter(std::vector<std::uint8_t>& out) : m_out(out) {}

    void u8(std::uint8_t v);
    void u16(std::uint16_t v);
    void u32(std::uint32_t v);
    void u64(std::uint64_t v);
    void bytes(std::span<const std::uint8_t> v);
    void text(std::string_view v); // at most 65535 bytes

private:
    template <typename T> void number(T v);
    std::vector<std::uint8_t>& m_out;
};

inline std::span<const std::uint8_t> asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace understudy
