#pragma once
// Who is logged in from afar. The engine keeps it. A token is 256 random bits; only its SHA-256 is kept, so
// that a copy of a log gives no session away. Time is handed in. One thread: the owner's. Bounded: above
// `most` sessions the one that was idle longest ends.

#include "base/clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::security {

struct SessionLimits {
    Duration idle = std::chrono::minutes(30);  // without a request
    Duration longest = std::chrono::hours(12); // however busy
    std::size_t most = 64;
};

struct SessionSecrets {
    std::string token;     // 64 hexadecimal digits: for the cookie (HttpOnly, Secure, SameSite=Strict)
    std::string csrfToken; // for the page, which sends it back in a header; useless without the cookie
};

// Why a request has no session, for the answer and the log.
enum class SessionRefusal { Unknown, IdleTooLong, TooOld, NoCsrfToken };

struct Session {
    std::string user;
    std::string address; // where the login came from
    Instant opened{};
    Instant used{};
};

// A request's session, or why it has none.
struct SessionAnswer {
    std::optional<Session> session;
    SessionRefusal refusal = SessionRefusal::Unknown; // if there is no session
};

class Sessions {
public:
    explicit Sessions(SessionLimits limits = {}) : m_limits(limits) {}

    SessionSecrets open(std::string user, std::string address, Instant now);

    // For requests that only read. Counts as use.
    SessionAnswer find(std::string_view token, Instant now);
    // For requests that change something: the CSRF token must be this session's (compared in constant time).
    SessionAnswer findForChange(std::string_view token, std::string_view csrfToken, Instant now);

    // For a page that was loaded again: the CSRF token of a session that find() knows.
    static std::string csrfTokenOf(std::string_view token);
    // Whether a stream of events may go on; does not count as use.
    bool isOpen(std::string_view token, Instant now) const;

    void close(std::string_view token);
    void closeAll(); // the password was changed
    void forgetEnded(Instant now);
    std::size_t count() const { return m_sessions.size(); }

private:
    using Digest = std::array<std::uint8_t, 32>;
    static Digest digestOf(std::string_view purpose, std::string_view token);
    std::optional<SessionRefusal> ended(const Session& session, Instant now) const;
    void makeRoom();

    SessionLimits m_limits;
    std::map<Digest, Session> m_sessions; // by the token's digest
};

} // namespace understudy::security
