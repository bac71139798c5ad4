#include "security/proof/joining_tls.h"

#include "security/openssl_owner.h"

#include <openssl/ec.h>
#include <openssl/ssl.h>

namespace understudy::security {

namespace {

constexpr std::string_view kExporterLabel = "EXPORTER-understudy-joining";
constexpr long kDay = 24L * 60 * 60;

Result<SslContext> newContext() {
    SslContext context(SSL_CTX_new(TLS_method()));
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_num_tickets(context.get(), 0) != 1)
        return fail(openSslError(ErrorCode::System, "TLS 1.3", "cannot be set up for joining"));
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    return context;
}

bool useThrowawayCertificate(SSL_CTX* context) {
    const PrivateKey key(EVP_EC_gen("P-256"));
    const Certificate c(X509_new());
    if (!key || !c)
        return false;
    X509_NAME* name = X509_get_subject_name(c.get());
    constexpr unsigned char text[] = "Understudy joining";
    return X509_set_version(c.get(), X509_VERSION_3) == 1 &&
           ASN1_INTEGER_set(X509_get_serialNumber(c.get()), 1) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(c.get()), -kDay) != nullptr &&
           X509_gmtime_adj(X509_getm_notAfter(c.get()), kDay) != nullptr &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
           X509_set_issuer_name(c.get(), name) == 1 && X509_set_pubkey(c.get(), key.get()) == 1 &&
           X509_sign(c.get(), key.get(), EVP_sha256()) > 0 &&
           SSL_CTX_use_certificate(context, c.get()) == 1 && SSL_CTX_use_PrivateKey(context, key.get()) == 1;
}

} // namespace

Result<SslContext> joiningHostTls() {
    auto context = newContext();
    if (context && !useThrowawayCertificate(context->get()))
        return fail(openSslError(ErrorCode::System, "the certificate for joining", "cannot be made"));
    return context;
}

Result<SslContext> joiningGuestTls() {
    return newContext();
}

Result<ExporterValue> exporterValue(ssl_st* ssl) {
    ExporterValue value{};
    if (SSL_export_keying_material(ssl, value.data(), value.size(), kExporterLabel.data(),
                                   kExporterLabel.size(), nullptr, 0, 0) != 1)
        return fail(openSslError(ErrorCode::System, "the TLS connection", "has no exporter value yet"));
    return value;
}

} // namespace understudy::security
