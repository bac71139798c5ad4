#include "security/proof/security_code.h"

#include "base/random.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace understudy::security {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // no I, L, O, U
constexpr std::size_t kGroup = 5;
constexpr char kSubject[] = "the security code";

// Times x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1). x generates all 31 elements that are not zero.
unsigned timesX(unsigned element) {
    element <<= 1;
    return element >= 32 ? element ^ 0b100101U : element;
}

// Horner's rule: the character at place i from the end has the weight x^(i+1), all different up to 31 places.
char checkCharacter(std::string_view digits) {
    unsigned sum = 0;
    for (const char c : digits)
        sum = timesX(sum ^ static_cast<unsigned>(kAlphabet.find(c)));
    return kAlphabet[sum];
}

bool separates(char c) {
    return c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n';
}

char canonical(char typed) {
    const char c = static_cast<char>(std::toupper(static_cast<unsigned char>(typed)));
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

tl::unexpected<Error> notInACode(char c, std::size_t place) {
    const bool printable = c > ' ' && c < 0x7f;
    const std::string what = printable ? std::string("'") + c + "'" : std::string("a character");
    return fail(ErrorCode::InvalidInput, kSubject,
                "has " + what + " behind " + std::to_string(place) +
                    " good characters, and no code has that; compare it with what node2 shows");
}

} // namespace

SecurityCode SecurityCode::make() {
    std::array<std::uint8_t, kRandomCharacters> random{};
    fillRandom(random.data(), random.size());
    std::string digits;
    for (const std::uint8_t byte : random)
        digits += kAlphabet[byte % kAlphabet.size()]; // 256 is a multiple of 32
    digits += checkCharacter(digits);
    return SecurityCode(std::move(digits));
}

Result<SecurityCode> SecurityCode::parse(std::string_view text) {
    std::string digits;
    for (const char typed : text) {
        if (separates(typed))
            continue;
        const char c = canonical(typed);
        if (kAlphabet.find(c) == std::string_view::npos)
            return notInACode(typed, digits.size());
        if (digits.size() <= kCharacters)
            digits += c;
    }
    if (digits.size() != kCharacters) {
        const std::string found =
            digits.size() > kCharacters ? "more than 25" : std::to_string(digits.size());
        return fail(ErrorCode::InvalidInput, kSubject,
                    "has " + found + " characters, not 25; copy it whole from node2");
    }
    if (checkCharacter(std::string_view(digits).substr(0, kRandomCharacters)) != digits.back())
        return fail(ErrorCode::InvalidInput, kSubject,
                    "has a wrong character or two that are swapped; compare it with what node2 shows");
    return SecurityCode(std::move(digits));
}

std::string SecurityCode::toText() const {
    std::string text;
    for (std::size_t i = 0; i < m_digits.size(); ++i) {
        if (i != 0 && i % kGroup == 0)
            text += '-';
        text += m_digits[i];
    }
    return text;
}

CodeStanding OfferedCode::standing(Instant now) const {
    if (m_spent)
        return CodeStanding::Spent;
    if (m_wrong >= kWrongTries)
        return CodeStanding::TooManyWrong;
    return now - m_made >= kLifetime ? CodeStanding::TooOld : CodeStanding::Good;
}

Duration OfferedCode::timeLeft(Instant now) const {
    return standing(now) == CodeStanding::Good ? kLifetime - (now - m_made) : Duration::zero();
}

} // namespace understudy::security
