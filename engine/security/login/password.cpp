#include "security/login/password.h"

#include "base/random.h"

#include <QByteArray>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <charconv>

namespace understudy::security {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kHashSize = 32;
constexpr std::uint64_t kMemoryLimit = 256 * 1024 * 1024;
constexpr auto kBase64 = QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;

std::uint64_t memoryOf(const ScryptCost& cost) {
    return (std::uint64_t{128} * cost.r << cost.logN) + std::uint64_t{128} * cost.r * cost.p;
}

bool isSane(const ScryptCost& cost) {
    return cost.logN >= 10 && cost.logN <= 20 && cost.r >= 1 && cost.p >= 1 && cost.p <= 16 &&
           memoryOf(cost) < kMemoryLimit;
}

Result<Bytes> scrypt(std::string_view password, const Bytes& salt, const ScryptCost& cost, std::size_t size) {
    Bytes out(size);
    const int done =
        EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(),
                       std::uint64_t{1} << cost.logN, cost.r, cost.p, kMemoryLimit, out.data(), out.size());
    if (done != 1)
        return fail(ErrorCode::System, "the password",
                    "cannot be checked: scrypt needs " + std::to_string(memoryOf(cost) >> 20) +
                        " MiB of memory; free some and try again");
    return out;
}

std::string toBase64(const Bytes& bytes) {
    const QByteArray raw(reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size()));
    return raw.toBase64(kBase64).toStdString();
}

// Empty: not base64.
Bytes fromBase64(std::string_view text) {
    const auto decoded =
        QByteArray::fromBase64Encoding(QByteArray(text.data(), static_cast<int>(text.size())),
                                       kBase64 | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return {};
    const Bytes bytes(decoded.decoded.begin(), decoded.decoded.end());
    return toBase64(bytes) == text ? bytes : Bytes{}; // one text for one hash
}

// Takes `prefix`, then a number, then `behind` from the front of `text`.
bool take(std::string_view& text, std::string_view prefix, std::uint8_t& number, char behind) {
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end == text.data() + text.size() || *end != behind)
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
}

// Nobody's hash, of the usual cost, for the work that an unknown user costs.
PasswordHash nobody() {
    PasswordHash none;
    none.salt.assign(kSaltSize, 0);
    none.hash.assign(kHashSize, 0);
    return none;
}

} // namespace

std::string PasswordHash::toText() const {
    return "$scrypt$ln=" + std::to_string(cost.logN) + ",r=" + std::to_string(cost.r) +
           ",p=" + std::to_string(cost.p) + "$" + toBase64(salt) + "$" + toBase64(hash);
}

Result<PasswordHash> PasswordHash::fromText(std::string_view text) {
    const auto bad = [] {
        return fail(ErrorCode::Corrupt, "the stored password",
                    "is not a scrypt hash; set a new one with 'understudyctl password'");
    };
    PasswordHash read;
    if (!take(text, "$scrypt$ln=", read.cost.logN, ',') || !take(text, "r=", read.cost.r, ',') ||
        !take(text, "p=", read.cost.p, '$') || !isSane(read.cost))
        return bad();
    const auto middle = text.find('$');
    if (middle == std::string_view::npos || text.size() > 512)
        return bad();
    read.salt = fromBase64(text.substr(0, middle));
    read.hash = fromBase64(text.substr(middle + 1));
    if (read.salt.size() < 8 || read.hash.size() < 16)
        return bad();
    return read;
}

Result<PasswordHash> hashPassword(std::string_view password, ScryptCost cost) {
    UNDERSTUDY_ASSERT(isSane(cost));
    PasswordHash made;
    made.cost = cost;
    made.salt.resize(kSaltSize);
    fillRandom(made.salt.data(), made.salt.size());
    auto hash = scrypt(password, made.salt, cost, kHashSize);
    if (!hash)
        return fail(hash.error());
    made.hash = std::move(*hash);
    return made;
}

Result<bool> verifyPassword(const PasswordHash* known, std::string_view password) {
    const PasswordHash stored = known != nullptr ? *known : nobody();
    if (!isSane(stored.cost) || stored.hash.empty())
        return fail(ErrorCode::Corrupt, "the stored password",
                    "is not a scrypt hash; set a new one with 'understudyctl password'");
    const auto hash = scrypt(password, stored.salt, stored.cost, stored.hash.size());
    if (!hash)
        return fail(hash.error());
    const bool same = CRYPTO_memcmp(hash->data(), stored.hash.data(), hash->size()) == 0;
    return same && known != nullptr;
}

} // namespace understudy::security
