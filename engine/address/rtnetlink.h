#pragma once
// Addresses and interfaces of the kernel, by libnl. Thread: the owner's. The calls wait for the kernel's
// answer (microseconds), never for the network.

#include "address/addresses.h"
#include "base/result.h"

#include <chrono>
#include <memory>
#include <vector>

struct nl_sock;

namespace understudy::address {

struct NetlinkSocketFree {
    void operator()(nl_sock* socket) const;
};
using NetlinkSocket = std::unique_ptr<nl_sock, NetlinkSocketFree>;

struct Interface {
    unsigned index = 0;
    std::string name;
    Mac mac;
    bool up = false;      // by the administrator; the cable may be out
    bool running = false; // and the cable is in
    bool ethernet = false;

    bool operator==(const Interface&) const = default;
};

// An address as the kernel has it.
struct SetAddress {
    unsigned interfaceIndex = 0;
    Ipv4 address;
    unsigned prefixLength = 0;
    bool permanent = false; // without a lifetime: not set by us

    bool operator==(const SetAddress&) const = default;
};

class Rtnetlink {
public:
    static Result<Rtnetlink> open();

    Result<Interface> interfaceNamed(const std::string& name);
    Result<std::vector<SetAddress>> addresses(); // all IPv4 addresses of this machine

    // The one with an address whose network holds `wanted`, other than `wanted` itself.
    Result<Interface> interfaceFor(Ipv4 wanted);

    // Sets the address, or renews it when it is there. Renewing does not tell the two apart.
    Status set(const SetAddress& address, std::chrono::seconds lifetime);
    Status remove(const SetAddress& address); // NotFound: it was not there

    // The same request as bytes, for somebody who has no libnl: nlmsghdr and all, acknowledged by the kernel.
    static Result<std::vector<std::uint8_t>> removeMessage(const SetAddress& address);

private:
    explicit Rtnetlink(NetlinkSocket socket) : m_socket(std::move(socket)) {}
    Result<Interface> interface(int index, const char* name, const std::string& subject);

    NetlinkSocket m_socket;
};

// Tells that an address went or a link changed, whoever did it.
class RtnetlinkWatch {
public:
    static Result<RtnetlinkWatch> open();

    int fd() const;
    struct Seen {
        bool addressGone = false; // the one asked for was removed from some interface since the last look
        bool linkChanged = false; // the interface asked for
    };
    Seen look(Ipv4 address, unsigned interfaceIndex); // does not block; empties the socket

private:
    explicit RtnetlinkWatch(NetlinkSocket socket) : m_socket(std::move(socket)) {}

    NetlinkSocket m_socket;
};

} // namespace understudy::address
