#include "joining/files.h"

#include "base/descriptor.h"
#include "base/hex.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace understudy::joining {

namespace {

constexpr char kRecord[] = "/record";
constexpr char kSettings[] = "/settings.json";
constexpr char kCopy[] = "/settings.copy"; // stays: tells our settings from others
constexpr char kKeys[] = "/keys";
constexpr char kOldKeys[] = "/old-keys";
constexpr char kOurKeysAgain[] = "/taken-back";
constexpr char kMark[] = "/joining"; // in our keys: the id
constexpr std::size_t kLargestRecord = 64 * 1024;
constexpr std::size_t kLargestSettings = 2 * 1024 * 1024;

bool exists(const std::string& path) {
    return ::access(path.c_str(), F_OK) == 0;
}

std::string contentOf(const std::string& path) {
    const auto bytes = readWholeFile(path, kLargestSettings);
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

Status writeText(const std::string& path, const std::string& text) {
    return replaceFileDurably(path, text.data(), text.size());
}

// rename(2), with both folders made durable.
Status move(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        return fail(systemError(to, "cannot be put in place"));
    for (const std::string& path : {from, to})
        if (auto done = syncDirectory(path.substr(0, path.rfind('/'))); !done)
            return done;
    return {};
}

Status removeFile(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        return fail(systemError(path, "cannot be removed"));
    return syncDirectory(path.substr(0, path.rfind('/')));
}

Status removeTree(const std::string& path) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error)
        return fail(Error{ErrorCode::System, path, "cannot be removed", error.value()});
    return {};
}

} // namespace

Files::Files(std::string settingsFolder, Hooks hooks)
    : m_settingsFolder(std::move(settingsFolder)), m_folder(m_settingsFolder + "/joining"),
      m_hooks(std::move(hooks)) {}

Status Files::makeFolder() const {
    if (::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(systemError(m_folder, "cannot be made"));
    return syncDirectory(m_settingsFolder);
}

Result<Record> Files::load() const {
    const std::string path = ours(kRecord);
    const auto bytes = readWholeFile(path, kLargestRecord);
    if (!bytes && bytes.error().code == ErrorCode::NotFound)
        return Record{};
    if (!bytes)
        return fail(bytes.error());
    return parseRecord(std::string(bytes->begin(), bytes->end()), path);
}

Status Files::write(const Record& record) {
    if (auto made = makeFolder(); !made)
        return made;
    return writeText(ours(kRecord), recordText(record));
}

// What an earlier joining left and could not remove; keys that were moved aside are never thrown away for it.
Status Files::removeLeftovers() const {
    if (exists(ours(kOldKeys)) && !exists(inForce(kKeys)))
        if (auto done = move(ours(kOldKeys), inForce(kKeys)); !done)
            return done;
    for (const char* left : {kKeys, kOldKeys, kOurKeysAgain, kSettings, kCopy})
        if (auto done = removeTree(ours(left)); !done)
            return done;
    return {};
}

Status Files::stage(const JoiningId& id, const StagedFiles& files) {
    if (auto made = makeFolder(); !made)
        return made;
    if (auto done = removeLeftovers(); !done)
        return done;
    const std::string keys = ours(kKeys);
    if (auto done = security::saveKeySet(keys, files.keys); !done)
        return done;
    if (auto done = security::saveCaKey(keys, files.caKey); !done)
        return done;
    if (auto done = writeText(keys + kMark, toHex(id)); !done)
        return done;
    if (auto done = writeText(ours(kCopy), files.settings); !done)
        return done;
    if (auto done = writeText(ours(kSettings), files.settings); !done)
        return done;
    return syncDirectory(m_folder);
}

bool Files::areOurKeys(const JoiningId& id) const {
    return contentOf(inForce(kKeys) + kMark) == toHex(id);
}

// Keys first: settings without their keys would be an error, keys without settings are nothing.
Status Files::switchOver(const Record& record) {
    if (exists(ours(kKeys)) && !areOurKeys(record.id)) {
        if (exists(inForce(kKeys)))
            if (auto done = move(inForce(kKeys), ours(kOldKeys)); !done)
                return done;
        if (auto done = move(ours(kKeys), inForce(kKeys)); !done)
            return done;
    }
    if (!exists(ours(kSettings))) // switched already: then both are there
        return areOurKeys(record.id) && isConfigured()
                   ? Status()
                   : fail(ErrorCode::NotFound, ours(kSettings), "is gone: this joining was taken back");
    if (!areOurKeys(record.id))
        return fail(ErrorCode::NotFound, ours(kKeys), "is gone: this joining was taken back");
    if (record.side == Side::Guest && m_hooks.makeState)
        if (auto made = m_hooks.makeState(contentOf(ours(kSettings))); !made)
            return made;
    return move(ours(kSettings), inForce(kSettings));
}

Status Files::putBack(const Record& record) {
    if (record.stage == Stage::None)
        return exists(m_folder) ? removeTree(m_folder) : Status();
    const std::string copy = contentOf(ours(kCopy));
    if (!copy.empty() && contentOf(inForce(kSettings)) == copy)
        if (auto done = removeFile(inForce(kSettings)); !done)
            return done;
    if (areOurKeys(record.id))
        if (auto done = move(inForce(kKeys), ours(kOurKeysAgain)); !done)
            return done;
    if (exists(ours(kOldKeys)) && !exists(inForce(kKeys)))
        if (auto done = move(ours(kOldKeys), inForce(kKeys)); !done)
            return done;
    for (const std::string& file : record.made)
        if (auto done = removeFile(file); !done)
            return done;
    for (const char* staged : {kSettings, kKeys, kOurKeysAgain})
        if (auto done = removeTree(ours(staged)); !done)
            return done;
    return {};
}

Status Files::removeRecord() {
    if (exists(ours(kRecord)))
        if (auto done = removeFile(ours(kRecord)); !done)
            return done;
    return removeTree(m_folder); // garbage without its record; but keys are in it, so it is tried again
}

std::vector<std::string> Files::stateFiles(const std::string& settings) const {
    return m_hooks.stateFiles ? m_hooks.stateFiles(settings) : std::vector<std::string>();
}

bool Files::isConfigured() const {
    return exists(inForce(kSettings));
}

} // namespace understudy::joining
