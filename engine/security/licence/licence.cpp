#include "security/licence/licence.h"

#include "base/cursor.h"
#include "base/hex.h"
#include "security/host_name.h"
#include "security/licence/licence_file.h"
#include "security/openssl_owner.h"

#include <QDate>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

namespace understudy::security {

namespace {

using Bytes = std::vector<std::uint8_t>;
using std::chrono::days;
using std::chrono::sys_days;

constexpr qint64 kJulianDayOf1970 = 2440588;
constexpr char kSubject[] = "the licence";

// What the signature is over.
Bytes signedBytes(const Licence& licence) {
    Bytes bytes;
    ByteWriter out(bytes);
    out.text("understudy licence 1");
    out.text(licence.product);
    for (const auto& host : licence.hosts)
        out.text(host);
    out.text(dateToText(licence.issued));
    out.text(licence.ends ? dateToText(*licence.ends) : "");
    return bytes;
}

Status normalise(Licence& licence) {
    for (auto& host : licence.hosts) {
        std::transform(host.begin(), host.end(), host.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        if (!isHostName(host))
            return fail(ErrorCode::InvalidInput, kSubject, "names '" + host + "', which is no host name");
    }
    std::sort(licence.hosts.begin(), licence.hosts.end());
    if (licence.hosts[0] == licence.hosts[1])
        return fail(ErrorCode::InvalidInput, kSubject,
                    "names the host " + licence.hosts[0] + " twice; it must name both computers");
    if (licence.product.empty() || licence.product.size() > 100)
        return fail(ErrorCode::InvalidInput, kSubject, "names no product");
    if (licence.ends && *licence.ends < licence.issued)
        return fail(ErrorCode::InvalidInput, kSubject, "ends before it begins");
    return {};
}

Result<PrivateKey> readPublicKey(const std::string& pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    PrivateKey key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
    if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519)
        return fail(
            openSslError(ErrorCode::InvalidInput, "the vendor's public key",
                         "is not an Ed25519 key in PEM form; make one with 'understudy-licence keys'"));
    return key;
}

using DigestContext = OpenSslOwner<EVP_MD_CTX, EVP_MD_CTX_free>;

} // namespace

Result<SignedLicence> SignedLicence::fromText(std::string_view text) {
    auto read = readLicenceFile(text);
    if (!read)
        return read;
    if (auto good = normalise(read->licence); !good)
        return fail(good.error());
    return read;
}

std::string SignedLicence::fingerprint() const {
    Bytes bytes = signedBytes(licence);
    ByteWriter(bytes).bytes(signature);
    std::array<std::uint8_t, 32> digest{};
    UNDERSTUDY_ASSERT(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) ==
                      1);
    return toHex(digest);
}

Result<VendorKeys> makeVendorKeys() {
    const PrivateKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const Bio out(BIO_new(BIO_s_mem()));
    if (!key || !out || PEM_write_bio_PUBKEY(out.get(), key.get()) != 1)
        return fail(openSslError(ErrorCode::System, "the vendor's keys", "cannot be made"));
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return VendorKeys{toPem(key), std::string(data, static_cast<std::size_t>(size))};
}

Result<SignedLicence> signLicence(Licence licence, const std::string& privateKeyPem) {
    if (auto good = normalise(licence); !good)
        return fail(good.error());
    const auto key = readPrivateKey(privateKeyPem, "the vendor's private key");
    if (!key)
        return fail(key.error());
    if (EVP_PKEY_get_id(key->get()) != EVP_PKEY_ED25519)
        return fail(ErrorCode::InvalidInput, "the vendor's private key",
                    "is not an Ed25519 key; make one with 'understudy-licence keys'");
    SignedLicence made{std::move(licence), {}};
    const Bytes bytes = signedBytes(made.licence);
    const DigestContext context(EVP_MD_CTX_new());
    std::size_t size = made.signature.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key->get()) != 1 ||
        EVP_DigestSign(context.get(), made.signature.data(), &size, bytes.data(), bytes.size()) != 1)
        return fail(openSslError(ErrorCode::System, kSubject, "cannot be signed"));
    return made;
}

Result<bool> hasGoodSignature(const SignedLicence& file, const std::string& publicKeyPem) {
    const auto key = readPublicKey(publicKeyPem);
    if (!key)
        return fail(key.error());
    const Bytes bytes = signedBytes(file.licence);
    const DigestContext context(EVP_MD_CTX_new());
    if (!context || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key->get()) != 1)
        return fail(openSslError(ErrorCode::System, kSubject, "cannot be checked"));
    const bool good = EVP_DigestVerify(context.get(), file.signature.data(), file.signature.size(),
                                       bytes.data(), bytes.size()) == 1;
    ERR_clear_error();
    return good;
}

std::optional<sys_days> dateFromText(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-dd";
    if (text.size() != shape.size())
        return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (shape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return std::nullopt;
    const QDate date =
        QDate::fromString(QString::fromLatin1(text.data(), static_cast<int>(text.size())), Qt::ISODate);
    if (!date.isValid() || date.year() < 2000)
        return std::nullopt;
    return sys_days(days(date.toJulianDay() - kJulianDayOf1970));
}

std::string dateToText(sys_days date) {
    return QDate::fromJulianDay(date.time_since_epoch().count() + kJulianDayOf1970)
        .toString(Qt::ISODate)
        .toStdString();
}

} // namespace understudy::security
