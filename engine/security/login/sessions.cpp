#include "security/login/sessions.h"

#include "base/hex.h"
#include "base/random.h"
#include "base/result.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>

namespace understudy::security {

namespace {

constexpr std::size_t kTokenDigits = 64;

} // namespace

// The token has 256 random bits, so a plain hash cannot be searched, and hashes with different purposes in
// front tell nothing about each other.
Sessions::Digest Sessions::digestOf(std::string_view purpose, std::string_view token) {
    const std::string text = "understudy session " + std::string(purpose) + " " + std::string(token);
    Digest digest{};
    unsigned int size = 0;
    UNDERSTUDY_ASSERT(EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) ==
                          1 &&
                      size == digest.size());
    return digest;
}

SessionSecrets Sessions::open(std::string user, std::string address, Instant now) {
    forgetEnded(now);
    makeRoom();
    std::array<std::uint8_t, kTokenDigits / 2> random{};
    fillRandom(random.data(), random.size());
    SessionSecrets secrets;
    secrets.token = toHex(random);
    secrets.csrfToken = csrfTokenOf(secrets.token);
    m_sessions[digestOf("key", secrets.token)] = Session{std::move(user), std::move(address), now, now};
    return secrets;
}

std::optional<SessionRefusal> Sessions::ended(const Session& session, Instant now) const {
    if (now - session.opened >= m_limits.longest)
        return SessionRefusal::TooOld;
    if (now - session.used >= m_limits.idle)
        return SessionRefusal::IdleTooLong;
    return std::nullopt;
}

SessionAnswer Sessions::find(std::string_view token, Instant now) {
    if (token.size() != kTokenDigits)
        return {};
    const auto found = m_sessions.find(digestOf("key", token));
    if (found == m_sessions.end())
        return {};
    if (const auto refusal = ended(found->second, now)) {
        m_sessions.erase(found);
        return {std::nullopt, *refusal};
    }
    found->second.used = now;
    return {found->second, {}};
}

SessionAnswer Sessions::findForChange(std::string_view token, std::string_view csrfToken, Instant now) {
    auto answer = find(token, now);
    if (!answer.session)
        return answer;
    const std::string wanted = csrfTokenOf(token);
    if (csrfToken.size() != wanted.size() ||
        CRYPTO_memcmp(csrfToken.data(), wanted.data(), wanted.size()) != 0)
        return {std::nullopt, SessionRefusal::NoCsrfToken};
    return answer;
}

std::string Sessions::csrfTokenOf(std::string_view token) {
    return toHex(digestOf("csrf", token));
}

bool Sessions::isOpen(std::string_view token, Instant now) const {
    const auto found = m_sessions.find(digestOf("key", token));
    return found != m_sessions.end() && !ended(found->second, now);
}

void Sessions::close(std::string_view token) {
    m_sessions.erase(digestOf("key", token));
}

void Sessions::closeAll() {
    m_sessions.clear();
}

void Sessions::forgetEnded(Instant now) {
    std::erase_if(m_sessions, [&](const auto& entry) { return ended(entry.second, now).has_value(); });
}

void Sessions::makeRoom() {
    while (m_sessions.size() >= std::max<std::size_t>(m_limits.most, 1)) {
        const auto idlest = std::min_element(m_sessions.begin(), m_sessions.end(),
                                             [](auto& a, auto& b) { return a.second.used < b.second.used; });
        m_sessions.erase(idlest);
    }
}

} // namespace understudy::security
