#pragma once
// How many requests may go on to the engine: so many a second in all and from one address, with a reserve for
// bursts of one second. What is above is answered here. One thread; time is handed in.

#include "base/clock.h"

#include <map>
#include <string>

namespace understudy::gateway {

struct RateLimits {
    double inAll = 500; // a second
    double perAddress = 250;
    std::size_t mostAddresses =
        4096; // that are remembered; then the first that has a full reserve again goes
};

class Rate {
public:
    explicit Rate(RateLimits limits = {}) : m_limits(limits) {}

    bool take(const std::string& address, Instant now); // false: too many

private:
    struct Bucket {
        double left = 0;
        Instant at{};
    };
    static void fill(Bucket& bucket, double perSecond, Instant now);
    void makeRoom(Instant now);

    const RateLimits m_limits;
    Bucket m_all{0, Instant(Duration(-1))};
    std::map<std::string, Bucket> m_byAddress;
};

} // namespace understudy::gateway
