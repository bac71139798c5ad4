#pragma once
// Which writes a copy holds: the semantic stand-in for its bytes. Writes are numbered from 0 over the whole
// run.

#include <cstdint>
#include <vector>

namespace understudy::simulation {

using WriteId = std::uint32_t;

class WriteSet {
public:
    bool has(WriteId w) const { return w / 64 < m_words.size() && (m_words[w / 64] >> (w % 64) & 1) != 0; }
    void add(WriteId w) {
        if (w / 64 >= m_words.size())
            m_words.resize(w / 64 + 1);
        m_words[w / 64] |= 1ULL << (w % 64);
    }
    void remove(WriteId w) {
        if (w / 64 < m_words.size())
            m_words[w / 64] &= ~(1ULL << (w % 64));
    }
    std::vector<WriteId> without(const WriteSet& other) const { // what is here and not there
        std::vector<WriteId> result;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            std::uint64_t rest = m_words[i] & ~(i < other.m_words.size() ? other.m_words[i] : 0);
            for (; rest != 0; rest &= rest - 1)
                result.push_back(static_cast<WriteId>(i * 64) + static_cast<WriteId>(__builtin_ctzll(rest)));
        }
        return result;
    }
    bool sameAs(const WriteSet& other) const {
        return without(other).empty() && other.without(*this).empty();
    }

private:
    std::vector<std::uint64_t> m_words;
};

} // namespace understudy::simulation
