#include "security/certificates.h"

#include "base/random.h"
#include "security/openssl_owner.h"

#include <openssl/ec.h>

#include <array>

namespace understudy::security {

namespace {

constexpr long kDay = 24L * 60 * 60;
constexpr long kLifetimeDays = 5 * 365 + 1;

struct Issuer {
    const Certificate& certificate;
    const PrivateKey& key;
};

Error cannot(const std::string& what) {
    return openSslError(ErrorCode::System, what, "cannot be made");
}

PrivateKey newKey() {
    return PrivateKey(EVP_EC_gen("P-256"));
}

bool setSerial(X509* certificate) {
    std::array<unsigned char, 16> random{};
    fillRandom(random.data(), random.size());
    random[0] = static_cast<unsigned char>((random[0] & 0x7f) | 0x40); // positive, of constant length
    const OpenSslOwner<BIGNUM, BN_free> number(BN_bin2bn(random.data(), random.size(), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setName(X509_NAME* name, const std::string& commonName) {
    const auto add = [&](const char* field, const std::string& value) {
        return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char*>(value.data()),
                                          static_cast<int>(value.size()), -1, 0) == 1;
    };
    return add("O", "Understudy") && add("CN", commonName);
}

bool addExtension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const OpenSslOwner<X509_EXTENSION, X509_EXTENSION_free> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// Everything but the extensions and the signature.
Certificate begin(const std::string& commonName, EVP_PKEY* key) {
    Certificate c(X509_new());
    // A day back: the clocks of the two nodes need not agree.
    const bool done = c && X509_set_version(c.get(), X509_VERSION_3) == 1 && setSerial(c.get()) &&
                      X509_gmtime_adj(X509_getm_notBefore(c.get()), -kDay) != nullptr &&
                      X509_gmtime_adj(X509_getm_notAfter(c.get()), kLifetimeDays * kDay) != nullptr &&
                      setName(X509_get_subject_name(c.get()), commonName) &&
                      X509_set_pubkey(c.get(), key) == 1;
    return done ? std::move(c) : Certificate();
}

Result<Certificate> makeCa(const PrivateKey& key) {
    std::array<std::uint8_t, 4> random{};
    fillRandom(random.data(), random.size());
    std::string name = "Understudy cluster ";
    for (const auto byte : random)
        name += "0123456789abcdef"[byte & 15];
    Certificate c = begin(name, key.get());
    const bool done = c && X509_set_issuer_name(c.get(), X509_get_subject_name(c.get())) == 1 &&
                      addExtension(c.get(), c.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                      addExtension(c.get(), c.get(), NID_key_usage, "critical,keyCertSign") &&
                      addExtension(c.get(), c.get(), NID_subject_key_identifier, "hash") &&
                      X509_sign(c.get(), key.get(), EVP_sha256()) > 0;
    if (!done)
        return fail(cannot("the cluster's CA"));
    return c;
}

using AlternativeNames = OpenSslOwner<GENERAL_NAMES, GENERAL_NAMES_free>;

bool isHostName(const std::string& host) {
    constexpr char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    return !host.empty() && host.size() <= 253 && host.find_first_not_of(allowed) == std::string::npos &&
           host.front() != '-' && host.front() != '.';
}

bool push(GENERAL_NAMES* names, int kind, ASN1_STRING* value) {
    OpenSslOwner<GENERAL_NAME, GENERAL_NAME_free> name(GENERAL_NAME_new());
    if (!name || value == nullptr) {
        ASN1_STRING_free(value);
        return false;
    }
    GENERAL_NAME_set0_value(name.get(), kind, value);
    if (sk_GENERAL_NAME_push(names, name.get()) <= 0)
        return false;
    name.release(); // now the list's
    return true;
}

Status addHost(GENERAL_NAMES* names, const std::string& host) {
    if (!isHostName(host))
        return fail(ErrorCode::InvalidInput, host, "is not a host name");
    ASN1_STRING* value = ASN1_IA5STRING_new();
    if (value != nullptr)
        ASN1_STRING_set(value, host.data(), static_cast<int>(host.size()));
    return push(names, GEN_DNS, value) ? Status{} : fail(cannot(host));
}

Status addAddress(GENERAL_NAMES* names, const std::string& address) {
    ASN1_OCTET_STRING* value = a2i_IPADDRESS(address.c_str());
    if (value == nullptr)
        return fail(openSslError(ErrorCode::InvalidInput, address, "is not an IP address"));
    return push(names, GEN_IPADD, value) ? Status{} : fail(cannot(address));
}

Status addNames(X509* certificate, NodeId node, const NodeNames& own,
                const std::vector<std::string>& virtualIps) {
    const AlternativeNames names(GENERAL_NAMES_new());
    if (auto done = addHost(names.get(), std::string(nodeName(node))); !done)
        return done;
    for (const auto& host : own.hosts)
        if (auto done = addHost(names.get(), host); !done)
            return done;
    for (const auto* addresses : {&own.addresses, &virtualIps})
        for (const auto& address : *addresses)
            if (auto done = addAddress(names.get(), address); !done)
                return done;
    if (X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) != 1)
        return fail(cannot("the certificate's names"));
    return {};
}

Result<KeySet> makeNode(NodeId node, const NodeNames& own, const std::vector<std::string>& virtualIps,
                        const Issuer& ca) {
    const PrivateKey key = newKey();
    const std::string name(nodeName(node));
    Certificate c = key ? begin(name, key.get()) : Certificate();
    if (!c)
        return fail(cannot(name + "'s certificate"));
    if (auto named = addNames(c.get(), node, own, virtualIps); !named)
        return fail(named.error());
    X509* issuer = ca.certificate.get();
    const bool done = X509_set_issuer_name(c.get(), X509_get_subject_name(issuer)) == 1 &&
                      addExtension(c.get(), issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                      addExtension(c.get(), issuer, NID_key_usage, "critical,digitalSignature") &&
                      addExtension(c.get(), issuer, NID_ext_key_usage, "serverAuth,clientAuth") &&
                      addExtension(c.get(), issuer, NID_subject_key_identifier, "hash") &&
                      addExtension(c.get(), issuer, NID_authority_key_identifier, "keyid:always") &&
                      X509_sign(c.get(), ca.key.get(), EVP_sha256()) > 0;
    if (!done)
        return fail(cannot(name + "'s certificate"));
    KeySet keys;
    keys.caCertificate = toPem(ca.certificate);
    keys.nodeCertificate = toPem(c);
    keys.nodeKey = toPem(key);
    return keys;
}

} // namespace

Result<ClusterKeys> makeClusterKeys(const ClusterNames& names) {
    const PrivateKey caKey = newKey();
    if (!caKey)
        return fail(cannot("the cluster's CA key"));
    const auto ca = makeCa(caKey);
    if (!ca)
        return fail(ca.error());
    const Issuer issuer{*ca, caKey};
    auto node1 = makeNode(NodeId::Node1, names.node1, names.virtualIps, issuer);
    if (!node1)
        return fail(node1.error());
    auto node2 = makeNode(NodeId::Node2, names.node2, names.virtualIps, issuer);
    if (!node2)
        return fail(node2.error());
    fillRandom(node1->clusterKey.data(), node1->clusterKey.size());
    node2->clusterKey = node1->clusterKey;
    return ClusterKeys{std::move(*node1), std::move(*node2)};
}

} // namespace understudy::security
