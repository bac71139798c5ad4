// Runs a fuzz target on seeded random mutations for some seconds, without the help of a compiler.
//   fuzz_x [--seconds N] [--seed N] [FILE...]     FILE: run these inputs only, for instance one that crashed
// The input being run lies in fuzz-input.bin in the working folder if the target ends the program.

#include "driver.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

__attribute__((weak)) std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    return {};
}

namespace {

using Input = std::vector<std::uint8_t>;
using Random = std::mt19937_64;

constexpr std::size_t kMaxInput = 4096;

const Input* g_running = nullptr; // for the signal handler only

void keepInput(int signal) {
    const int fd = ::open("fuzz-input.bin", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0 && g_running != nullptr) {
        [[maybe_unused]] const ssize_t written = ::write(fd, g_running->data(), g_running->size());
        ::close(fd);
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::size_t below(Random& random, std::size_t limit) {
    return limit == 0 ? 0 : random() % limit;
}

void mutateOnce(Input& input, Random& random) {
    static constexpr std::uint8_t edges[] = {0, 1, 0x7f, 0x80, 0xff, 0xfe, 16, 17, 64};
    const std::size_t at = below(random, input.size());
    switch (random() % 7) {
    case 0: // flip a bit
        if (!input.empty())
            input[at] = static_cast<std::uint8_t>(input[at] ^ (1U << (random() % 8)));
        break;
    case 1: // a value at the edge of something
        if (!input.empty())
            input[at] = edges[random() % std::size(edges)];
        break;
    case 2: // any value
        if (!input.empty())
            input[at] = static_cast<std::uint8_t>(random());
        break;
    case 3: // cut the end
        input.resize(at);
        break;
    case 4: // remove a piece
        input.erase(input.begin() + static_cast<std::ptrdiff_t>(at),
                    input.begin() + static_cast<std::ptrdiff_t>(at + below(random, input.size() - at)));
        break;
    case 5: // insert bytes
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), 1 + below(random, 16),
                     static_cast<std::uint8_t>(random()));
        break;
    default: // a length field: 1, 2, 4 or 8 bytes of ones
        for (std::size_t i = 0, n = std::size_t(1) << (random() % 4); i < n && at + i < input.size(); ++i)
            input[at + i] = 0xff;
    }
    if (input.size() > kMaxInput)
        input.resize(kMaxInput);
}

Input mutate(const std::vector<Input>& seeds, Random& random) {
    Input input;
    if (!seeds.empty() && random() % 16 != 0)
        input = seeds[below(random, seeds.size())];
    else
        for (std::size_t left = below(random, 256); left > 0; --left)
            input.push_back(static_cast<std::uint8_t>(random()));
    for (std::size_t times = random() % 6; times > 0; --times)
        mutateOnce(input, random);
    return input;
}

void run(const Input& input) {
    // A copy of exactly this size on the heap, so that a sanitizer sees the first byte read too many.
    const Input exact(input);
    g_running = &exact;
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    g_running = nullptr;
}

void runFor(std::chrono::seconds time, std::uint64_t seed) {
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    const auto seeds = understudyFuzzSeeds();
    for (const Input& input : seeds)
        run(input);
    Random random(seed);
    std::uint64_t runs = 0;
    const auto end = std::chrono::steady_clock::now() + time;
    while (runs % 256 != 0 || std::chrono::steady_clock::now() < end) {
        run(mutate(seeds, random));
        ++runs;
    }
    std::printf("%llu inputs\n", static_cast<unsigned long long>(runs));
}

} // namespace

int main(int argc, char** argv) {
    std::chrono::seconds time(10);
    std::uint64_t seed = std::random_device{}();
    bool files = false;
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, keepInput);
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--seconds" && i + 1 < argc) {
            time = std::chrono::seconds(std::atol(argv[++i]));
        } else if (argument == "--seed" && i + 1 < argc) {
            seed = std::strtoull(argv[++i], nullptr, 10);
        } else {
            std::ifstream in(argument, std::ios::binary);
            run(Input(std::istreambuf_iterator<char>(in), {}));
            files = true;
        }
    }
    if (!files)
        runFor(time, seed);
    return 0;
}
