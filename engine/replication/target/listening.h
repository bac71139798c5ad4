#pragma once
// The replication port: one listening descriptor and the thread that accepts on it.

#include "base/descriptor.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace understudy::replication {

class Listening {
public:
    using Accepted = std::function<void(Descriptor)>; // on the accepting thread; must not block for long

    // Busy: the port is taken; the detail names who has it. `address` is a literal IPv4 or IPv6 address.
    static Result<std::unique_ptr<Listening>> open(const std::string& address, std::uint16_t port,
                                                   Accepted accepted);
    ~Listening(); // nobody is accepted any more when this returns
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;

private:
    Listening(Descriptor socket, Descriptor stop, Accepted accepted);
    void run();

    Descriptor m_socket;
    Descriptor m_stop; // eventfd
    Accepted m_accepted;
    std::thread m_thread;
};

} // namespace understudy::replication
