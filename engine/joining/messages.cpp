#include "joining/messages.h"

#include "base/cursor.h"

#include <algorithm>

namespace understudy::joining {

namespace {

enum class Kind : std::uint8_t { Begin = 1, Proof = 2, Reason = 3, Facts = 4, Told = 5 };

constexpr std::size_t kLengthSize = 4;
constexpr std::size_t kMostArguments = 9;
constexpr std::size_t kLongestArgument = 1024;
constexpr std::size_t kLongestPem = 16 * 1024;

// Longer than a u16 can say.
void putLong(ByteWriter& out, const std::string& text) {
    out.u32(static_cast<std::uint32_t>(text.size()));
    out.bytes(asBytes(text));
}
std::string takeLong(ByteReader& in, std::size_t limit) {
    const std::uint32_t size = in.u32();
    if (size > limit || size > in.remaining())
        in.failHere();
    const auto view = in.bytes(in.ok() ? size : 0);
    return {view.begin(), view.end()};
}

struct Encoder {
    ByteWriter& out;
    void operator()(const Begin& m) const {
        out.u8(static_cast<std::uint8_t>(Kind::Begin));
        out.u8(static_cast<std::uint8_t>(m.secret));
        out.bytes(m.id);
    }
    void operator()(const ProofStep& m) const {
        out.u8(static_cast<std::uint8_t>(Kind::Proof));
        out.bytes(m.bytes);
    }
    void operator()(const Reason& m) const {
        out.u8(static_cast<std::uint8_t>(Kind::Reason));
        out.text(m.id);
        out.u8(static_cast<std::uint8_t>(std::min(m.arguments.size(), kMostArguments)));
        for (std::size_t i = 0; i < std::min(m.arguments.size(), kMostArguments); ++i)
            out.text(std::string_view(m.arguments[i]).substr(0, kLongestArgument));
    }
    void operator()(const Facts& m) const {
        out.u8(static_cast<std::uint8_t>(Kind::Facts));
        putLong(out, m.json);
    }
    void operator()(const Told& m) const {
        out.u8(static_cast<std::uint8_t>(Kind::Told));
        out.u8(static_cast<std::uint8_t>(m.word));
        out.bytes(m.id);
        if (m.word == Word::Proposal)
            putLong(out, m.settings);
        if (m.word != Word::Prepared)
            return;
        const security::KeySet keys = m.keys.value_or(security::KeySet{});
        for (const std::string& pem : {keys.caCertificate, keys.nodeCertificate, keys.nodeKey, m.caKey})
            putLong(out, pem);
        out.bytes(keys.clusterKey);
    }
};

Message decodeBegin(ByteReader& in) {
    Begin m;
    const std::uint8_t secret = in.u8();
    if (secret < 1 || secret > 3)
        in.failHere();
    m.secret = static_cast<Secret>(secret);
    m.id = in.array<16>();
    return m;
}

Message decodeReason(ByteReader& in) {
    Reason m;
    m.id = in.text(kLongestArgument);
    const std::size_t count = in.u8();
    if (count > kMostArguments)
        in.failHere();
    for (std::size_t i = 0; i < count && in.ok(); ++i)
        m.arguments.push_back(in.text(kLongestArgument));
    return m;
}

Message decodeTold(ByteReader& in) {
    Told m;
    const std::uint8_t word = in.u8();
    if (word < 1 || word > static_cast<std::uint8_t>(Word::Unknown))
        in.failHere();
    m.word = static_cast<Word>(word);
    m.id = in.array<16>();
    if (m.word == Word::Proposal)
        m.settings = takeLong(in, kLargestFrame);
    if (m.word == Word::Prepared) {
        m.keys.emplace();
        for (std::string* pem :
             {&m.keys->caCertificate, &m.keys->nodeCertificate, &m.keys->nodeKey, &m.caKey})
            *pem = takeLong(in, kLongestPem);
        m.keys->clusterKey = in.array<32>();
    }
    return m;
}

} // namespace

Bytes encode(const Message& message) {
    Bytes content;
    ByteWriter out(content);
    out.u16(kProtocol);
    std::visit(Encoder{out}, message);
    Bytes frame;
    ByteWriter(frame).u32(static_cast<std::uint32_t>(content.size()));
    frame.insert(frame.end(), content.begin(), content.end());
    return frame;
}

Result<Message> decode(std::span<const std::uint8_t> frame) {
    ByteReader in(frame);
    if (const std::uint16_t version = in.u16(); in.ok() && version != kProtocol)
        return fail(ErrorCode::VersionMismatch, "the other node",
                    "speaks version " + std::to_string(version) + " of joining, and this one " +
                        std::to_string(kProtocol));
    Message message;
    switch (static_cast<Kind>(in.u8())) {
    case Kind::Begin:
        message = decodeBegin(in);
        break;
    case Kind::Proof: {
        const auto view = in.bytes(in.remaining());
        message = ProofStep{{view.begin(), view.end()}};
        break;
    }
    case Kind::Reason:
        message = decodeReason(in);
        break;
    case Kind::Facts:
        message = Facts{takeLong(in, kLargestFrame)};
        break;
    case Kind::Told:
        message = decodeTold(in);
        break;
    default:
        in.failHere();
    }
    if (!in.atEnd())
        return fail(ErrorCode::InvalidInput, "the other node", "says what is no message of a joining");
    return message;
}

Result<std::optional<Message>> FrameReader::take() {
    if (m_bytes.size() < kLengthSize)
        return std::nullopt;
    const std::size_t size = ByteReader(m_bytes).u32();
    if (size > m_largest)
        return fail(ErrorCode::InvalidInput, "the other node",
                    "says more than a message of a joining may have");
    if (m_bytes.size() < kLengthSize + size)
        return std::nullopt;
    auto message = decode(std::span(m_bytes).subspan(kLengthSize, size));
    m_bytes.erase(m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(kLengthSize + size));
    if (!message)
        return fail(message.error());
    return std::optional<Message>(std::move(*message));
}

} // namespace understudy::joining
