// What makes a key set good, and the keys derived from its secret.

#include "security/key_set.h"

#include "security/openssl_owner.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <cstring>

namespace understudy::security {

namespace {

constexpr char kMakeAnew[] = "; make the keys of both nodes anew with 'understudyd --make-keys'";

Status checkTime(const Certificate& c, const std::string& path) {
    if (X509_cmp_current_time(X509_get0_notBefore(c.get())) >= 0)
        return fail(ErrorCode::InvalidInput, path, "is not valid yet; check this computer's date");
    if (X509_cmp_current_time(X509_get0_notAfter(c.get())) <= 0)
        return fail(ErrorCode::InvalidInput, path, std::string("has expired") + kMakeAnew);
    return {};
}

std::string commonName(const Certificate& c) {
    char name[256] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(c.get()), NID_commonName, name, sizeof name);
    return name;
}

Status checkChain(const Certificate& ca, const Certificate& node, const std::string& folder) {
    const PrivateKey caPublic(X509_get_pubkey(ca.get()));
    if (!caPublic || X509_check_ca(ca.get()) != 1 || X509_verify(ca.get(), caPublic.get()) != 1)
        return fail(openSslError(ErrorCode::InvalidInput, folder + "/ca.crt",
                                 std::string("is not a certificate authority") + kMakeAnew));
    if (X509_check_issued(ca.get(), node.get()) != X509_V_OK || X509_verify(node.get(), caPublic.get()) != 1)
        return fail(openSslError(ErrorCode::InvalidInput, folder + "/node.crt",
                                 std::string("was not issued by ca.crt beside it; copy a whole set of files "
                                             "that was made together")));
    constexpr std::uint32_t both = XKU_SSL_SERVER | XKU_SSL_CLIENT;
    if ((X509_get_extended_key_usage(node.get()) & both) != both)
        return fail(ErrorCode::InvalidInput, folder + "/node.crt",
                    std::string("is not meant for both ends of a connection") + kMakeAnew);
    return {};
}

} // namespace

Status checkKeySet(const KeySet& keys, NodeId self, const std::string& folder) {
    const auto ca = readCertificate(keys.caCertificate, folder + "/ca.crt");
    if (!ca)
        return fail(ca.error());
    const auto node = readCertificate(keys.nodeCertificate, folder + "/node.crt");
    if (!node)
        return fail(node.error());
    const auto key = readPrivateKey(keys.nodeKey, folder + "/node.key");
    if (!key)
        return fail(key.error());
    if (auto good = checkChain(*ca, *node, folder); !good)
        return good;
    if (auto good = checkTime(*ca, folder + "/ca.crt"); !good)
        return good;
    if (auto good = checkTime(*node, folder + "/node.crt"); !good)
        return good;
    if (X509_check_private_key(node->get(), key->get()) != 1)
        return fail(openSslError(ErrorCode::InvalidInput, folder + "/node.key",
                                 "does not belong to node.crt beside it; copy both files of one set"));
    if (const std::string name = commonName(*node); name != nodeName(self))
        return fail(ErrorCode::InvalidInput, folder + "/node.crt",
                    "is the certificate of '" + name + "', and this computer is " +
                        std::string(nodeName(self)) + "; copy the keys made for " +
                        std::string(nodeName(self)));
    return {};
}

SecretKey deriveKey(const SecretKey& clusterKey, std::string_view purpose) {
    const OpenSslOwner<EVP_KDF, EVP_KDF_free> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    UNDERSTUDY_ASSERT(kdf != nullptr);
    const OpenSslOwner<EVP_KDF_CTX, EVP_KDF_CTX_free> context(EVP_KDF_CTX_new(kdf.get()));
    UNDERSTUDY_ASSERT(context != nullptr);
    // OSSL_PARAM takes what it only reads by pointer to non-const.
    char digest[] = "SHA256";
    SecretKey secret = clusterKey;
    std::string info = "understudy 1 " + std::string(purpose);
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
        OSSL_PARAM_construct_end(),
    };
    SecretKey out{};
    UNDERSTUDY_ASSERT(EVP_KDF_derive(context.get(), out.data(), out.size(), parameters) == 1);
    return out;
}

SecretKey heartbeatKey(const KeySet& keys) {
    return deriveKey(keys.clusterKey, "heartbeat");
}

std::uint64_t clusterTag(const KeySet& keys) {
    const SecretKey derived = deriveKey(keys.clusterKey, "cluster tag");
    std::uint64_t tag = 0;
    std::memcpy(&tag, derived.data(), sizeof tag);
    return tag;
}

} // namespace understudy::security
