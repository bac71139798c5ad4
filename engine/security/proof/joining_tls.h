#pragma once
// TLS for two nodes that do not know each other yet: TLS 1.3, encrypted and authenticated by nobody. The
// Prover does that afterwards, with the exporter value of this very connection. Any thread.

#include "base/result.h"
#include "security/proof/prover.h"
#include "security/tls.h"

namespace understudy::security {

// The host's end (SSL_accept), with a key and a certificate made for this context and forgotten with it.
Result<SslContext> joiningHostTls();
// The guest's end (SSL_connect): takes any certificate.
Result<SslContext> joiningGuestTls();

// Both ends of one connection have the same (RFC 8446, section 7.5), and no other connection has it. Only
// after the handshake.
Result<ExporterValue> exporterValue(ssl_st* ssl);

} // namespace understudy::security
