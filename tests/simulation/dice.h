#pragma once
// The only source of chance in a simulation: a seed replays exactly, on every machine (SplitMix64, Steele et
// al. 2014; no standard distribution, their results differ between libraries). A calm one always takes the
// first choice: the transcripts use it.

#include <cstdint>

namespace understudy::simulation {

class Dice {
public:
    explicit Dice(std::uint64_t seed, bool calm = false) : m_state(seed), m_calm(calm) {}

    std::uint64_t next() {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t n) { return m_calm || n == 0 ? 0 : next() % n; }
    bool chance(unsigned percent) { return !m_calm && next() % 100 < percent; }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return m_calm ? low
                      : low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
    }

private:
    std::uint64_t m_state;
    bool m_calm;
};

} // namespace understudy::simulation
