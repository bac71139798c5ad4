#include "address/rtnetlink.h"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include <cstring>

namespace understudy::address {
namespace {

struct Looking {
    Ipv4 address;
    unsigned interfaceIndex = 0;
    RtnetlinkWatch::Seen seen;
};

bool namesAddress(nlmsghdr* header, Ipv4 wanted) {
    nlattr* local = nlmsg_find_attr(header, sizeof(ifaddrmsg), IFA_LOCAL);
    if (!local || nla_len(local) != sizeof(std::uint32_t))
        return false;
    return ntohl(nla_get_u32(local)) == wanted.value;
}

int onMessage(nl_msg* message, void* context) {
    auto& looking = *static_cast<Looking*>(context);
    nlmsghdr* header = nlmsg_hdr(message);
    if (header->nlmsg_type == RTM_DELADDR && nlmsg_valid_hdr(header, sizeof(ifaddrmsg))) {
        looking.seen.addressGone |= namesAddress(header, looking.address);
    } else if ((header->nlmsg_type == RTM_NEWLINK || header->nlmsg_type == RTM_DELLINK) &&
               nlmsg_valid_hdr(header, sizeof(ifinfomsg))) {
        const auto* link = static_cast<const ifinfomsg*>(nlmsg_data(header));
        looking.seen.linkChanged |= static_cast<unsigned>(link->ifi_index) == looking.interfaceIndex;
    }
    return NL_OK;
}

} // namespace

Result<RtnetlinkWatch> RtnetlinkWatch::open() {
    NetlinkSocket socket(nl_socket_alloc());
    if (!socket)
        return fail(ErrorCode::System, "netlink", "no memory for a socket");
    nl_socket_disable_seq_check(socket.get());
    int code = nl_connect(socket.get(), NETLINK_ROUTE);
    if (code == 0)
        code = nl_socket_add_memberships(socket.get(), RTNLGRP_IPV4_IFADDR, RTNLGRP_LINK, 0);
    if (code == 0)
        code = nl_socket_set_nonblocking(socket.get());
    if (code < 0)
        return fail(ErrorCode::System, "netlink",
                    std::string("cannot watch addresses: ") + nl_geterror(code));
    return RtnetlinkWatch(std::move(socket));
}

int RtnetlinkWatch::fd() const {
    return nl_socket_get_fd(m_socket.get());
}

RtnetlinkWatch::Seen RtnetlinkWatch::look(Ipv4 address, unsigned interfaceIndex) {
    Looking looking{address, interfaceIndex, {}};
    nl_socket_modify_cb(m_socket.get(), NL_CB_VALID, NL_CB_CUSTOM, onMessage, &looking);
    int code = 0;
    do {
        code = nl_recvmsgs_default(m_socket.get());
        // The kernel dropped messages (libnl reports ENOBUFS as NOMEM): assume the worst, the caller looks.
        if (code == -NLE_NOMEM)
            looking.seen = {true, true};
    } while (code == 0 || code == -NLE_NOMEM);
    return looking.seen;
}

} // namespace understudy::address
