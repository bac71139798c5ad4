#pragma once
// What has to hold for single values, and between values, of the settings.

#include "store/settings_section.h"

namespace understudy::store {

// Each adds a problem at `key` if the value does not hold. An empty value is left alone where the reading has
// already said that it is missing.
void checkName(Section& section, const char* key, const std::string& name);
void checkHost(Section& section, const char* key, const std::string& host);
void checkInterface(Section& section, const char* key, const std::string& interface);
void checkUnit(Section& section, const char* key, const std::string& unit);
void checkCommand(Section& section, const char* key, const std::vector<std::string>& command);
void checkFolderPath(Section& section, const char* key, const std::string& path);
void checkNodeAddresses(Section& section, const std::vector<std::string>& addresses); // key "addresses"
// "10.99.0.100/24" into the module's two fields.
void checkVirtualIp(Section& section, const char* key, const std::string& text, ModuleSettings& module);

// Between values: equal names, ids and addresses; nested folders; networks; times that do not fit together.
void checkAcross(const Settings& settings, std::vector<Problem>& problems);

} // namespace understudy::store
