#pragma once
// What a certificate or a licence may name as a host. Pure.

#include <string>

namespace understudy::security {

bool isHostName(const std::string& host); // letters, digits, '-' and '.', at most 253

} // namespace understudy::security
