#include "app/ctl/output.h"

#include "api/types/json.h"
#include "app/ctl/words.h"

#include <array>
#include <cstdio>

namespace understudy::ctl {

void printLine(const QString& text) {
    std::fputs((text + QLatin1Char('\n')).toUtf8().constData(), stdout);
    std::fflush(stdout);
}

void printJson(const QJsonObject& object) {
    printLine(QString::fromUtf8(api::jsonText(object)));
}

void printError(const QString& text) {
    std::fputs((QStringLiteral("understudyctl: ") + text + QLatin1Char('\n')).toUtf8().constData(), stderr);
}

void printFailure(Form form, const api::Message& why) {
    if (form == Form::Json)
        printJson({{QStringLiteral("error"), api::toJson(why)}});
    else
        printError(printable(api::fullSentence(why)));
}

QString printable(QString text) {
    for (QChar& letter : text)
        if (letter.category() == QChar::Other_Control && letter != QLatin1Char('\t'))
            letter = QLatin1Char('?');
    return text;
}

QString sizeText(std::uint64_t bytes) {
    static constexpr std::array<const char*, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 1024 && unit + 1 < units.size()) {
        size /= 1024;
        ++unit;
    }
    return QString::number(size, 'f', unit == 0 || size >= 100 ? 0 : 1) + QLatin1Char(' ') +
           QLatin1String(units[unit]);
}

QString durationText(std::uint64_t seconds) {
    const std::uint64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
    if (days > 0)
        return Words::tr("%1 d %2 h").arg(days).arg(hours % 24);
    if (hours > 0)
        return Words::tr("%1 h %2 min").arg(hours).arg(minutes % 60);
    if (minutes > 0)
        return Words::tr("%1 min %2 s").arg(minutes).arg(seconds % 60);
    return Words::tr("%1 s").arg(seconds);
}

} // namespace understudy::ctl
