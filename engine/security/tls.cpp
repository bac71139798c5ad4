#include "security/tls.h"

#include "security/openssl_owner.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace understudy::security {

void SslContextFree::operator()(ssl_ctx_st* context) const noexcept {
    SSL_CTX_free(context);
}
void SslFree::operator()(ssl_st* ssl) const noexcept {
    SSL_free(ssl);
}

namespace {

bool setIdentity(SSL_CTX* context, const KeySet& keys, Error& error) {
    const auto ca = readCertificate(keys.caCertificate, "ca.crt");
    const auto node = readCertificate(keys.nodeCertificate, "node.crt");
    const auto key = readPrivateKey(keys.nodeKey, "node.key");
    if (!ca || !node || !key) {
        error = !ca ? ca.error() : !node ? node.error() : key.error();
        return false;
    }
    const bool done = X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca->get()) == 1 &&
                      SSL_CTX_add_client_CA(context, ca->get()) == 1 &&
                      SSL_CTX_use_certificate(context, node->get()) == 1 &&
                      SSL_CTX_use_PrivateKey(context, key->get()) == 1;
    if (!done)
        error = openSslError(ErrorCode::InvalidInput, "node.crt", "cannot be used for TLS");
    return done;
}

} // namespace

Result<SslContext> replicationTls(const KeySet& keys, NodeId self) {
    SslContext context(SSL_CTX_new(TLS_method()));
    if (!context)
        return fail(openSslError(ErrorCode::System, "TLS", "cannot be set up"));
    SSL_CTX* c = context.get();
    Error error;
    if (!setIdentity(c, keys, error))
        return fail(std::move(error));
    // The name is checked together with the chain, on both ends.
    const std::string peer(nodeName(otherNode(self)));
    X509_VERIFY_PARAM* verify = SSL_CTX_get0_param(c);
    X509_VERIFY_PARAM_set_hostflags(verify, X509_CHECK_FLAG_NO_WILDCARDS);
    const bool done = SSL_CTX_set_min_proto_version(c, TLS1_3_VERSION) == 1 &&
                      X509_VERIFY_PARAM_set1_host(verify, peer.data(), peer.size()) == 1 &&
                      // On both ends: a certificate that is for servers only is none of the nodes'.
                      X509_VERIFY_PARAM_set_purpose(verify, X509_PURPOSE_SSL_CLIENT) == 1 &&
                      SSL_CTX_set_num_tickets(c, 0) == 1;
    if (!done)
        return fail(openSslError(ErrorCode::System, "TLS 1.3", "cannot be set up"));
    SSL_CTX_set_verify(c, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(c, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return context;
}

Result<Ssl> newSsl(const SslContext& context, int fd) {
    Ssl ssl(SSL_new(context.get()));
    if (!ssl || SSL_set_fd(ssl.get(), fd) != 1)
        return fail(openSslError(ErrorCode::System, "TLS", "cannot be set up on a connection"));
    return ssl;
}

} // namespace understudy::security
