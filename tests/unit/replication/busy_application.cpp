#include "busy_application.h"

#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstdio>
#include <random>
#include <vector>

void live(const std::string& root, unsigned seed, unsigned steps) {
    std::mt19937 dice(seed);
    std::vector<int> open;
    const auto name = [&] { return root + "/" + std::string(1, static_cast<char>('a' + dice() % 8)); };
    const auto inner = [&] { return name() + "/" + std::string(1, static_cast<char>('a' + dice() % 4)); };
    const auto any = [&] { return dice() % 3 == 0 ? inner() : name(); };
    std::string bytes(200000, '\0');
    for (char& c : bytes)
        c = static_cast<char>(dice());
    for (unsigned i = 0; i < steps; ++i) {
        const std::string path = any();
        switch (dice() % 16) {
        case 0:
            ::mkdir(path.c_str(), 0755);
            break;
        case 1:
            ::unlink(path.c_str());
            break;
        case 2:
            ::rename(path.c_str(), any().c_str());
            break;
        case 3:
            [[fallthrough]];
        case 4:
            [[maybe_unused]] int linked = ::link(path.c_str(), any().c_str());
            break;
        }
        const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | (dice() % 4 == 0 ? O_APPEND : 0), 0640);
        if (fd < 0)
            continue;
        const off_t at = static_cast<off_t>(dice() % 9000000);
        const std::size_t size = dice() % (dice() % 4 == 0 ? bytes.size() : 5000);
        switch (dice() % 10) {
        case 0:
            QVERIFY(::ftruncate(fd, at) == 0);
            break;
        case 1:
            ::fallocate(fd, dice() % 2 ? 0x03 : 0x01, at, static_cast<off_t>(size) + 1);
            break;
        case 2:
            ::fchmod(fd, dice() % 2 ? 0600 : 0644);
            break;
        case 3:
            ::fsetxattr(fd, "user.note", bytes.data(), dice() % 200, 0);
            break;
        case 4:
            ::fsync(fd);
            [[fallthrough]];
        default:
            QVERIFY(::pwrite(fd, bytes.data(), size, at) == static_cast<ssize_t>(size));
        }
        if (dice() % 4 == 0)
            ::fsync(fd);
        open.push_back(fd); // stays open over renames and unlinks
        if (open.size() > 10) {
            ::close(open.front());
            open.erase(open.begin());
        }
    }
    for (const int fd : open)
        ::close(fd);
}
