#pragma once
// Owners of what OpenSSL allocates, and its last error as our Error. Private to security.

#include "base/result.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace understudy::security {

template <auto Free> struct OpenSslFree {
    template <typename T> void operator()(T* object) const noexcept { Free(object); }
};
template <typename T, auto Free> using OpenSslOwner = std::unique_ptr<T, OpenSslFree<Free>>;

using Certificate = OpenSslOwner<X509, X509_free>;
using PrivateKey = OpenSslOwner<EVP_PKEY, EVP_PKEY_free>;
using Bio = OpenSslOwner<BIO, BIO_free_all>;

// Takes OpenSSL's error queue of this thread into an Error and empties it.
Error openSslError(ErrorCode code, std::string subject, std::string detail);

Result<Certificate> readCertificate(const std::string& pem, const std::string& subject);
Result<PrivateKey> readPrivateKey(const std::string& pem, const std::string& subject);
std::string toPem(const Certificate& certificate);
std::string toPem(const PrivateKey& key);

} // namespace understudy::security
