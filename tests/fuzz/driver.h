#pragma once
// What a fuzz target gives the driver.

#include <cstddef>
#include <cstdint>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// Good inputs to start from; a target that has none need not define it (the driver has an empty default).
std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds();
