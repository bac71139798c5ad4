#pragma once
// Bytes as lower-case hexadecimal digits. Pure.

#include <cstdint>
#include <span>
#include <string>

namespace understudy {

std::string toHex(std::span<const std::uint8_t> bytes);

} // namespace understudy
