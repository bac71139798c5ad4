#include "security/proof/tls_pipe.h"

#include "security/openssl_owner.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>

namespace understudy::security {

namespace {

constexpr char kSubject[] = "the connection for joining";

bool isWaiting(ssl_st* ssl, int result) {
    const int error = SSL_get_error(ssl, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

} // namespace

Result<TlsPipe> TlsPipe::make(ProofRole role) {
    auto context = role == ProofRole::Host ? joiningHostTls() : joiningGuestTls();
    if (!context)
        return fail(context.error());
    Ssl ssl(SSL_new(context->get()));
    Bio in(BIO_new(BIO_s_mem()));
    Bio out(BIO_new(BIO_s_mem()));
    if (!ssl || !in || !out)
        return fail(openSslError(ErrorCode::System, kSubject, "cannot be made"));
    SSL_set_bio(ssl.get(), in.release(), out.release());
    if (role == ProofRole::Host)
        SSL_set_accept_state(ssl.get());
    else
        SSL_set_connect_state(ssl.get());
    return TlsPipe(std::move(*context), std::move(ssl));
}

Status TlsPipe::received(std::span<const std::uint8_t> bytes, std::vector<std::uint8_t>& plain) {
    ERR_clear_error();
    const int size = static_cast<int>(bytes.size());
    if (BIO_write(SSL_get_rbio(m_ssl.get()), bytes.data(), size) != size)
        return fail(openSslError(ErrorCode::System, kSubject, "cannot be read"));
    std::array<std::uint8_t, 4096> buffer{};
    for (;;) {
        const int got = SSL_read(m_ssl.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (got > 0)
            plain.insert(plain.end(), buffer.begin(), buffer.begin() + got);
        else if (isWaiting(m_ssl.get(), got) ||
                 SSL_get_error(m_ssl.get(), got) == SSL_ERROR_ZERO_RETURN) // the end of the socket follows
            return {};
        else
            return fail(openSslError(ErrorCode::Disconnected, kSubject, "is no TLS 1.3 that fits"));
    }
}

Result<std::vector<std::uint8_t>> TlsPipe::toSend() {
    ERR_clear_error();
    if (!isReady()) {
        const int done = SSL_do_handshake(m_ssl.get());
        if (done != 1 && !isWaiting(m_ssl.get(), done))
            return fail(openSslError(ErrorCode::Disconnected, kSubject, "is no TLS 1.3 that fits"));
    }
    std::vector<std::uint8_t> bytes(BIO_ctrl_pending(SSL_get_wbio(m_ssl.get())));
    if (!bytes.empty())
        BIO_read(SSL_get_wbio(m_ssl.get()), bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

Status TlsPipe::write(std::span<const std::uint8_t> plain) {
    ERR_clear_error();
    const int size = static_cast<int>(plain.size());
    if (SSL_write(m_ssl.get(), plain.data(), size) != size)
        return fail(openSslError(ErrorCode::Disconnected, kSubject, "cannot be written"));
    return {};
}

bool TlsPipe::isReady() const {
    return SSL_is_init_finished(m_ssl.get()) == 1;
}

} // namespace understudy::security
