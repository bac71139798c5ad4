#include "security/login/login_throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

namespace understudy::security {

LoginThrottle::Key LoginThrottle::keyOf(const std::string& address) {
    static constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    Key key{};
    in_addr four{};
    in6_addr six{};
    const std::string bare = address.substr(0, address.find('%')); // without its interface
    if (::inet_pton(AF_INET, bare.c_str(), &four) == 1) {
        key[0] = 4;
        std::memcpy(&key[1], &four, sizeof four);
    } else if (::inet_pton(AF_INET6, bare.c_str(), &six) == 1) {
        const bool isFour = std::equal(mapped.begin(), mapped.end(), six.s6_addr);
        key[0] = isFour ? 4 : 6;
        if (isFour)
            std::memcpy(&key[1], &six.s6_addr[12], 4);
        else
            std::memcpy(&key[1], six.s6_addr, 8);
    }
    return key;
}

Duration LoginThrottle::delayAfter(unsigned wrong) const {
    if (wrong < m_limits.freeTries)
        return Duration::zero();
    Duration delay = m_limits.firstDelay;
    for (unsigned i = m_limits.freeTries; i < wrong && delay < m_limits.longestDelay; ++i)
        delay *= 2;
    return std::min(delay, m_limits.longestDelay);
}

Duration LoginThrottle::attempt(const std::string& address, Instant now) {
    const Key key = keyOf(address);
    auto found = m_known.find(key);
    if (found != m_known.end() && now - found->second.last >= m_limits.memory) {
        m_known.erase(found);
        found = m_known.end();
    }
    if (found == m_known.end()) {
        makeRoom(now);
        found = m_known.emplace(key, Tries{}).first;
    }
    Tries& tries = found->second;
    if (now < tries.until)
        return tries.until - now;
    ++tries.wrong;
    tries.last = now;
    tries.until = now + delayAfter(tries.wrong);
    return Duration::zero();
}

Duration LoginThrottle::waitOf(const std::string& address, Instant now) const {
    const auto found = m_known.find(keyOf(address));
    return found == m_known.end() ? Duration::zero() : std::max(found->second.until - now, Duration::zero());
}

void LoginThrottle::succeeded(const std::string& address) {
    m_known.erase(keyOf(address));
}

void LoginThrottle::makeRoom(Instant now) {
    if (m_known.size() < m_limits.most)
        return;
    std::erase_if(m_known, [&](const auto& e) { return now - e.second.last >= m_limits.memory; });
    while (m_known.size() >= std::max<std::size_t>(m_limits.most, 1)) {
        const auto oldest = std::min_element(m_known.begin(), m_known.end(),
                                             [](auto& a, auto& b) { return a.second.last < b.second.last; });
        m_known.erase(oldest);
    }
}

} // namespace understudy::security
