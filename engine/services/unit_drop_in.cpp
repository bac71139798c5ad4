#include "services/unit_drop_in.h"

#include "base/descriptor.h"

#include <fcntl.h>

#include <filesystem>

namespace understudy::services {
namespace {

namespace fs = std::filesystem;

fs::path directoryOf(const DropInSettings& settings, const std::string& unit) {
    return fs::path(settings.unitDirectory) / (unit + ".d");
}

fs::path fileOf(const DropInSettings& settings, const std::string& unit) {
    return directoryOf(settings, unit) / "understudy.conf";
}

fs::path permitOf(const DropInSettings& settings, const std::string& unit) {
    return fs::path(settings.permitDirectory) / unit;
}

std::string contentFor(const DropInSettings& settings, const std::string& unit) {
    std::string text = "# Written by Understudy, which starts and stops this unit.\n[Unit]\n";
    if (!settings.engineUnit.empty())
        text += "BindsTo=" + settings.engineUnit + "\nAfter=" + settings.engineUnit + "\n";
    text += "ConditionPathExists=" + permitOf(settings, unit).string() + "\n";
    return text + "[Service]\nRestart=no\n";
}

Status makeDirectory(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error)
        return fail(Error{ErrorCode::System, path.string(), "cannot make the directory", error.value()});
    return {};
}

Status writeFile(const fs::path& path, const std::string& content) {
    auto file = File::open(path.string(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (!file)
        return fail(file.error());
    return file->writeAll(content.data(), content.size());
}

} // namespace

Result<DropInChange> writeDropIn(const DropInSettings& settings, const std::string& unit) {
    constexpr std::size_t kLimit = 4096;
    const std::string wanted = contentFor(settings, unit);
    const std::string path = fileOf(settings, unit).string();
    if (const auto is = readWholeFile(path, kLimit); is && std::string(is->begin(), is->end()) == wanted)
        return DropInChange::WasThere;
    if (const auto made = makeDirectory(directoryOf(settings, unit)); !made)
        return fail(made.error());
    if (const auto written = writeFile(path, wanted); !written)
        return fail(written.error());
    return DropInChange::Written;
}

Status permitUnit(const DropInSettings& settings, const std::string& unit) {
    if (const auto made = makeDirectory(settings.permitDirectory); !made)
        return made;
    return writeFile(permitOf(settings, unit), "");
}

void forbidUnit(const DropInSettings& settings, const std::string& unit) {
    std::error_code ignored; // it was not there
    fs::remove(permitOf(settings, unit), ignored);
}

void removeDropIn(const DropInSettings& settings, const std::string& unit) {
    std::error_code ignored; // it was not there, or other drop-ins share the directory
    fs::remove(fileOf(settings, unit), ignored);
    fs::remove(directoryOf(settings, unit), ignored);
}

} // namespace understudy::services
