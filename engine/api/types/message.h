#pragma once
// What a person reads, before it is put into words. The engine sends the English source text with its
// arguments (%1, %2 ...) and never a finished sentence of another language; whoever shows it translates it.
//
// Source texts are marked with QT_TRANSLATE_NOOP where they are written, in one of the contexts "engine",
// "rows" (the transition table) and "refusals".

#include <QString>

#include <string>
#include <vector>

namespace understudy::api {

struct Message {
    std::string id;                     // a row of the transition table, a refusal, an error: for scripts
    std::vector<std::string> arguments; // for %1, %2 ... in text and cure
    std::string text;                   // what happened, to what
    std::string cure;                   // what to do next; may be empty

    bool operator==(const Message&) const = default;
    bool isEmpty() const { return id.empty() && text.empty(); }
};

// In the language of the installed translator (English without one). Any thread. A message whose text is not
// known shows its id and arguments: nothing is hidden because a table is older than the engine.
QString sentence(const Message& message);     // text alone
QString cureSentence(const Message& message); // cure alone, or empty
QString fullSentence(const Message& message); // both, separated by a space

// Puts arguments into %1 ... %9 in one pass: a "%2" inside an argument stays as it is. Used for all texts.
QString fillIn(const QString& text, const std::vector<std::string>& arguments);

} // namespace understudy::api
