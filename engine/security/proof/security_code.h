#pragma once
// The one-time code that joins two nodes: 24 random characters of Crockford's base32 (120 bits) and a check
// character, shown as 7K2QM-9D4TX-0ABCD-EFGHJ-KMNPQ. Values; any thread; no OpenSSL.
//
// The check character is a weighted sum over the field of 32 elements, with a different weight for every
// place: it finds each single wrong character and each swap of two, wherever they are (Crockford's own check
// symbol would need five more signs).

#include "base/clock.h"
#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace understudy::security {

class SecurityCode {
public:
    static constexpr std::size_t kRandomCharacters = 24;
    static constexpr std::size_t kCharacters = kRandomCharacters + 1;

    static SecurityCode make();

    // Reads what a person typed: small letters, spaces, line ends and hyphens anywhere, O for 0, I and L
    // for 1. InvalidInput says which of character, length and check character is wrong; never the code
    // itself.
    static Result<SecurityCode> parse(std::string_view text);

    std::string toText() const;                            // in groups of five
    const std::string& secret() const { return m_digits; } // for the Prover: the 25 characters alone

    bool operator==(const SecurityCode&) const = default;

private:
    explicit SecurityCode(std::string digits) : m_digits(std::move(digits)) {}
    std::string m_digits;
};

enum class CodeStanding { Good, Spent, TooOld, TooManyWrong };

// A code that node2 shows: good for one joining, 60 minutes and five wrong tries. Ask standing() right before
// the guest's proof is handed to the Prover, not only when it connects: many connections at once then have
// five tries together. Time is handed in.
class OfferedCode {
public:
    static constexpr Duration kLifetime = std::chrono::minutes(60);
    static constexpr unsigned kWrongTries = 5;

    OfferedCode(SecurityCode code, Instant now) : m_code(std::move(code)), m_made(now) {}

    const SecurityCode& code() const { return m_code; }
    CodeStanding standing(Instant now) const;
    Duration timeLeft(Instant now) const; // zero when over
    unsigned triesLeft() const { return m_wrong < kWrongTries ? kWrongTries - m_wrong : 0; }

    void wrongTry() { ++m_wrong; }
    void spend() { m_spent = true; }

private:
    SecurityCode m_code;
    Instant m_made;
    unsigned m_wrong = 0;
    bool m_spent = false;
};

} // namespace understudy::security
