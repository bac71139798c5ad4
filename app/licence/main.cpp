// understudy-licence: the vendor makes keys and licences with it, and looks at one. It runs on no node.

#include "base/clock.h"
#include "base/descriptor.h"
#include "security/licence/licence_standing.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <fcntl.h>

#include <cstdio>

using namespace understudy;
using namespace understudy::security;

namespace {

constexpr char kUsage[] = "use: understudy-licence keys  --private-key FILE --public-key FILE\n"
                          "     understudy-licence make  --private-key FILE --host NAME --host NAME "
                          "[--issued DATE] [--ends DATE] FILE\n"
                          "     understudy-licence check --public-key FILE [--host NAME] FILE\n"
                          "\n"
                          "keys makes the vendor's pair of keys; it replaces no file. make writes a licence "
                          "for two computers, by their\n"
                          "full names. check says what a licence is worth today. A date is like 2026-11-25; "
                          "a licence without an end\n"
                          "never ends. Exit status: 0 done, 1 failed or not valid, 2 wrong use.\n";

int wrongUse(const QString& what) {
    std::fprintf(stderr, "understudy-licence: %s\n%s", qPrintable(what), kUsage);
    return 2;
}

int failed(const Error& error) {
    std::fprintf(stderr, "understudy-licence: %s: %s\n", error.subject.c_str(), error.detail.c_str());
    return 1;
}

std::chrono::sys_days today() {
    return std::chrono::floor<std::chrono::days>(SystemClock().wall());
}

Result<std::string> readText(const QString& path) {
    const auto bytes = readWholeFile(path.toStdString(), kLicenceFileLimit);
    if (!bytes)
        return fail(bytes.error());
    return std::string(bytes->begin(), bytes->end());
}

// A key that is overwritten is lost, with every licence that was made with it.
Status writeNew(const QString& path, const std::string& text, unsigned mode) {
    auto file = File::open(path.toStdString(), O_WRONLY | O_CREAT | O_EXCL, mode);
    if (!file)
        return fail(file.error());
    if (auto done = file->writeAll(text.data(), text.size()); !done)
        return done;
    return file->sync();
}

int makeKeys(const QCommandLineParser& words) {
    const auto keys = makeVendorKeys();
    if (!keys)
        return failed(keys.error());
    if (auto done = writeNew(words.value(QStringLiteral("private-key")), keys->privateKey, 0600); !done)
        return failed(done.error());
    if (auto done = writeNew(words.value(QStringLiteral("public-key")), keys->publicKey, 0644); !done)
        return failed(done.error());
    return 0;
}

int makeLicence(const QCommandLineParser& words, const QString& path) {
    const QStringList hosts = words.values(QStringLiteral("host"));
    if (hosts.size() != 2)
        return wrongUse(QStringLiteral("a licence names two computers: give --host twice"));
    Licence licence;
    licence.product = kLicensedProduct;
    licence.hosts = {hosts[0].toStdString(), hosts[1].toStdString()};
    licence.issued = today();
    for (const auto* option : {"issued", "ends"}) {
        const QString text = words.value(QLatin1String(option));
        const auto date = dateFromText(text.toStdString());
        if (!text.isEmpty() && !date)
            return wrongUse(
                QStringLiteral("--%1 wants a date like 2026-11-25, not %2").arg(QLatin1String(option), text));
        if (date)
            (option == std::string_view("ends") ? licence.ends.emplace() : licence.issued) = *date;
    }
    const auto key = readText(words.value(QStringLiteral("private-key")));
    if (!key)
        return failed(key.error());
    const auto made = signLicence(std::move(licence), *key);
    if (!made)
        return failed(made.error());
    const std::string text = made->toText();
    if (auto done = replaceFileDurably(path.toStdString(), text.data(), text.size(), 0644); !done)
        return failed(done.error());
    return 0;
}

int checkLicence(const QCommandLineParser& words, const QString& path) {
    const auto key = readText(words.value(QStringLiteral("public-key")));
    if (!key)
        return failed(key.error());
    const auto text = readText(path);
    if (!text)
        return failed(text.error());
    LicenceQuestion question;
    question.vendorKey = *key;
    question.today = today();
    for (const auto& host : words.values(QStringLiteral("host")))
        question.ownNames.push_back(host.toStdString());
    if (const auto read = SignedLicence::fromText(*text); read && question.ownNames.empty())
        question.ownNames.push_back(read->licence.hosts[0]);
    const LicenceStanding standing = judgeLicence(*text, question);
    std::printf("%s\n", std::string(licenceStateName(standing.state)).c_str());
    if (standing.licence) {
        const Licence& licence = *standing.licence;
        std::printf("product  %s\nhosts    %s, %s\nissued   %s\nends     %s\n", licence.product.c_str(),
                    licence.hosts[0].c_str(), licence.hosts[1].c_str(), dateToText(licence.issued).c_str(),
                    licence.ends ? dateToText(*licence.ends).c_str() : "never");
    }
    if (!standing.granted())
        std::fprintf(stderr, "understudy-licence: %s\n",
                     standing.detail.empty() ? "the file is empty" : standing.detail.c_str());
    return standing.granted() ? 0 : 1;
}

// Empty: all there. Otherwise the option that is missing.
QString firstMissing(const QCommandLineParser& words, const QStringList& options) {
    for (const auto& option : options)
        if (words.value(option).isEmpty())
            return option;
    return {};
}

void addOptions(QCommandLineParser& words) {
    for (const auto* name : {"private-key", "public-key", "host", "issued", "ends"})
        words.addOption(QCommandLineOption(QLatin1String(name), QString(), QStringLiteral("value")));
    words.addOption(QCommandLineOption(QStringList{QStringLiteral("h"), QStringLiteral("help")}));
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    QCommandLineParser words;
    addOptions(words);
    if (!words.parse(QCoreApplication::arguments()))
        return wrongUse(words.errorText());
    if (words.isSet(QStringLiteral("help"))) {
        std::fputs(kUsage, stdout);
        return 0;
    }
    const QStringList rest = words.positionalArguments();
    const QString verb = rest.value(0);
    const struct {
        const char* verb = "";
        QStringList needs;
        int files = 0;
    } verbs[] = {{"keys", {QStringLiteral("private-key"), QStringLiteral("public-key")}, 0},
                 {"make", {QStringLiteral("private-key")}, 1},
                 {"check", {QStringLiteral("public-key")}, 1}};
    for (const auto& known : verbs) {
        if (verb != QLatin1String(known.verb))
            continue;
        if (const QString missing = firstMissing(words, known.needs); !missing.isEmpty())
            return wrongUse(QStringLiteral("%1 needs --%2").arg(verb, missing));
        if (rest.size() != 1 + known.files)
            return wrongUse(known.files == 0 ? QStringLiteral("keys takes no file name")
                                             : QStringLiteral("which file?"));
        return verb == QLatin1String("keys")   ? makeKeys(words)
               : verb == QLatin1String("make") ? makeLicence(words, rest[1])
                                               : checkLicence(words, rest[1]);
    }
    return wrongUse(verb.isEmpty() ? QStringLiteral("say what to do")
                                   : QStringLiteral("no such verb: %1").arg(verb));
}
