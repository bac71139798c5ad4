#pragma once
// What goes to standard output and standard error.

#include "api/types/message.h"

#include <QJsonObject>
#include <QString>

namespace understudy::ctl {

enum class Form : std::uint8_t { Text, Json };

void printLine(const QString& text);
void printJson(const QJsonObject& object); // one line
void printError(const QString& text);      // standard error, after the program's name
// Why something did not work: a sentence with its cure on standard error, or {"error": ...} on standard
// output.
void printFailure(Form form, const api::Message& why);

// Text that came from elsewhere (a service's output, a file) without what a terminal would obey.
QString printable(QString text);

// "1.4 GiB", "512 B"; "3 h 5 min", "12 s": two units at most.
QString sizeText(std::uint64_t bytes);
QString durationText(std::uint64_t seconds);

} // namespace understudy::ctl
