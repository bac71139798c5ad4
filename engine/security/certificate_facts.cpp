#include "security/certificate_facts.h"

#include "security/openssl_owner.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <ctime>

namespace understudy::security {

namespace {

using AlternativeNames = OpenSslOwner<GENERAL_NAMES, GENERAL_NAMES_free>;

WallTime timeOf(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return WallTime(std::chrono::seconds(::timegm(&parts)));
}

std::string content(const ASN1_STRING* text) {
    return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                       static_cast<std::size_t>(ASN1_STRING_length(text)));
}

std::string numeric(const ASN1_OCTET_STRING* address) {
    char text[INET6_ADDRSTRLEN] = "";
    const int size = ASN1_STRING_length(address);
    if (size == 4 || size == 16)
        ::inet_ntop(size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(address), text, sizeof text);
    return text;
}

void readNames(X509* certificate, CertificateFacts& facts) {
    const AlternativeNames names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS)
            facts.hosts.push_back(content(name->d.dNSName));
        else if (name->type == GEN_IPADD)
            facts.addresses.push_back(numeric(name->d.iPAddress));
    }
}

bool isAddress(const std::string& text) {
    in6_addr any{};
    return ::inet_pton(AF_INET, text.c_str(), &any) == 1 || ::inet_pton(AF_INET6, text.c_str(), &any) == 1;
}

} // namespace

int CertificateFacts::daysLeft(WallTime now) const {
    return static_cast<int>(std::chrono::floor<std::chrono::days>(until - now).count());
}

CertificateState CertificateFacts::state(WallTime now) const {
    if (now < from)
        return CertificateState::NotYet;
    if (now >= until)
        return CertificateState::Ended;
    return daysLeft(now) <= kCertificateWarningDays ? CertificateState::EndsSoon : CertificateState::Valid;
}

Result<CertificateFacts> certificateFacts(const std::string& pem, const std::string& subject) {
    const auto certificate = readCertificate(pem, subject);
    if (!certificate)
        return fail(certificate.error());
    CertificateFacts facts;
    char name[256] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate->get()), NID_commonName, name, sizeof name);
    facts.commonName = name;
    facts.from = timeOf(X509_get0_notBefore(certificate->get()));
    facts.until = timeOf(X509_get0_notAfter(certificate->get()));
    readNames(certificate->get(), facts);
    return facts;
}

Status checkNameInCertificate(const std::string& pem, const std::string& nameOrAddress) {
    const auto certificate = readCertificate(pem, "the server certificate");
    if (!certificate)
        return fail(certificate.error());
    X509* c = certificate->get();
    const bool named =
        isAddress(nameOrAddress)
            ? X509_check_ip_asc(c, nameOrAddress.c_str(), 0) == 1
            : !nameOrAddress.empty() && X509_check_host(c, nameOrAddress.data(), nameOrAddress.size(),
                                                        X509_CHECK_FLAG_NO_WILDCARDS, nullptr) == 1;
    if (named)
        return {};
    std::string inIt;
    if (const auto facts = certificateFacts(pem, "the server certificate"))
        for (const auto* list : {&facts->hosts, &facts->addresses})
            for (const auto& name : *list)
                inIt += (inIt.empty() ? "" : ", ") + name;
    return fail(
        ErrorCode::InvalidInput, nameOrAddress,
        "not in server certificate, which names " + inIt +
            "; connect by one of these, or put the name right (DNS, hosts file) and renew the certificate");
}

} // namespace understudy::security
