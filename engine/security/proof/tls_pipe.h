#pragma once
// TLS without a socket: bytes of the network in and out, text in and out; for whoever carries the bytes with
// an event loop's socket. Only for joining (joining_tls.h): nobody is authenticated. One thread at a time;
// never blocks; a handshake step takes a few ms.

#include "base/result.h"
#include "security/proof/joining_tls.h"

#include <cstdint>
#include <span>
#include <vector>

namespace understudy::security {

class TlsPipe {
public:
    static Result<TlsPipe> make(ProofRole role); // with a context of its own

    // What came from the network. An error ends the connection. What was read is at the end of `plain`.
    Status received(std::span<const std::uint8_t> bytes, std::vector<std::uint8_t>& plain);
    // To be called at the beginning (the guest speaks first) and after each received(): goes on with the
    // handshake and returns what has to be sent.
    Result<std::vector<std::uint8_t>> toSend();

    Status write(std::span<const std::uint8_t> plain); // after the handshake
    bool isReady() const;                              // the handshake is done
    Result<ExporterValue> exporter() const { return exporterValue(m_ssl.get()); }

private:
    TlsPipe(SslContext context, Ssl ssl) : m_context(std::move(context)), m_ssl(std::move(ssl)) {}

    SslContext m_context;
    Ssl m_ssl; // owns its two memory BIOs
};

} // namespace understudy::security
