#include "link/facts_codec.h"

#include "base/result.h"

namespace understudy::link {

namespace {

using cluster::NodeFacts;

// Each flag has its bit for ever; a new one gets a new bit and a new packet version.
enum Flag : std::uint8_t { Complete = 1, TookOver = 2, Serving = 4, WantsSession = 8 };
constexpr std::uint8_t kAllFlags = Complete | TookOver | Serving | WantsSession;

void write(ByteWriter& out, const Generation& g) {
    out.bytes(g.bytes);
}
void write(ByteWriter& out, const Incarnation& i) {
    out.u64(i.starts);
    out.u64(i.boot);
}
Generation readGeneration(ByteReader& in) {
    return Generation{in.array<16>()};
}
Incarnation readIncarnation(ByteReader& in) {
    Incarnation i;
    i.starts = in.u64();
    i.boot = in.u64();
    return i;
}

// `last` is the enum's last enumerator.
template <typename Enum> Enum readEnum(ByteReader& in, Enum last) {
    const std::uint8_t value = in.u8();
    if (value > static_cast<std::uint8_t>(last)) {
        in.failHere();
        return Enum{};
    }
    return static_cast<Enum>(value);
}

std::uint8_t flagsOf(const NodeFacts& f) {
    return static_cast<std::uint8_t>((f.complete ? Complete : 0) | (f.tookOver ? TookOver : 0) |
                                     (f.serving ? Serving : 0) | (f.wantsSession ? WantsSession : 0));
}

void readFlags(ByteReader& in, NodeFacts& f) {
    const std::uint8_t flags = in.u8();
    if ((flags & ~kAllFlags) != 0)
        in.failHere();
    f.complete = (flags & Complete) != 0;
    f.tookOver = (flags & TookOver) != 0;
    f.serving = (flags & Serving) != 0;
    f.wantsSession = (flags & WantsSession) != 0;
}

} // namespace

void writeFacts(ByteWriter& out, const NodeFacts& f) {
    UNDERSTUDY_ASSERT(f.ancestors.size() <= NodeFacts::kMaxAncestors);
    write(out, f.incarnation);
    out.u64(f.steps);
    out.u8(static_cast<std::uint8_t>(f.state));
    out.u8(static_cast<std::uint8_t>(f.colour));
    out.u8(static_cast<std::uint8_t>(f.intent));
    out.u8(static_cast<std::uint8_t>(f.lastRole));
    out.u8(flagsOf(f));
    write(out, f.generation);
    out.u64(f.inSyncSession.value);
    out.u64(f.voidThrough.value);
    write(out, f.yielded);
    out.u64(f.yieldedSession.value);
    write(out, f.closedFor);
    out.u64(f.closedThrough.value);
    out.u8(static_cast<std::uint8_t>(f.ancestors.size()));
    for (const Generation& ancestor : f.ancestors)
        write(out, ancestor);
}

NodeFacts readFacts(ByteReader& in) {
    NodeFacts f;
    f.incarnation = readIncarnation(in);
    f.steps = in.u64();
    f.state = readEnum(in, cluster::NodeState::Alone);
    f.colour = readEnum(in, cluster::Colour::Red);
    f.intent = readEnum(in, cluster::Intent::Undecided);
    f.lastRole = readEnum(in, cluster::Role::Alone);
    readFlags(in, f);
    f.generation = readGeneration(in);
    f.inSyncSession = SessionNumber(in.u64());
    f.voidThrough = SessionNumber(in.u64());
    f.yielded = readGeneration(in);
    f.yieldedSession = SessionNumber(in.u64());
    f.closedFor = readIncarnation(in);
    f.closedThrough = SessionNumber(in.u64());
    const std::size_t ancestors = in.u8();
    if (ancestors > NodeFacts::kMaxAncestors)
        in.failHere();
    for (std::size_t i = 0; i < ancestors && in.ok(); ++i)
        f.ancestors.push_back(readGeneration(in));
    return f;
}

} // namespace understudy::link
