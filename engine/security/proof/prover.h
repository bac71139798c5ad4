#pragma once
// Two nodes prove to each other that they know the same secret (the security code, or the cluster's password)
// without sending it: SRP-6a, with the TLS connection's exporter value in the secret and in both
// confirmations.
//
// - Who listens learns nothing to test guesses with, not even afterwards, with all the time there is.
// - Who pretends to be the other node learns from each run whether one guess was right, and no more: count
// the
//   wrong tries (OfferedCode) and a password of eight characters is safe, too.
// - A relay that opens one TLS connection to each node holds two exporter values: no message fits the other
// side.
//
// host (node2)              guest (node1, who connected)
//   start() ---- salt, B ---->
//          <--- A, proof ----  receive()
//   receive()
//          ---- proof ------> receive()
// Now both are proven and hold the same fresh key, for authenticating what follows. A side that refuses sends
// refusal() and ends. One object per connection; any thread; each step up to some 20 ms of a core.
//
// Why SRP of Botan 2: Debian's mbed TLS is built without EC-JPAKE, OpenSSL's SRP is deprecated and bound to
// SHA-1, libsodium has the parts of a PAKE and none whole. Botan's API for it is the same in its versions 2
// and 3.

#include "base/result.h"
#include "security/key_set.h"
#include "security/proof/srp.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::security {

enum class ProofRole { Host, Guest };

using ExporterValue = std::array<std::uint8_t, 32>; // joining_tls.h: exporterValue()
using ProofMessage = std::vector<std::uint8_t>;

class Prover {
public:
    // A refused or garbled message is never longer than this; a reader from a connection may stop there.
    static constexpr std::size_t kLongestMessage = 512;

    Prover(ProofRole role, std::string_view secret, const ExporterValue& exporter);
    Prover(Prover&&) noexcept = default;
    Prover& operator=(Prover&&) noexcept = default;
    ~Prover();

    // The host's first message. Call once.
    Result<ProofMessage> start();

    // The other side's next message; returns what to send (empty: nothing). After any error the proof is
    // over. Refused: the secrets differ, or the other side said so: count it as a wrong try. InvalidInput:
    // not such a message, or not now: count it as well. VersionMismatch: other versions of Understudy.
    Result<ProofMessage> receive(std::span<const std::uint8_t> message);

    bool isProven() const { return m_step == Step::Proven; }
    bool isOver() const { return m_step == Step::Over; }
    const SecretKey& sharedKey() const; // only when proven

    static ProofMessage refusal(); // what to send before closing, so that the other side can say why

private:
    enum class Step { NotStarted, AwaitsOpening, AwaitsAnswer, AwaitsConfirmation, Proven, Over };
    Result<ProofMessage> answerOpening(std::span<const std::uint8_t> message);
    Result<ProofMessage> checkAnswer(std::span<const std::uint8_t> message);
    Result<ProofMessage> checkConfirmation(std::span<const std::uint8_t> message);
    void deriveKeys(const SrpBytes& shared, std::span<const std::uint8_t> guestValue);

    Step m_step;
    std::string m_secret; // a digest of the secret and the exporter value
    ExporterValue m_exporter;
    SrpHost m_host;
    ProofMessage m_opening;
    SecretKey m_guestProof{};
    SecretKey m_hostProof{};
    SecretKey m_sharedKey{};
};

} // namespace understudy::security
