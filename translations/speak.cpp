#include "translations/speak.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTranslator>

namespace understudy::translations {

void speak(QCoreApplication& program, const QStringList& wished) {
    for (const QString& wish : wished) {
        const QString language =
            wish.left(wish.indexOf(QRegularExpression(QStringLiteral("[-_]")))).toLower();
        if (language == QLatin1String("en"))
            return;
        auto* translator = new QTranslator(&program);
        if (translator->load(QStringLiteral(":/translations/understudy_") + language +
                             QStringLiteral(".qm"))) {
            QCoreApplication::installTranslator(translator);
            return;
        }
        delete translator;
    }
}

} // namespace understudy::translations
