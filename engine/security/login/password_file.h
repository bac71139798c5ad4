#pragma once
// The cluster's password where it lies: one line, a scrypt hash (password.h), mode 0600. Blocks for the disk;
// any thread.

#include "security/login/password.h"

namespace understudy::security {

// NotFound: none has been set. NotAllowed: others can read the file. Corrupt: it is no hash.
Result<PasswordHash> loadPassword(const std::string& path);

// Durable on return; after a crash at any instant the old or the new one is there.
Status savePassword(const std::string& path, const PasswordHash& hash);

} // namespace understudy::security
