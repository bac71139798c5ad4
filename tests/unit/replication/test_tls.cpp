#include "test_tls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <thread>

namespace understudy::replication::testing {

namespace {

struct Free {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(X509* p) const { X509_free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

Key newKey() {
    return Key(EVP_EC_gen("P-256"));
}

Certificate sign(EVP_PKEY* subject, const std::string& name, X509* issuer, EVP_PKEY* issuerKey, bool ca) {
    static long serial = 1;
    Certificate made(X509_new());
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), subject);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer != nullptr ? issuer : made.get()));
    X509_EXTENSION* basic =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, ca ? "critical,CA:TRUE" : "CA:FALSE");
    X509_add_ext(made.get(), basic, -1);
    X509_EXTENSION_free(basic);
    UNDERSTUDY_ASSERT(X509_sign(made.get(), issuerKey, EVP_sha256()) > 0);
    return made;
}

} // namespace

void FreeContext::operator()(ssl_ctx_st* context) const {
    SSL_CTX_free(context);
}

struct TestAuthority::Inner {
    Key key = newKey();
    Certificate certificate = sign(key.get(), "test CA", nullptr, key.get(), true);
};

TestAuthority::TestAuthority() : m(std::make_unique<Inner>()) {}
TestAuthority::~TestAuthority() = default;

TlsContext TestAuthority::context(const std::string& commonName, Channel::Side side) const {
    TlsContext made(SSL_CTX_new(side == Channel::Side::Client ? TLS_client_method() : TLS_server_method()));
    const Key key = newKey();
    const Certificate own = sign(key.get(), commonName, m->certificate.get(), m->key.get(), false);
    UNDERSTUDY_ASSERT(SSL_CTX_use_certificate(made.get(), own.get()) == 1);
    UNDERSTUDY_ASSERT(SSL_CTX_use_PrivateKey(made.get(), key.get()) == 1);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(made.get()), m->certificate.get());
    SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return made;
}

std::pair<Descriptor, Descriptor> loopbackPair() {
    Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    UNDERSTUDY_ASSERT(::bind(listener.get(), generic, size) == 0);
    UNDERSTUDY_ASSERT(::listen(listener.get(), 1) == 0);
    UNDERSTUDY_ASSERT(::getsockname(listener.get(), generic, &size) == 0);
    Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    UNDERSTUDY_ASSERT(::connect(client.get(), generic, size) == 0);
    Descriptor server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    UNDERSTUDY_ASSERT(server.isOpen());
    return {std::move(client), std::move(server)};
}

Joined joinChannels(const TestAuthority& authority, std::uint64_t bytesPerKey) {
    auto [client, server] = loopbackPair();
    const TlsContext clientContext = authority.context("node1", Channel::Side::Client);
    const TlsContext serverContext = authority.context("node2", Channel::Side::Server);
    Joined joined;
    std::thread accepting([&, socket = std::move(server)]() mutable {
        auto made = Channel::open(std::move(socket), serverContext.get(), Channel::Side::Server,
                                  std::chrono::seconds(10), bytesPerKey);
        UNDERSTUDY_ASSERT(made.has_value());
        joined.server = std::move(*made);
    });
    auto made = Channel::open(std::move(client), clientContext.get(), Channel::Side::Client,
                              std::chrono::seconds(10), bytesPerKey);
    accepting.join();
    UNDERSTUDY_ASSERT(made.has_value());
    joined.client = std::move(*made);
    return joined;
}

} // namespace understudy::replication::testing
