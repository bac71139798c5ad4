#include "gateway/rate.h"

#include <algorithm>

namespace understudy::gateway {

void Rate::fill(Bucket& bucket, double perSecond, Instant now) {
    const std::chrono::duration<double> passed = now - bucket.at;
    bucket.left = std::min(perSecond, bucket.left + passed.count() * perSecond);
    bucket.at = now;
}

bool Rate::take(const std::string& address, Instant now) {
    if (m_all.at < Instant{})
        m_all = {m_limits.inAll, now};
    auto found = m_byAddress.find(address);
    if (found == m_byAddress.end()) {
        makeRoom(now);
        found = m_byAddress.emplace(address, Bucket{m_limits.perAddress, now}).first;
    }
    fill(m_all, m_limits.inAll, now);
    fill(found->second, m_limits.perAddress, now);
    if (m_all.left < 1 || found->second.left < 1)
        return false;
    --m_all.left;
    --found->second.left;
    return true;
}

// Whose reserve is full again is like one who has never come.
void Rate::makeRoom(Instant now) {
    if (m_byAddress.size() < m_limits.mostAddresses)
        return;
    std::erase_if(m_byAddress,
                  [now](const auto& entry) { return now - entry.second.at >= std::chrono::seconds(1); });
    while (m_byAddress.size() >= m_limits.mostAddresses)
        m_byAddress.erase(m_byAddress.begin());
}

} // namespace understudy::gateway
