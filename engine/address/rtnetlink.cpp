#include "address/rtnetlink.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>

#include <cstring>

namespace understudy::address {
namespace {

template <auto Free> struct Release {
    template <typename T> void operator()(T* object) const { Free(object); }
};
using KernelAddress = std::unique_ptr<rtnl_addr, Release<rtnl_addr_put>>;
using KernelLink = std::unique_ptr<rtnl_link, Release<rtnl_link_put>>;
using KernelCache = std::unique_ptr<nl_cache, Release<nl_cache_free>>;
using Address = std::unique_ptr<nl_addr, Release<nl_addr_put>>;
using Message = std::unique_ptr<nl_msg, Release<nlmsg_free>>;

tl::unexpected<Error> netlinkError(int code, std::string subject, const std::string& what) {
    const bool missing = code == -NLE_NODEV || code == -NLE_OBJ_NOTFOUND || code == -NLE_NOADDR;
    const bool forbidden = code == -NLE_PERM || code == -NLE_NOACCESS;
    const ErrorCode kind = missing     ? ErrorCode::NotFound
                           : forbidden ? ErrorCode::NotAllowed
                                       : ErrorCode::System;
    return fail(kind, std::move(subject), what + ": " + nl_geterror(code));
}

Result<NetlinkSocket> connectedSocket() {
    NetlinkSocket socket(nl_socket_alloc());
    if (!socket)
        return netlinkError(-NLE_NOMEM, "netlink", "cannot open a socket");
    if (const int code = nl_connect(socket.get(), NETLINK_ROUTE); code < 0)
        return netlinkError(code, "netlink", "cannot open a socket");
    return socket;
}

Result<KernelAddress> toKernel(const SetAddress& address) {
    KernelAddress out(rtnl_addr_alloc());
    const std::uint32_t raw = htonl(address.address.value);
    const Address local(nl_addr_build(AF_INET, &raw, sizeof raw));
    if (!out || !local)
        return netlinkError(-NLE_NOMEM, address.address.toString(), "cannot describe it to the kernel");
    nl_addr_set_prefixlen(local.get(), static_cast<int>(address.prefixLength));
    rtnl_addr_set_ifindex(out.get(), static_cast<int>(address.interfaceIndex));
    if (const int code = rtnl_addr_set_local(out.get(), local.get()); code < 0)
        return netlinkError(code, address.address.toString(), "cannot describe it to the kernel");
    return out;
}

bool fromKernel(rtnl_addr* kernel, SetAddress& out) {
    const nl_addr* local = rtnl_addr_get_local(kernel);
    if (rtnl_addr_get_family(kernel) != AF_INET || !local || nl_addr_get_len(local) != sizeof(std::uint32_t))
        return false;
    std::uint32_t raw = 0;
    std::memcpy(&raw, nl_addr_get_binary_addr(local), sizeof raw);
    out.address = Ipv4{ntohl(raw)};
    out.interfaceIndex = static_cast<unsigned>(rtnl_addr_get_ifindex(kernel));
    out.prefixLength = static_cast<unsigned>(rtnl_addr_get_prefixlen(kernel));
    out.permanent = rtnl_addr_get_valid_lifetime(kernel) == ~std::uint32_t{0};
    return true;
}

} // namespace

void NetlinkSocketFree::operator()(nl_sock* socket) const {
    nl_socket_free(socket);
}

Result<Rtnetlink> Rtnetlink::open() {
    auto socket = connectedSocket();
    if (!socket)
        return fail(socket.error());
    return Rtnetlink(std::move(*socket));
}

Result<Interface> Rtnetlink::interface(int index, const char* name, const std::string& subject) {
    rtnl_link* raw = nullptr;
    if (const int code = rtnl_link_get_kernel(m_socket.get(), index, name, &raw); code < 0)
        return netlinkError(code, subject, "no such network interface");
    const KernelLink link(raw);
    Interface out;
    out.index = static_cast<unsigned>(rtnl_link_get_ifindex(raw));
    out.name = rtnl_link_get_name(raw);
    out.up = (rtnl_link_get_flags(raw) & IFF_UP) != 0;
    out.running = (rtnl_link_get_flags(raw) & IFF_RUNNING) != 0;
    const nl_addr* mac = rtnl_link_get_addr(raw);
    out.ethernet =
        rtnl_link_get_arptype(raw) == ARPHRD_ETHER && mac && nl_addr_get_len(mac) == out.mac.bytes.size();
    if (out.ethernet)
        std::memcpy(out.mac.bytes.data(), nl_addr_get_binary_addr(mac), out.mac.bytes.size());
    return out;
}

Result<Interface> Rtnetlink::interfaceNamed(const std::string& name) {
    return interface(0, name.c_str(), name);
}

Result<std::vector<SetAddress>> Rtnetlink::addresses() {
    nl_cache* raw = nullptr;
    if (const int code = rtnl_addr_alloc_cache(m_socket.get(), &raw); code < 0)
        return netlinkError(code, "netlink", "cannot list the addresses of this machine");
    const KernelCache cache(raw);
    std::vector<SetAddress> out;
    for (nl_object* object = nl_cache_get_first(raw); object; object = nl_cache_get_next(object)) {
        SetAddress address;
        if (fromKernel(reinterpret_cast<rtnl_addr*>(object), address))
            out.push_back(address);
    }
    return out;
}

Result<Interface> Rtnetlink::interfaceFor(Ipv4 wanted) {
    const auto all = addresses();
    if (!all)
        return fail(all.error());
    for (const SetAddress& own : *all) {
        if (own.address != wanted && own.prefixLength < 32 &&
            wanted.inNetworkOf(own.address, own.prefixLength))
            return interface(static_cast<int>(own.interfaceIndex), nullptr, wanted.toString());
    }
    return fail(ErrorCode::NotFound, wanted.toString(),
                "no network interface of this machine is in its network");
}

Status Rtnetlink::set(const SetAddress& address, std::chrono::seconds lifetime) {
    const auto kernel = toKernel(address);
    if (!kernel)
        return fail(kernel.error());
    const auto seconds = static_cast<std::uint32_t>(lifetime.count());
    rtnl_addr_set_valid_lifetime(kernel->get(), seconds);
    rtnl_addr_set_preferred_lifetime(kernel->get(), seconds);
    if (const int code = rtnl_addr_add(m_socket.get(), kernel->get(), NLM_F_REPLACE); code < 0)
        return netlinkError(code, address.address.toString(), "cannot set the address");
    return {};
}

Status Rtnetlink::remove(const SetAddress& address) {
    const auto kernel = toKernel(address);
    if (!kernel)
        return fail(kernel.error());
    if (const int code = rtnl_addr_delete(m_socket.get(), kernel->get(), 0); code < 0)
        return netlinkError(code, address.address.toString(), "cannot remove the address");
    return {};
}

Result<std::vector<std::uint8_t>> Rtnetlink::removeMessage(const SetAddress& address) {
    const auto kernel = toKernel(address);
    if (!kernel)
        return fail(kernel.error());
    nl_msg* raw = nullptr;
    if (const int code = rtnl_addr_build_delete_request(kernel->get(), 0, &raw); code < 0)
        return netlinkError(code, address.address.toString(), "cannot describe its removal");
    const Message message(raw);
    nlmsghdr* header = nlmsg_hdr(raw);
    header->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
    header->nlmsg_seq = 1;
    header->nlmsg_pid = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(header);
    return std::vector<std::uint8_t>(bytes, bytes + header->nlmsg_len);
}

} // namespace understudy::address
