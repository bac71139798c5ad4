#pragma once
// Sentences for people stand in the core as English source texts and are translated where they are shown.
// The macro is Qt's own, by name: lupdate finds the texts, and the core needs no Qt.

#ifndef QT_TRANSLATE_NOOP
#define QT_TRANSLATE_NOOP(scope, text) text
#endif
