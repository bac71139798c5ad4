#pragma once
// Three computers on one switch, made of network namespaces that live as long as this object: the test's own
// thread is the first (interface `br0`, 10.77.0.1/24), the peer (10.77.0.2/24) and a stranger (10.77.0.3/24)
// have `eth0`. Needs root.

#include "base/descriptor.h"

#include <QStringList>

#include <functional>

class TestNetwork {
public:
    static constexpr char kPeerMac[] = "02:00:00:00:77:02";
    static constexpr char kStrangerMac[] = "02:00:00:00:77:03";

    enum class Host { Self, Peer, Stranger };

    bool build();                              // false, with a message: not possible here
    bool ip(Host host, const char* arguments); // "addr add 10.77.0.9/32 dev eth0"
    // What is opened there stays there and can be used here afterwards.
    void in(Host host, const std::function<void()>& action);

private:
    bool addComputer(understudy::Descriptor& computer, const char* port, const char* mac,
                     const char* address);
    understudy::Descriptor& namespaceOf(Host host);

    understudy::Descriptor m_peer;
    understudy::Descriptor m_stranger;
};
