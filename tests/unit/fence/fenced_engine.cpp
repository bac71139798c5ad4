// Plays the engine for fence_test: has something to fence, feeds its fence, and can be killed, stopped or
// stuck.
//   fenced_engine PATIENCE_MS VERIFY_MS [key=value ...]
// Keys: address, delete (an address to delete instead), mount, abort=no, child=yes (which holds the mount's
// device too), group, peer (ADDRESS:PORT), say. Prints "fence PID" for each fence it gets. Reads one line at
// a time: "stick" feeds without a step from now on, "quit" stands down and ends, "die TEXT" feeds TEXT as
// what to say and dies in the same instant.

#include "address/rtnetlink.h"
#include "fence/fence_feed.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mount.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

using namespace understudy;
using namespace understudy::fence;

namespace {

using Options = std::map<std::string, std::string>;

[[noreturn]] void giveUp(const std::string& why) {
    std::cout << "failed: " << why << std::endl;
    std::_Exit(1);
}

// A FUSE mount whose server never answers: everybody who enters waits for it.
Descriptor mountSilently(const std::string& path) {
    Descriptor device(::open("/dev/fuse", O_RDWR | O_CLOEXEC));
    const std::string options = "fd=" + std::to_string(device.get()) + ",rootmode=40000,user_id=0,group_id=0";
    if (::mount("fenced-engine", path.c_str(), "fuse", MS_NOSUID | MS_NODEV, options.c_str()) != 0)
        giveUp("cannot mount " + path);
    return device;
}

Descriptor abortFileOf(const std::string& path) {
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string id, parent, device, root, point;
        words >> id >> parent >> device >> root >> point;
        if (point == path)
            return Descriptor(
                ::open(("/sys/fs/fuse/connections/" + device.substr(device.find(':') + 1) + "/abort").c_str(),
                       O_WRONLY | O_CLOEXEC));
    }
    return {};
}

// A child that holds all descriptors until the test closes this program's input.
void forkHolder() {
    if (::fork() != 0)
        return;
    pollfd input{STDIN_FILENO, 0, 0};
    while (::poll(&input, 1, -1) < 0) {
    }
    std::_Exit(0);
}

FenceOrders::Address addressOrders(const std::string& text, const std::string& toDelete) {
    const auto message = address::Rtnetlink::removeMessage({.interfaceIndex = 1,
                                                            .address = *address::Ipv4::parse(toDelete),
                                                            .prefixLength = 32,
                                                            .permanent = false});
    if (!message)
        giveUp(message.error().toString());
    return {htonl(address::Ipv4::parse(text)->value), *message};
}

void say(FenceOrders& orders, const std::string& text) {
    orders.fenced.assign(text.begin(), text.end());
}

Options read(int argc, char** argv) {
    Options options;
    for (int i = 3; i < argc; ++i) {
        const std::string text = argv[i];
        const auto equals = text.find('=');
        options[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return options;
}

struct Engine {
    FenceOrders orders;
    Descriptor fuse;
    Descriptor abort;
    bool stuck = false;

    explicit Engine(Options options) {
        if (options.contains("address"))
            orders.address = addressOrders(
                options["address"], options.contains("delete") ? options["delete"] : options["address"]);
        if (options.contains("mount")) {
            fuse = mountSilently(options["mount"]);
            if (options["abort"] != "no" && !(abort = abortFileOf(options["mount"])).isOpen())
                giveUp("no abort file");
            if (options["child"] == "yes")
                forkHolder();
            orders.mounts.push_back({options["mount"], abort.get()});
        }
        if (options.contains("group"))
            orders.groups.push_back(options["group"]);
        if (options.contains("peer")) {
            const auto colon = options["peer"].rfind(':');
            orders.peers.push_back(
                {options["peer"].substr(0, colon),
                 static_cast<std::uint16_t>(std::stoi(options["peer"].substr(colon + 1)))});
        }
        say(orders, options["say"]);
    }
};

void obey(const std::string& command, Engine& engine, FenceFeed& feed) {
    if (command == "stick")
        engine.stuck = true;
    if (command == "quit") {
        feed.standDown();
        std::_Exit(0);
    }
    if (command.starts_with("die ")) {
        say(engine.orders, command.substr(4));
        if (feed.feed(engine.orders))
            ::kill(::getpid(), SIGKILL);
    }
}

} // namespace

int main(int argc, char** argv) {
    const auto patience = std::chrono::milliseconds(std::atol(argv[1]));
    auto feed = FenceFeed::start({patience, std::chrono::milliseconds(std::atol(argv[2]))});
    if (!feed)
        giveUp(feed.error().toString());
    Engine engine(read(argc, argv));
    int announced = 0;
    for (;;) {
        if (!engine.stuck)
            ++engine.orders.steps;
        if (const auto fed = (*feed)->feed(engine.orders); !fed)
            giveUp(fed.error().toString());
        if ((*feed)->processId() != announced) {
            announced = (*feed)->processId();
            std::cout << "fence " << announced << std::endl;
        }
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (::poll(&input, 1, static_cast<int>(patience.count() / 8)) > 0) {
            std::string command;
            if (!std::getline(std::cin, command))
                std::_Exit(0);
            if (command == "end") { // destroyed, as an engine does on its way out, and not gone yet
                feed->reset();
                std::getline(std::cin, command);
                return 0;
            }
            obey(command, engine, **feed);
        }
    }
}
