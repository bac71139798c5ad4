#pragma once
// Reads one object of the settings document: every key that is asked for is known, every other key is a
// problem. A value that is missing or wrong adds a problem and yields its default, so that reading goes on
// and all problems are found.

#include "store/settings.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <string>
#include <vector>

namespace understudy::store {

struct Range {
    long long least;
    long long most;
};

class Section {
public:
    Section(const QJsonObject& object, std::string place, std::vector<Problem>& problems);

    // A default makes the key optional.
    std::string text(const char* key, std::optional<std::string> otherwise = std::nullopt);
    long long number(const char* key, Range range, std::optional<long long> otherwise = std::nullopt);
    milliseconds duration(const char* key, Range range, std::optional<milliseconds> otherwise = std::nullopt);
    bool flag(const char* key, bool otherwise);
    // One of the words; yields its position (of `otherwise` when the key is missing or wrong).
    std::size_t choice(const char* key, const std::vector<std::string>& words,
                       std::optional<std::size_t> otherwise = std::nullopt);
    // The same for a key that decides which other keys there are; without it they are not judged.
    std::optional<std::size_t> kind(const char* key, const std::vector<std::string>& words);
    std::vector<std::string> texts(const char* key, bool required);

    // Calls read for the object, or for each object of the list.
    void object(const char* key, bool required, const std::function<void(Section&)>& read);
    void list(const char* key, bool required, Range count, const std::function<void(Section&)>& read);

    bool has(const char* key) const;
    bool isText(const char* key) const; // there, and of the type that a rule on its content expects
    bool isList(const char* key) const;
    std::string placeOf(const char* key) const;
    void problem(const char* key, const char* what, const char* cure,
                 std::vector<std::string> arguments = {});
    // Keys that nobody asked for are problems.
    void finish();

private:
    QJsonValue take(const char* key, bool required); // undefined: missing, and said so if required
    bool wrongType(const char* key, bool good, const char* wanted);

    const QJsonObject m_object;
    const std::string m_place;
    std::vector<Problem>& m_problems;
    std::vector<std::string> m_known;
    bool m_judgesUnknown = true;
};

} // namespace understudy::store
