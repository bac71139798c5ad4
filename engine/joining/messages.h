#pragma once
// What the two nodes say to each other on port 9001, as bytes: frames of length, protocol version, kind and
// content. Nothing but Begin, Proof and Refused comes before the proof. Values; any thread.

#include "base/result.h"
#include "joining/decision.h"
#include "security/key_set.h"

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace understudy::joining {

constexpr std::uint16_t kProtocol = 1;
constexpr std::size_t kLargestFrame = 1200 * 1024; // settings are the largest part, at most 1 MiB
constexpr std::size_t kLargestFrameBeforeProof = 1024;

using Bytes = std::vector<std::uint8_t>;

enum class Secret : std::uint8_t {
    Code = 1,     // the security code
    Password = 2, // the cluster's password, when the console speaks HTTP
    Record = 3,   // of a joining that is not over: what both have in their records
};

struct Begin { // guest, first of all, in the clear of an unproven connection: no secret in it
    Secret secret = Secret::Code;
    JoiningId id{}; // for Secret::Record
    bool operator==(const Begin&) const = default;
};
struct ProofStep {
    Bytes bytes; // of security::Prover
    bool operator==(const ProofStep&) const = default;
};
struct Reason { // id and arguments of a sentence of the API
    std::string id;
    std::vector<std::string> arguments;
    bool operator==(const Reason&) const = default;
};
struct Facts {        // guest, then host
    std::string json; // prerequisites: facts; the guest's with the plan
    bool operator==(const Facts&) const = default;
};
struct Told { // a word of the decision, with what belongs to it
    Word word = Word::Abort;
    JoiningId id{};
    std::string settings;                 // Proposal
    std::optional<security::KeySet> keys; // Prepared: the guest's
    std::string caKey;                    // Prepared
    bool operator==(const Told&) const = default;
};
using Message = std::variant<Begin, ProofStep, Reason, Facts, Told>;

Bytes encode(const Message& message); // a whole frame

// Takes frames out of a stream of bytes.
class FrameReader {
public:
    void feed(std::span<const std::uint8_t> bytes) {
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }
    void proven() { m_largest = kLargestFrame; }

    // The next message; nothing: not there yet. VersionMismatch: another protocol. InvalidInput: no message.
    // After an error the connection is over.
    Result<std::optional<Message>> take();

private:
    Bytes m_bytes;
    std::size_t m_largest = kLargestFrameBeforeProof;
};

Result<Message> decode(std::span<const std::uint8_t> frame); // without its length

} // namespace understudy::joining
