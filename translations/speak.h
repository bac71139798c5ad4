#pragma once
// Which language a program speaks. The engine speaks none: it says ids, arguments and
// English source texts, and whoever shows them translates.

#include <QStringList>

class QCoreApplication;

namespace understudy::translations {

// The first of the wished languages ("ja", "fr-CA", "en") that there is, and English if there is none. Before
// the first text is shown; the program was built with understudy_speaks().
void speak(QCoreApplication& program, const QStringList& wished);

} // namespace understudy::translations
