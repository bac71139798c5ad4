#pragma once
// An application that does everything that applications do with files.

#include <string>

void live(const std::string& root, unsigned seed, unsigned steps);
