#pragma once
// What the administrator says about the virtual address of a module. Plain values; store/ reads them.

#include <chrono>
#include <string>
#include <vector>

namespace understudy::address {

struct AddressSettings {
    std::string address;        // IPv4, dotted
    unsigned prefixLength = 32; // as set on the interface; 32 is right where the interface has an address of
                                // its own in that network
    std::string interface;      // empty: the interface whose network holds `address`
    std::vector<std::string> peerAddresses; // the peer's own IPv4 addresses; those in the interface's network
                                            // are asked for their MAC, so that a frozen peer that still
                                            // answers for the virtual address does not stop a takeover (S13)
    std::vector<std::string> peerMacs;      // more MACs of the peer, "02:00:5e:00:53:01"; mostly empty

    std::chrono::milliseconds probeTime{
        30};                          // how long a conflict is listened for before the address is taken
    std::chrono::seconds lifetime{2}; // valid_lft: the kernel removes an address not renewed ...
    std::chrono::milliseconds renewEvery{500};    // ... and this is how often it is
    std::chrono::milliseconds peerLifetime{3300}; // the longest that a lifetime of 2 s was seen to last: the
                                                  // address is announced until then, and once after (S13)

    bool operator==(const AddressSettings&) const = default;
};

} // namespace understudy::address
