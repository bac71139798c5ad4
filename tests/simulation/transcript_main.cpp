// transcripts FOLDER [--rewrite]: plays every transcript of the folder and compares. Fails also when a row of
// the table is reached by none of them. --rewrite puts what happened in the place of what was expected: read
// the diff.
#include "simulation/transcript.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

using namespace understudy;
using namespace understudy::simulation;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void sayFirstDifference(const fs::path& path, const std::string& expected, const std::string& happened) {
    std::istringstream a(expected), b(happened);
    std::string left, right;
    for (int line = 1;; ++line) {
        const bool more = static_cast<bool>(std::getline(a, left));
        const bool also = static_cast<bool>(std::getline(b, right));
        if (!more && !also)
            return;
        if (more != also || left != right) {
            std::printf("%s:%d\n  expected: %s\n  happened: %s\n", path.c_str(), line,
                        more ? left.c_str() : "(the end)", also ? right.c_str() : "(the end)");
            return;
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "transcripts FOLDER [--rewrite]\n");
        return 2;
    }
    const bool rewrite = argc > 2 && std::strcmp(argv[2], "--rewrite") == 0;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(argv[1]))
        if (entry.path().extension() == ".txt")
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());

    int failed = 0;
    std::set<std::string> rows;
    for (const fs::path& path : paths) {
        const std::string expected = contentOf(path);
        Transcript transcript;
        const std::string happened = transcript.play(expected);
        rows.insert(transcript.rows().begin(), transcript.rows().end());
        const bool broken = happened.find("\n!!") != std::string::npos;
        if (broken)
            std::printf("%s: %s\n", path.c_str(), happened.substr(happened.find("\n!!") + 1, 120).c_str());
        if (happened != expected && rewrite)
            std::ofstream(path) << happened;
        else if (happened != expected)
            sayFirstDifference(path, expected, happened);
        failed += broken || (happened != expected && !rewrite) ? 1 : 0;
    }
    for (const auto& row : cluster::rowTexts())
        if (rows.count(row.id) == 0) {
            std::printf("no transcript reaches the row %s\n", row.id.c_str());
            ++failed;
        }
    std::printf("%zu transcripts, %zu rows reached, %d failures\n", paths.size(), rows.size(), failed);
    return failed == 0 ? 0 : 1;
}
