#pragma once
// Slows down who guesses passwords: after five wrong ones an address waits before each further try, twice as
// long each time. Time is handed in. One thread: the owner's. Bounded memory: addresses are forgotten an hour
// after their last wrong password, and above `most` the one that is silent longest is.

#include "base/clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace understudy::security {

struct ThrottleLimits {
    unsigned freeTries = 5;
    Duration firstDelay = std::chrono::seconds(2); // behind the fifth wrong password
    Duration longestDelay = std::chrono::minutes(5);
    Duration memory = std::chrono::hours(1);
    std::size_t most = 4096;
};

class LoginThrottle {
public:
    explicit LoginThrottle(ThrottleLimits limits = {}) : m_limits(limits) {}

    // To be asked before a password is verified. Zero: go on; the try already counts as a wrong one, so that
    // a hundred tries at once do not slip through while the first is still being verified; call succeeded()
    // if it was right. More than zero: refuse unseen and say to wait so long (Retry-After); waiting is not
    // prolonged by asking.
    //
    // `address`: numeric. An IPv6 network of 64 bits counts as one address, since its owner has them all; an
    // IPv4 address in IPv6 clothes (::ffff:192.0.2.1) is that IPv4 address; what is no address counts as one.
    Duration attempt(const std::string& address, Instant now);
    // How long the next try has to wait, without trying.
    Duration waitOf(const std::string& address, Instant now) const;
    void succeeded(const std::string& address);

    std::size_t count() const { return m_known.size(); }

private:
    using Key = std::array<std::uint8_t, 9>;
    struct Tries {
        unsigned wrong = 0;
        Instant last{};
        Instant until{};
    };
    static Key keyOf(const std::string& address);
    Duration delayAfter(unsigned wrong) const;
    void makeRoom(Instant now);

    ThrottleLimits m_limits;
    std::map<Key, Tries> m_known;
};

} // namespace understudy::security
