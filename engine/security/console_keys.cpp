#include "security/console_keys.h"

#include "base/descriptor.h"
#include "security/certificate_facts.h"
#include "security/certificate_maker.h"
#include "security/key_files.h"

#include <openssl/err.h>

#include <algorithm>

namespace understudy::security {

namespace {

bool hasAll(const std::vector<std::string>& have, const std::vector<std::string>& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
        return std::find(have.begin(), have.end(), name) != have.end();
    });
}

bool isPairOfCa(const ConsoleKeys& pair, const KeySet& keys) {
    const auto ca = readCertificate(keys.caCertificate, "ca.crt");
    const auto certificate = readCertificate(pair.certificate, "console.crt");
    const auto key = readPrivateKey(pair.key, "console.key");
    const bool is = ca && certificate && key && X509_check_private_key(certificate->get(), key->get()) == 1 &&
                    X509_verify(certificate->get(), X509_get0_pubkey(ca->get())) == 1;
    ERR_clear_error();
    return is;
}

bool isStillGood(const ConsoleKeys& pair, const KeySet& keys, const NodeNames& own,
                 const std::vector<std::string>& virtualIps, WallTime now) {
    const auto facts = certificateFacts(pair.certificate, "console.crt");
    return facts && isPairOfCa(pair, keys) && !facts->isRenewalDue(now) && hasAll(facts->hosts, own.hosts) &&
           hasAll(facts->addresses, own.addresses) && hasAll(facts->addresses, virtualIps);
}

} // namespace

Result<ConsoleKeys> consoleKeys(const std::string& folder, const KeySet& keys, const NodeNames& own,
                                const std::vector<std::string>& virtualIps, WallTime now) {
    const std::string certificatePath = folder + "/console.crt";
    const std::string keyPath = folder + "/console.key";
    auto certificate = readSecret(certificatePath);
    auto key = readSecret(keyPath);
    // Whatever a crash or a hand left there that is not good is made anew.
    if (certificate && key)
        if (ConsoleKeys pair{*certificate, *key}; isStillGood(pair, keys, own, virtualIps, now))
            return pair;

    const auto caKeyText = loadCaKey(folder);
    if (!caKeyText)
        return fail(caKeyText.error());
    const auto ca = readCertificate(keys.caCertificate, "ca.crt");
    const auto caKey = readPrivateKey(*caKeyText, "ca.key");
    if (!ca || !caKey)
        return fail(!ca ? ca.error() : caKey.error());
    auto made = makeConsole(own, virtualIps, Issuer{*ca, *caKey});
    if (!made)
        return fail(made.error());
    for (const auto& [path, content] :
         {std::pair(keyPath, made->key), std::pair(certificatePath, made->certificate)})
        if (auto saved = replaceFileDurably(path, content.data(), content.size(), 0600); !saved)
            return fail(saved.error());
    return ConsoleKeys{std::move(made->certificate), std::move(made->key)};
}

} // namespace understudy::security
