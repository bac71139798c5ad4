#include "security/proof/prover.h"

#include "base/cursor.h"
#include "base/hex.h"
#include "base/random.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace understudy::security {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint8_t kVersion = 1;
constexpr char kSubject[] = "the proof of the shared secret";

enum class Kind : std::uint8_t { Opening = 1, Answer = 2, Confirmation = 3, Refusal = 4 };

ProofMessage newMessage(Kind kind) {
    return {kVersion, static_cast<std::uint8_t>(kind)};
}

void append(Bytes& out, std::span<const std::uint8_t> bytes) {
    ByteWriter(out).bytes(bytes);
}

SecretKey sha256(const Bytes& bytes) {
    SecretKey digest{};
    UNDERSTUDY_ASSERT(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) ==
                      1);
    return digest;
}

std::string bound(std::string_view secret, const ExporterValue& exporter) {
    Bytes bytes;
    append(bytes, asBytes("understudy proof 1"));
    append(bytes, exporter);
    append(bytes, asBytes(secret)); // last: of any length
    std::string digest = toHex(sha256(bytes));
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return digest;
}

tl::unexpected<Error> differs() {
    return fail(ErrorCode::Refused, kSubject,
                "failed: the two computers were given different ones, or somebody stands between them");
}

// The part that every message begins with.
Status checkHead(ByteReader& reader, Kind wanted) {
    const unsigned version = reader.u8();
    const std::uint8_t kind = reader.u8();
    if (!reader.ok())
        return fail(ErrorCode::InvalidInput, kSubject, "was cut short");
    if (version != kVersion)
        return fail(ErrorCode::VersionMismatch, kSubject,
                    "speaks version " + std::to_string(version) + " on the other computer and version " +
                        std::to_string(kVersion) + " here; install the same Understudy on both");
    if (kind == static_cast<std::uint8_t>(Kind::Refusal))
        return differs();
    if (kind != static_cast<std::uint8_t>(wanted))
        return fail(ErrorCode::InvalidInput, kSubject, "brought a message out of order");
    return {};
}

tl::unexpected<Error> wrongLength() {
    return fail(ErrorCode::InvalidInput, kSubject, "brought a message of the wrong length");
}

bool same(const SecretKey& one, const SecretKey& other) {
    return CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

} // namespace

Prover::Prover(ProofRole role, std::string_view secret, const ExporterValue& exporter)
    : m_step(role == ProofRole::Host ? Step::NotStarted : Step::AwaitsOpening),
      m_secret(bound(secret, exporter)), m_exporter(exporter) {}

Prover::~Prover() {
    OPENSSL_cleanse(m_secret.data(), m_secret.size());
    for (auto* key : {&m_guestProof, &m_hostProof, &m_sharedKey})
        OPENSSL_cleanse(key->data(), key->size());
}

Result<ProofMessage> Prover::start() {
    UNDERSTUDY_ASSERT(m_step == Step::NotStarted);
    m_step = Step::Over;
    SrpSalt salt{};
    fillRandom(salt.data(), salt.size());
    const auto value = m_host.publicValue(m_secret, salt);
    if (!value)
        return fail(value.error());
    m_opening = newMessage(Kind::Opening);
    append(m_opening, salt);
    append(m_opening, *value);
    m_step = Step::AwaitsAnswer;
    return m_opening;
}

Result<ProofMessage> Prover::receive(std::span<const std::uint8_t> message) {
    const Step step = std::exchange(m_step, Step::Over); // each step that succeeds says what is next
    switch (step) {
    case Step::AwaitsOpening:
        return answerOpening(message);
    case Step::AwaitsAnswer:
        return checkAnswer(message);
    case Step::AwaitsConfirmation:
        return checkConfirmation(message);
    case Step::NotStarted:
    case Step::Proven:
    case Step::Over:
        break;
    }
    return fail(ErrorCode::InvalidInput, kSubject, "brought a message out of order");
}

Result<ProofMessage> Prover::answerOpening(std::span<const std::uint8_t> message) {
    ByteReader reader(message);
    if (auto good = checkHead(reader, Kind::Opening); !good)
        return fail(good.error());
    const auto salt = reader.array<std::tuple_size_v<SrpSalt>>();
    const auto hostValue = reader.bytes(kSrpValueSize);
    if (!reader.atEnd())
        return wrongLength();
    const auto agreed = srpGuest(m_secret, salt, hostValue);
    if (!agreed)
        return fail(agreed.error());
    m_opening.assign(message.begin(), message.end());
    deriveKeys(agreed->shared, agreed->publicValue);
    ProofMessage answer = newMessage(Kind::Answer);
    append(answer, agreed->publicValue);
    append(answer, m_guestProof);
    m_step = Step::AwaitsConfirmation;
    return answer;
}

Result<ProofMessage> Prover::checkAnswer(std::span<const std::uint8_t> message) {
    ByteReader reader(message);
    if (auto good = checkHead(reader, Kind::Answer); !good)
        return fail(good.error());
    const auto guestValue = reader.bytes(kSrpValueSize);
    const auto proof = reader.array<std::tuple_size_v<SecretKey>>();
    if (!reader.atEnd())
        return wrongLength();
    const auto shared = m_host.agree(guestValue);
    if (!shared)
        return fail(shared.error());
    deriveKeys(*shared, guestValue);
    if (!same(proof, m_guestProof))
        return differs(); // and the host's own proof stays here: it would tell whether a guess was right
    ProofMessage confirmation = newMessage(Kind::Confirmation);
    append(confirmation, m_hostProof);
    m_step = Step::Proven;
    return confirmation;
}

Result<ProofMessage> Prover::checkConfirmation(std::span<const std::uint8_t> message) {
    ByteReader reader(message);
    if (auto good = checkHead(reader, Kind::Confirmation); !good)
        return fail(good.error());
    const auto proof = reader.array<std::tuple_size_v<SecretKey>>();
    if (!reader.atEnd())
        return wrongLength();
    if (!same(proof, m_hostProof))
        return differs();
    m_step = Step::Proven;
    return ProofMessage{};
}

// Everything that was said and the connection it was said on go into the keys: HKDF (RFC 5869) with a digest
// of the conversation as salt.
void Prover::deriveKeys(const SrpBytes& shared, std::span<const std::uint8_t> guestValue) {
    Bytes conversation;
    append(conversation, m_exporter);
    append(conversation, m_opening);
    append(conversation, guestValue);
    const SecretKey salt = sha256(conversation);
    SecretKey key{};
    unsigned int size = 0;
    UNDERSTUDY_ASSERT(HMAC(EVP_sha256(), salt.data(), static_cast<int>(salt.size()), shared.data(),
                           shared.size(), key.data(), &size) != nullptr &&
                      size == key.size());
    m_guestProof = deriveKey(key, "proof of the guest");
    m_hostProof = deriveKey(key, "proof of the host");
    m_sharedKey = deriveKey(key, "proven key");
    OPENSSL_cleanse(key.data(), key.size());
}

const SecretKey& Prover::sharedKey() const {
    UNDERSTUDY_ASSERT(isProven());
    return m_sharedKey;
}

ProofMessage Prover::refusal() {
    return newMessage(Kind::Refusal);
}

} // namespace understudy::security
