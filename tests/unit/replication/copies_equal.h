#pragma once
// Compares two real folders byte for byte, with names, links, owners, modes, times and extended attributes,
// without any code of the replication (its own checksums would agree with its own mistakes).

#include <string>

// Empty when equal; else the first difference in words.
std::string differenceBetween(const std::string& a, const std::string& b);
