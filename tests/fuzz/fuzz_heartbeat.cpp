// The heartbeat port's parser: raw bytes as they come, and the same bytes with a good HMAC, so that what lies
// behind it is reached too. Whatever is accepted must come out of the encoder as it came in.

#include "base/result.h"
#include "driver.h"
#include "link/packet.h"

using namespace understudy;
using namespace understudy::link;

namespace {

Conversation conversation() {
    Conversation c;
    c.clusterTag = 42;
    c.key.fill(1);
    return c;
}

void check(std::span<const std::uint8_t> bytes) {
    const auto opened = unseal(bytes, conversation(), NodeId::Node2);
    const auto* packet = std::get_if<Packet>(&opened);
    if (packet == nullptr)
        return;
    const auto again = std::visit([](const auto& p) { return seal(p, conversation()); }, *packet);
    UNDERSTUDY_ASSERT(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
}

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    HeartbeatPacket full;
    full.sender = NodeId::Node2;
    full.sequence = 3;
    full.facts.incarnation = {1, 2};
    full.facts.ancestors.resize(cluster::NodeFacts::kMaxAncestors);
    HeartbeatPacket small = full;
    small.facts.ancestors.clear();
    const FencedPacket fenced{NodeId::Node2, {1, 2}, {}, SessionNumber(3)};
    std::vector<std::vector<std::uint8_t>> seeds = {seal(full, conversation()), seal(small, conversation()),
                                                    seal(fenced, conversation())};
    for (std::size_t i = 0; i < 3; ++i) // without their HMAC: it is computed after the mutation
        seeds.emplace_back(seeds[i].begin(), seeds[i].end() - 32);
    return seeds;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check({data, size});
    std::vector<std::uint8_t> authentic(data, data + size);
    appendAuthentication(authentic, conversation().key);
    check(authentic);
    return 0;
}
