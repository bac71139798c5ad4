// understudy_sim: random schedules against the decision core. A failing seed is printed and replays exactly.
#include "simulation/chaos.h"
#include "simulation/faults.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace understudy::simulation;

namespace {

int usage() {
    std::fprintf(
        stderr,
        "understudy_sim [--seed N] [--count N] [--steps N] [--only FAULT] [--trace]\n"
        "  --seed N    the first seed (1)\n"
        "  --count N   how many seeds, one after the other (1; without --seed: 2000)\n"
        "  --steps N   faults in each run (24)\n"
        "  --trace     every step, in columns: time, node, what; legend in tests/simulation/README.md\n"
        "  --only F    no other fault than this one:");
    for (const std::string& name : Faults::names())
        std::fprintf(stderr, " %s", name.c_str());
    std::fputs("\n", stderr);
    return 2;
}

bool isFault(const std::string& name) {
    const auto names = Faults::names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

int main(int argc, char** argv) {
    Run run;
    unsigned long count = 0;
    bool seeded = false;
    for (int i = 1; i < argc; ++i) {
        const bool more = i + 1 < argc;
        if (std::strcmp(argv[i], "--trace") == 0)
            run.trace = true;
        else if (std::strcmp(argv[i], "--seed") == 0 && more)
            run.seed = std::strtoull(argv[++i], nullptr, 10), seeded = true;
        else if (std::strcmp(argv[i], "--count") == 0 && more)
            count = std::strtoul(argv[++i], nullptr, 10);
        else if (std::strcmp(argv[i], "--steps") == 0 && more)
            run.faults = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        else if (std::strcmp(argv[i], "--only") == 0 && more && isFault(argv[i + 1]))
            run.only = argv[++i];
        else
            return usage();
    }
    if (count == 0)
        count = seeded ? 1 : 2000;
    run.line = [](const std::string& text) { std::puts(text.c_str()); };

    std::set<std::string> rows;
    unsigned long failed = 0;
    std::size_t acknowledged = 0;
    for (unsigned long i = 0; i < count; ++i, ++run.seed) {
        const Outcome outcome = runSeed(run);
        rows.insert(outcome.rows.begin(), outcome.rows.end());
        acknowledged += outcome.acknowledged;
        if (outcome.violation.empty())
            continue;
        ++failed;
        std::printf("seed %llu: %s\n  replay: ./dev sim %llu --steps %u --trace\n",
                    static_cast<unsigned long long>(run.seed), outcome.violation.c_str(),
                    static_cast<unsigned long long>(run.seed), run.faults);
    }
    std::printf("%lu seeds, %lu failed, %zu writes acknowledged, %zu rows of the table taken\n", count,
                failed, acknowledged, rows.size());
    return failed == 0 ? 0 : 1;
}
