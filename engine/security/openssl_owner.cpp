#include "security/openssl_owner.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace understudy::security {

namespace {

std::string contentOf(const Bio& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

Bio reading(const std::string& pem) {
    return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// PEM files of ours have no passphrase: never ask on the terminal.
int noPassphrase(char*, int, int, void*) {
    return 0;
}

} // namespace

Error openSslError(ErrorCode code, std::string subject, std::string detail) {
    std::string reason;
    while (const unsigned long e = ERR_get_error()) {
        char text[200];
        ERR_error_string_n(e, text, sizeof text);
        reason = text; // the last one is the most general; keep the first cause
        break;
    }
    ERR_clear_error();
    if (!reason.empty())
        detail += " (" + reason + ")";
    return Error{code, std::move(subject), std::move(detail), 0};
}

Result<Certificate> readCertificate(const std::string& pem, const std::string& subject) {
    Certificate certificate(PEM_read_bio_X509(reading(pem).get(), nullptr, noPassphrase, nullptr));
    if (!certificate)
        return fail(openSslError(ErrorCode::InvalidInput, subject, "is not a certificate in PEM form"));
    return certificate;
}

Result<PrivateKey> readPrivateKey(const std::string& pem, const std::string& subject) {
    PrivateKey key(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, noPassphrase, nullptr));
    if (!key)
        return fail(openSslError(ErrorCode::InvalidInput, subject, "is not a private key in PEM form"));
    return key;
}

std::string toPem(const Certificate& certificate) {
    const Bio out(BIO_new(BIO_s_mem()));
    UNDERSTUDY_ASSERT(out && PEM_write_bio_X509(out.get(), certificate.get()) == 1);
    return contentOf(out);
}

std::string toPem(const PrivateKey& key) {
    const Bio out(BIO_new(BIO_s_mem()));
    UNDERSTUDY_ASSERT(out && PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                                           nullptr) == 1);
    return contentOf(out);
}

} // namespace understudy::security
