#include "link/packet.h"

#include "base/cursor.h"
#include "base/result.h"
#include "link/facts_codec.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace understudy::link {

namespace {

constexpr std::uint32_t kMagic = 0x54534455; // "UDST"
constexpr std::size_t kMacBytes = 32;
constexpr std::size_t kHeaderBytes = 4 + 1 + 1 + 8 + 2 + 1;
enum class Kind : std::uint8_t { Heartbeat = 1, Fenced = 2 };

using Mac = std::array<std::uint8_t, kMacBytes>;

Mac authenticationOf(std::span<const std::uint8_t> bytes, const HeartbeatKey& key) {
    Mac mac{};
    unsigned length = 0;
    const auto* done = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes.data(),
                            bytes.size(), mac.data(), &length);
    UNDERSTUDY_ASSERT(done != nullptr && length == kMacBytes);
    return mac;
}

void writeHeader(ByteWriter& out, Kind kind, NodeId sender, const Conversation& conversation) {
    out.u32(kMagic);
    out.u8(kPacketVersion);
    out.u8(static_cast<std::uint8_t>(kind));
    out.u64(conversation.clusterTag);
    out.u16(conversation.module);
    out.u8(static_cast<std::uint8_t>(sender));
}

std::uint64_t nanoseconds(Duration d) {
    return static_cast<std::uint64_t>(d.count());
}
// At most 73 years, so that sums and differences of a few of them cannot overflow.
Duration readDuration(ByteReader& in) {
    const std::uint64_t value = in.u64();
    if (value >> 61 == 0)
        return Duration(static_cast<std::int64_t>(value));
    in.failHere();
    return {};
}

std::variant<Packet, Drop> readHeartbeat(ByteReader& in, NodeId sender) {
    HeartbeatPacket p;
    p.sender = sender;
    p.sequence = in.u64();
    p.sentAt = Instant(readDuration(in));
    p.echo.starts = in.u64();
    p.echo.sequence = in.u64();
    p.echo.sentAt = Instant(readDuration(in));
    p.echo.held = readDuration(in);
    p.facts = readFacts(in);
    if (!in.atEnd() || p.sequence == 0 || p.facts.incarnation.starts == 0)
        return Drop::Malformed;
    return Packet(std::move(p));
}

std::variant<Packet, Drop> readFenced(ByteReader& in, NodeId sender) {
    FencedPacket p;
    p.sender = sender;
    p.incarnation.starts = in.u64();
    p.incarnation.boot = in.u64();
    p.generation = Generation{in.array<16>()};
    p.session = SessionNumber(in.u64());
    if (!in.atEnd() || p.incarnation.starts == 0)
        return Drop::Malformed;
    return Packet(p);
}

} // namespace

std::string_view name(Drop cause) {
    switch (cause) {
    case Drop::Length:
        return "length";
    case Drop::Magic:
        return "magic";
    case Drop::Version:
        return "version";
    case Drop::Conversation:
        return "conversation";
    case Drop::Authentication:
        return "authentication";
    case Drop::Sender:
        return "sender";
    case Drop::Malformed:
        return "malformed";
    case Drop::OldIncarnation:
        return "old-incarnation";
    case Drop::Replayed:
        return "replayed";
    case Drop::Stuck:
        return "stuck";
    }
    return "?";
}

void appendAuthentication(std::vector<std::uint8_t>& bytes, const HeartbeatKey& key) {
    const Mac mac = authenticationOf(bytes, key);
    bytes.insert(bytes.end(), mac.begin(), mac.end());
}

std::vector<std::uint8_t> seal(const HeartbeatPacket& p, const Conversation& conversation) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(kMaxPacketBytes);
    ByteWriter out(bytes);
    writeHeader(out, Kind::Heartbeat, p.sender, conversation);
    out.u64(p.sequence);
    out.u64(nanoseconds(p.sentAt.time_since_epoch()));
    out.u64(p.echo.starts);
    out.u64(p.echo.sequence);
    out.u64(nanoseconds(p.echo.sentAt.time_since_epoch()));
    out.u64(nanoseconds(p.echo.held));
    writeFacts(out, p.facts);
    appendAuthentication(bytes, conversation.key);
    UNDERSTUDY_ASSERT(bytes.size() <= kMaxPacketBytes);
    return bytes;
}

std::vector<std::uint8_t> seal(const FencedPacket& p, const Conversation& conversation) {
    std::vector<std::uint8_t> bytes;
    ByteWriter out(bytes);
    writeHeader(out, Kind::Fenced, p.sender, conversation);
    out.u64(p.incarnation.starts);
    out.u64(p.incarnation.boot);
    out.bytes(p.generation.bytes);
    out.u64(p.session.value);
    appendAuthentication(bytes, conversation.key);
    return bytes;
}

std::variant<Packet, Drop> unseal(std::span<const std::uint8_t> bytes, const Conversation& conversation,
                                  NodeId expectedSender) {
    if (bytes.size() < kHeaderBytes + kMacBytes || bytes.size() > kMaxPacketBytes)
        return Drop::Length;
    const auto content = bytes.first(bytes.size() - kMacBytes);
    const auto mac = bytes.last(kMacBytes);
    ByteReader in(content);
    if (in.u32() != kMagic)
        return Drop::Magic;
    if (in.u8() != kPacketVersion)
        return Drop::Version;
    const auto kind = static_cast<Kind>(in.u8());
    const std::uint64_t tag = in.u64();
    const std::uint16_t module = in.u16();
    if (tag != conversation.clusterTag || module != conversation.module)
        return Drop::Conversation;
    const Mac expected = authenticationOf(content, conversation.key);
    if (CRYPTO_memcmp(expected.data(), mac.data(), kMacBytes) != 0)
        return Drop::Authentication;
    if (in.u8() != static_cast<std::uint8_t>(expectedSender))
        return Drop::Sender;
    switch (kind) {
    case Kind::Heartbeat:
        return readHeartbeat(in, expectedSender);
    case Kind::Fenced:
        return readFenced(in, expectedSender);
    }
    return Drop::Malformed;
}

} // namespace understudy::link
