#include "store/settings_section.h"

#include <QtGlobal>

#include <algorithm>

namespace understudy::store {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

// A key from outside as part of a place that is shown: never empty, nothing that a terminal would obey.
std::string shown(std::string key) {
    std::replace_if(
        key.begin(), key.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    return key.empty() ? "\"\"" : key;
}

} // namespace

Section::Section(const QJsonObject& object, std::string place, std::vector<Problem>& problems)
    : m_object(object), m_place(std::move(place)), m_problems(problems) {}

std::string Section::placeOf(const char* key) const {
    return m_place.empty() ? key : m_place + "." + key;
}

bool Section::has(const char* key) const {
    return m_object.contains(QLatin1String(key));
}

bool Section::isText(const char* key) const {
    return m_object.value(QLatin1String(key)).isString();
}

bool Section::isList(const char* key) const {
    return m_object.value(QLatin1String(key)).isArray();
}

void Section::problem(const char* key, const char* what, const char* cure,
                      std::vector<std::string> arguments) {
    m_problems.push_back({placeOf(key), what, cure, std::move(arguments)});
}

QJsonValue Section::take(const char* key, bool required) {
    m_known.emplace_back(key);
    const QJsonValue value = m_object.value(QLatin1String(key));
    if (value.isUndefined() && required)
        problem(key, QT_TRANSLATE_NOOP("engine", "is missing."), QT_TRANSLATE_NOOP("engine", "Add it."));
    return value;
}

bool Section::wrongType(const char* key, bool good, const char* wanted) {
    if (!good)
        problem(key, QT_TRANSLATE_NOOP("engine", "has the wrong type."),
                QT_TRANSLATE_NOOP("engine", "Write %1."), {wanted});
    return !good;
}

std::string Section::text(const char* key, std::optional<std::string> otherwise) {
    const QJsonValue value = take(key, !otherwise);
    if (value.isUndefined() || wrongType(key, value.isString(), "a text in quotes"))
        return otherwise.value_or("");
    const std::string text = value.toString().toStdString();
    if (text.find('\0') != std::string::npos)
        problem(key, QT_TRANSLATE_NOOP("engine", "holds a zero byte."),
                QT_TRANSLATE_NOOP("engine", "Remove it."));
    return text;
}

long long Section::number(const char* key, Range range, std::optional<long long> otherwise) {
    const long long fallback = otherwise.value_or(range.least);
    const QJsonValue value = take(key, !otherwise);
    if (value.isUndefined() || wrongType(key, value.isDouble(), "a whole number"))
        return fallback;
    const double real = value.toDouble();
    const bool inRange = real >= static_cast<double>(range.least) && real <= static_cast<double>(range.most);
    const long long whole = inRange ? static_cast<long long>(real) : fallback;
    if (inRange && static_cast<double>(whole) == real)
        return whole;
    problem(key, QT_TRANSLATE_NOOP("engine", "is not a whole number from %1 to %2."),
            QT_TRANSLATE_NOOP("engine", "Choose one in this range."),
            {std::to_string(range.least), std::to_string(range.most)});
    return fallback;
}

milliseconds Section::duration(const char* key, Range range, std::optional<milliseconds> otherwise) {
    return milliseconds(
        number(key, range, otherwise ? std::optional<long long>(otherwise->count()) : std::nullopt));
}

bool Section::flag(const char* key, bool otherwise) {
    const QJsonValue value = take(key, false);
    if (value.isUndefined() || wrongType(key, value.isBool(), "true or false"))
        return otherwise;
    return value.toBool();
}

std::size_t Section::choice(const char* key, const std::vector<std::string>& words,
                            std::optional<std::size_t> otherwise) {
    const QJsonValue value = take(key, !otherwise);
    const std::size_t fallback = otherwise.value_or(0);
    if (value.isUndefined() || wrongType(key, value.isString(), "a text in quotes"))
        return fallback;
    const auto found = std::find(words.begin(), words.end(), value.toString().toStdString());
    if (found != words.end())
        return static_cast<std::size_t>(found - words.begin());
    problem(key, QT_TRANSLATE_NOOP("engine", "cannot be \"%1\"."),
            QT_TRANSLATE_NOOP("engine", "Choose one of: %2."),
            {value.toString().toStdString(), joined(words)});
    return fallback;
}

std::optional<std::size_t> Section::kind(const char* key, const std::vector<std::string>& words) {
    const std::size_t before = m_problems.size();
    const std::size_t found = choice(key, words);
    m_judgesUnknown = m_problems.size() == before;
    return m_judgesUnknown ? std::optional(found) : std::nullopt;
}

std::vector<std::string> Section::texts(const char* key, bool required) {
    const QJsonValue value = take(key, required);
    std::vector<std::string> list;
    if (value.isUndefined() || wrongType(key, value.isArray(), "a list of texts: [\"...\"]"))
        return list;
    for (const QJsonValue& entry : value.toArray()) {
        const std::string item = std::string(key) + "[" + std::to_string(list.size()) + "]";
        wrongType(item.c_str(), entry.isString(), "a text in quotes");
        list.push_back(entry.toString().toStdString());
    }
    return list;
}

void Section::object(const char* key, bool required, const std::function<void(Section&)>& read) {
    const QJsonValue value = take(key, required);
    if (value.isUndefined() || wrongType(key, value.isObject(), "an object: {...}"))
        return;
    Section section(value.toObject(), placeOf(key), m_problems);
    read(section);
    section.finish();
}

void Section::list(const char* key, bool required, Range count, const std::function<void(Section&)>& read) {
    const QJsonValue value = take(key, required);
    if (value.isUndefined() || wrongType(key, value.isArray(), "a list of objects: [{...}]"))
        return;
    const QJsonArray array = value.toArray();
    if (array.size() < count.least || array.size() > count.most) {
        problem(key, QT_TRANSLATE_NOOP("engine", "has %1 entries."),
                QT_TRANSLATE_NOOP("engine", "It may have %2 to %3."),
                {std::to_string(array.size()), std::to_string(count.least), std::to_string(count.most)});
        if (array.size() > count.most)
            return;
    }
    for (qsizetype i = 0; i < array.size(); ++i) {
        const std::string item = std::string(key) + "[" + std::to_string(i) + "]";
        if (wrongType(item.c_str(), array[i].isObject(), "an object: {...}"))
            continue;
        Section section(array[i].toObject(), placeOf(item.c_str()), m_problems);
        read(section);
        section.finish();
    }
}

void Section::finish() {
    if (!m_judgesUnknown)
        return;
    for (const QString& key : m_object.keys()) {
        const std::string name = key.toStdString();
        if (std::find(m_known.begin(), m_known.end(), name) == m_known.end())
            problem(shown(name).c_str(), QT_TRANSLATE_NOOP("engine", "is not known here."),
                    QT_TRANSLATE_NOOP("engine", "Remove it, or correct its spelling. Known here: %1."),
                    {joined(m_known)});
    }
}

} // namespace understudy::store
