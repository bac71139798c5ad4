#include "base/password_rules.h"

#include <algorithm>

namespace understudy {

namespace {

bool isAllowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("()*_.").find(c) != std::string_view::npos;
}

bool continuesCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

} // namespace

std::vector<PasswordRule> brokenPasswordRules(std::string_view password) {
    std::vector<PasswordRule> broken;
    const auto bytesInside =
        static_cast<std::size_t>(std::count_if(password.begin(), password.end(), continuesCharacter));
    const std::size_t characters = password.size() - bytesInside;
    if (characters < kShortestPassword)
        broken.push_back(PasswordRule::LongEnough);
    if (characters > kLongestPassword)
        broken.push_back(PasswordRule::ShortEnough);
    if (!std::all_of(password.begin(), password.end(), isAllowed))
        broken.push_back(PasswordRule::AllowedCharacters);
    return broken;
}

std::string_view passwordRuleName(PasswordRule rule) {
    switch (rule) {
    case PasswordRule::LongEnough:
        return "long-enough";
    case PasswordRule::ShortEnough:
        return "short-enough";
    case PasswordRule::AllowedCharacters:
        return "allowed-characters";
    }
    return "?";
}

std::string_view passwordRuleSentence(PasswordRule rule) {
    switch (rule) {
    case PasswordRule::LongEnough:
        return "at least 6 characters";
    case PasswordRule::ShortEnough:
        return "at most 32 characters";
    case PasswordRule::AllowedCharacters:
        return "only letters (a to z), digits and ( ) * _ .";
    }
    return "?";
}

} // namespace understudy
