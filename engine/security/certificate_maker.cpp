#include "security/certificate_maker.h"

#include "base/random.h"
#include "security/host_name.h"

#include <arpa/inet.h>
#include <openssl/ec.h>

#include <algorithm>
#include <array>

namespace understudy::security {

namespace {

constexpr long kDay = 24L * 60 * 60;
constexpr long kNodeLifetimeDays = 5 * 365 + 1;
constexpr long kCaLifetimeDays = 20 * 365 + 5; // a renewed certificate must not outlive its CA

Error cannot(const std::string& what) {
    return openSslError(ErrorCode::System, what, "cannot be made");
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
Certificate begin(const std::string& commonName, EVP_PKEY* key, long lifetimeDays) {
    Certificate c(X509_new());
    // A day back: the clocks of the two nodes need not agree.
    const bool done = c && X509_set_version(c.get(), X509_VERSION_3) == 1 && setSerial(c.get()) &&
                      X509_gmtime_adj(X509_getm_notBefore(c.get()), -kDay) != nullptr &&
                      X509_gmtime_adj(X509_getm_notAfter(c.get()), lifetimeDays * kDay) != nullptr &&
                      setName(X509_get_subject_name(c.get()), commonName) &&
                      X509_set_pubkey(c.get(), key) == 1;
    return done ? std::move(c) : Certificate();
}

using AlternativeNames = OpenSslOwner<GENERAL_NAMES, GENERAL_NAMES_free>;

bool push(GENERAL_NAMES* names, int kind, ASN1_STRING* value) {
    OpenSslOwner<GENERAL_NAME, GENERAL_NAME_free> name(GENERAL_NAME_new());
    if (!name || value == nullptr) {
        ASN1_STRING_free(value);
        return false;
    }
    GENERAL_NAME_set0_value(name.get(), kind, value);
    if (sk_GENERAL_NAME_push(names, name.get()) <= 0)
        return false;
    static_cast<void>(name.release()); // now the list's
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

Status addNames(X509* certificate, const NodeNames& own, const std::vector<std::string>& virtualIps) {
    const AlternativeNames names(GENERAL_NAMES_new());
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

// Which names the CA may ever certify, as OpenSSL's configuration text: the hosts, and the networks of the
// addresses (IPv4: 24 bits, IPv6: 64), so that a virtual IP may change within its network.
class Constraints {
public:
    Status add(const NodeNames& names) {
        for (const auto& host : names.hosts)
            if (auto done = addHost(host); !done)
                return done;
        for (const auto& address : names.addresses)
            if (auto done = addNetwork(address); !done)
                return done;
        return {};
    }
    Status addHost(const std::string& host) {
        if (!isHostName(host))
            return fail(ErrorCode::InvalidInput, host, "is not a host name");
        m_text += ",permitted;DNS:" + host;
        return {};
    }
    Status addNetwork(const std::string& address) {
        char network[INET6_ADDRSTRLEN] = "";
        in_addr four{};
        in6_addr six{};
        if (::inet_pton(AF_INET, address.c_str(), &four) == 1) {
            four.s_addr &= htonl(0xffffff00);
            ::inet_ntop(AF_INET, &four, network, sizeof network);
            m_text += std::string(",permitted;IP:") + network + "/255.255.255.0";
        } else if (::inet_pton(AF_INET6, address.c_str(), &six) == 1) {
            std::fill(six.s6_addr + 8, six.s6_addr + 16, std::uint8_t{0});
            ::inet_ntop(AF_INET6, &six, network, sizeof network);
            m_text += std::string(",permitted;IP:") + network + "/ffff:ffff:ffff:ffff::";
        } else {
            return fail(ErrorCode::InvalidInput, address, "is not an IP address");
        }
        return {};
    }
    const std::string& text() const { return m_text; }

private:
    std::string m_text = "critical";
};

Result<std::string> constraintsFor(const ClusterNames& names) {
    Constraints constraints;
    for (const NodeId node : {NodeId::Node1, NodeId::Node2}) {
        if (auto done = constraints.addHost(std::string(nodeName(node))); !done)
            return fail(done.error());
        if (auto done = constraints.add(node == NodeId::Node1 ? names.node1 : names.node2); !done)
            return fail(done.error());
    }
    for (const auto& address : names.virtualIps)
        if (auto done = constraints.addNetwork(address); !done)
            return fail(done.error());
    return constraints.text();
}

// Verifies as the other node and a browser will, so that the maker hears the reason and not they.
Status checkPermitted(const Certificate& made, const Certificate& issuer) {
    using Store = OpenSslOwner<X509_STORE, X509_STORE_free>;
    using StoreContext = OpenSslOwner<X509_STORE_CTX, X509_STORE_CTX_free>;
    const Store store(X509_STORE_new());
    const StoreContext verify(X509_STORE_CTX_new());
    if (!store || !verify || X509_STORE_add_cert(store.get(), issuer.get()) != 1 ||
        X509_STORE_CTX_init(verify.get(), store.get(), made.get(), nullptr) != 1)
        return fail(cannot("the new certificate"));
    if (X509_verify_cert(verify.get()) == 1)
        return {};
    const int reason = X509_STORE_CTX_get_error(verify.get());
    if (reason == X509_V_ERR_PERMITTED_VIOLATION)
        return fail(
            ErrorCode::NotAllowed, "a new name or address of the node",
            "is outside what this cluster's certificates may name; remove the configuration and join the "
            "nodes anew");
    return fail(ErrorCode::InvalidInput, "the new certificate",
                std::string("would not be accepted: ") + X509_verify_cert_error_string(reason));
}

struct Certified {
    std::string commonName;
    const char* uses;
    const NodeNames& names;
    const std::vector<std::string>& virtualIps;
};

// A new key and its certificate.
Result<CertifiedKey> certify(const Certified& wanted, const Issuer& ca) {
    const std::string what = wanted.commonName + "'s certificate";
    const PrivateKey key = newKey();
    Certificate c = key ? begin(wanted.commonName, key.get(), kNodeLifetimeDays) : Certificate();
    if (!c)
        return fail(cannot(what));
    if (auto named = addNames(c.get(), wanted.names, wanted.virtualIps); !named)
        return fail(named.error());
    X509* issuer = ca.certificate.get();
    const bool done = X509_set_issuer_name(c.get(), X509_get_subject_name(issuer)) == 1 &&
                      addExtension(c.get(), issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                      addExtension(c.get(), issuer, NID_key_usage, "critical,digitalSignature") &&
                      addExtension(c.get(), issuer, NID_ext_key_usage, wanted.uses) &&
                      addExtension(c.get(), issuer, NID_subject_key_identifier, "hash") &&
                      addExtension(c.get(), issuer, NID_authority_key_identifier, "keyid:always") &&
                      X509_sign(c.get(), ca.key.get(), EVP_sha256()) > 0;
    if (!done)
        return fail(cannot(what));
    if (auto permitted = checkPermitted(c, ca.certificate); !permitted)
        return fail(permitted.error());
    return CertifiedKey{toPem(c), toPem(key)};
}

} // namespace

PrivateKey newKey() {
    return PrivateKey(EVP_EC_gen("P-256"));
}

Result<Certificate> makeCa(const PrivateKey& key, const ClusterNames& names) {
    const auto constraints = constraintsFor(names);
    if (!constraints)
        return fail(constraints.error());
    std::array<std::uint8_t, 4> random{};
    fillRandom(random.data(), random.size());
    std::string name = "Understudy cluster ";
    for (const auto byte : random)
        name += "0123456789abcdef"[byte & 15];
    Certificate c = begin(name, key.get(), kCaLifetimeDays);
    const bool done = c && X509_set_issuer_name(c.get(), X509_get_subject_name(c.get())) == 1 &&
                      addExtension(c.get(), c.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                      addExtension(c.get(), c.get(), NID_key_usage, "critical,keyCertSign") &&
                      addExtension(c.get(), c.get(), NID_subject_key_identifier, "hash") &&
                      addExtension(c.get(), c.get(), NID_name_constraints, *constraints) &&
                      X509_sign(c.get(), key.get(), EVP_sha256()) > 0;
    if (!done)
        return fail(cannot("the cluster's CA"));
    return c;
}

Result<KeySet> makeNode(NodeId node, const NodeNames& own, const std::vector<std::string>& virtualIps,
                        const Issuer& ca) {
    const std::string name(nodeName(node));
    NodeNames names = own;
    names.hosts.insert(names.hosts.begin(), name);
    auto made = certify({name, "serverAuth,clientAuth", names, virtualIps}, ca);
    if (!made)
        return fail(made.error());
    KeySet keys;
    keys.caCertificate = toPem(ca.certificate);
    keys.nodeCertificate = std::move(made->certificate);
    keys.nodeKey = std::move(made->key);
    return keys;
}

Result<CertifiedKey> makeConsole(const NodeNames& own, const std::vector<std::string>& virtualIps,
                                 const Issuer& ca) {
    return certify({"Understudy console", "serverAuth", own, virtualIps}, ca);
}

} // namespace understudy::security
