#include "fence/pack.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace understudy::fence {

namespace {

Error doesNotFit(std::string what) {
    return Error{ErrorCode::InvalidInput, std::move(what), "does not fit into the fence's orders", 0};
}

bool addText(Message& message, const std::string& text, Message::Text& place) {
    if (message.textSize + text.size() + 1 > Message::kTextBytes)
        return false;
    place = message.textSize;
    std::memcpy(message.text + place, text.c_str(), text.size() + 1);
    message.textSize = static_cast<std::uint16_t>(place + text.size() + 1);
    return true;
}

template <std::size_t N>
bool addBytes(const std::vector<std::uint8_t>& from, std::uint8_t (&to)[N], std::uint16_t& size) {
    if (from.size() > N)
        return false;
    std::copy(from.begin(), from.end(), to);
    size = static_cast<std::uint16_t>(from.size());
    return true;
}

template <typename SocketAddress> Message::Peer peerOf(const SocketAddress& address) {
    static_assert(sizeof address <= sizeof(Message::Peer::address));
    Message::Peer peer;
    std::memcpy(peer.address, &address, sizeof address);
    peer.size = sizeof address;
    return peer;
}

bool parse(const FenceOrders::Peer& peer, Message::Peer& out) {
    sockaddr_in four{};
    sockaddr_in6 six{};
    four.sin_family = AF_INET;
    four.sin_port = htons(peer.port);
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(peer.port);
    if (::inet_pton(AF_INET, peer.address.c_str(), &four.sin_addr) == 1)
        out = peerOf(four);
    else if (::inet_pton(AF_INET6, peer.address.c_str(), &six.sin6_addr) == 1)
        out = peerOf(six);
    return out.size > 0;
}

Status addMounts(const FenceOrders& orders, Packed& packed) {
    Message& m = packed.message;
    for (const auto& mount : orders.mounts) {
        if (m.mounts == Message::kMaxMounts || !addText(m, mount.path, m.mount[m.mounts].path))
            return fail(doesNotFit(mount.path));
        if (mount.abortDescriptor >= 0) {
            m.mount[m.mounts].hasAbortDescriptor = true;
            packed.descriptors.push_back(mount.abortDescriptor);
        }
        ++m.mounts;
    }
    return {};
}

Status addPeers(const FenceOrders& orders, Message& m) {
    if (!addBytes(orders.fenced, m.fenced, m.fencedSize))
        return fail(doesNotFit("what the peer is told"));
    for (const auto& peer : orders.peers) {
        if (m.peers == Message::kMaxPeers || !parse(peer, m.peer[m.peers]))
            return fail(doesNotFit(peer.address));
        ++m.peers;
    }
    return {};
}

std::uint32_t milliseconds(Duration d) {
    return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(d).count());
}

} // namespace

Result<std::unique_ptr<Packed>> pack(const FenceOrders& orders, const FenceSettings& settings) {
    auto packed = std::make_unique<Packed>();
    Message& m = packed->message;
    m.steps = orders.steps;
    m.patienceMilliseconds = milliseconds(settings.patience);
    m.verifyMilliseconds = milliseconds(settings.verifyBound);
    if (orders.address) {
        m.address = orders.address->address;
        if (!addBytes(orders.address->deleteMessage, m.deleteMessage, m.deleteMessageSize))
            return fail(doesNotFit("the address"));
    }
    if (auto added = addMounts(orders, *packed); !added)
        return fail(added.error());
    for (const auto& group : orders.groups) {
        if (m.groups == Message::kMaxGroups || !addText(m, group, m.group[m.groups]))
            return fail(doesNotFit(group));
        ++m.groups;
    }
    if (auto added = addPeers(orders, m); !added)
        return fail(added.error());
    return packed;
}

} // namespace understudy::fence
