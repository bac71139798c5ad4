#pragma once
// The files of a key set, one by one. Private to security.

#include "security/key_set.h"

namespace understudy::security {

constexpr char kNextKeyFile[] = "/node.key.next"; // see renewal.cpp

Result<std::string> readSecret(const std::string& path);
Result<SecretKey> readClusterKey(const std::string& folder);
Status takeNextKey(const std::string& folder); // node.key.next becomes node.key; durable on return

} // namespace understudy::security
