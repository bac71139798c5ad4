#pragma once
// Random bytes from the kernel, handed to whoever needs them (the decision core gets them as input).

#include "base/ids.h"

#include <cstddef>
#include <cstdint>

namespace understudy {

void fillRandom(void* out, std::size_t size); // cryptographic; ends the program if the kernel has none
std::uint64_t randomNumber();                 // never 0
Generation randomGeneration();

} // namespace understudy
