#pragma once
// What a password for `admin` may be: 6 to 32 letters, digits and ( ) * _ . of ASCII. In base, because the
// wizard shows each rule as it is met and the engine refuses what breaks one: both ask here. Pure.

#include <cstddef>
#include <string_view>
#include <vector>

namespace understudy {

enum class PasswordRule {
    LongEnough,        // at least kShortestPassword characters
    ShortEnough,       // at most kLongestPassword characters
    AllowedCharacters, // nothing but letters, digits and ( ) * _ .
};

constexpr std::size_t kShortestPassword = 6;
constexpr std::size_t kLongestPassword = 32;

// In the order above; empty: a good password. A character of several bytes (UTF-8) counts as one.
std::vector<PasswordRule> brokenPasswordRules(std::string_view password);

// The rule's name in the API and the rule as an English sentence.
std::string_view passwordRuleName(PasswordRule rule);
std::string_view passwordRuleSentence(PasswordRule rule);

} // namespace understudy
