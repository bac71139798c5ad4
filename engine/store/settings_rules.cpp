#include "store/settings_rules.h"

#include "store/ipv4.h"

#include <QtGlobal>

#include <algorithm>
#include <map>

namespace understudy::store {

namespace {

bool onlyOf(const std::string& text, std::string_view extra) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               extra.find(c) != std::string_view::npos;
    });
}

// A path that has exactly one spelling: absolute, without "//", "/./", "/../" and without "/" at its end.
bool isCleanPath(const std::string& path) {
    if (path.size() < 2 || path.front() != '/' || path.back() == '/')
        return false;
    const std::string closed = path + "/";
    return closed.find("//") == std::string::npos && closed.find("/./") == std::string::npos &&
           closed.find("/../") == std::string::npos;
}

bool contains(const std::string& outer, const std::string& inner) {
    return inner.size() > outer.size() && inner.compare(0, outer.size(), outer) == 0 &&
           inner[outer.size()] == '/';
}

} // namespace

void checkName(Section& section, const char* key, const std::string& name) {
    if (!name.empty() &&
        (name.size() > 40 || !onlyOf(name, "-_.@") || name.front() == '.' || name.front() == '-'))
        section.problem(
            key, QT_TRANSLATE_NOOP("engine", "cannot be the name \"%1\"."),
            QT_TRANSLATE_NOOP(
                "engine", "Use at most 40 letters, digits and - _ . @, beginning with a letter or digit."),
            {name});
    if (name.empty() && section.isText(key))
        section.problem(key, QT_TRANSLATE_NOOP("engine", "is empty."),
                        QT_TRANSLATE_NOOP("engine", "Give it a name."));
}

void checkHost(Section& section, const char* key, const std::string& host) {
    if (section.isText(key) && (host.empty() || host.size() > 253 || !onlyOf(host, "-._")))
        section.problem(key, QT_TRANSLATE_NOOP("engine", "cannot be the host name \"%1\"."),
                        QT_TRANSLATE_NOOP("engine", "Write the computer's name as `hostname` shows it."),
                        {host});
}

void checkInterface(Section& section, const char* key, const std::string& interface) {
    if (!interface.empty() && (interface.size() > 15 || !onlyOf(interface, "-_.@:")))
        section.problem(key, QT_TRANSLATE_NOOP("engine", "cannot be the network interface \"%1\"."),
                        QT_TRANSLATE_NOOP("engine", "Write one that `ip link` shows, or leave it out."),
                        {interface});
}

void checkUnit(Section& section, const char* key, const std::string& unit) {
    static constexpr std::string_view suffix = ".service";
    const bool good = unit.size() > suffix.size() && unit.size() < 256 && onlyOf(unit, "-_.@:\\") &&
                      std::string_view(unit).substr(unit.size() - suffix.size()) == suffix;
    if (section.isText(key) && !good)
        section.problem(key, QT_TRANSLATE_NOOP("engine", "cannot be the systemd unit \"%1\"."),
                        QT_TRANSLATE_NOOP("engine", "Write its whole name, with .service at the end."),
                        {unit});
}

void checkCommand(Section& section, const char* key, const std::vector<std::string>& command) {
    if (!section.isList(key))
        return;
    if (command.empty())
        section.problem(key, QT_TRANSLATE_NOOP("engine", "names no program."),
                        QT_TRANSLATE_NOOP("engine", "Write [\"/path/of/program\", \"argument\", ...]."));
    else if (!isCleanPath(command.front()))
        section.problem(
            key, QT_TRANSLATE_NOOP("engine", "begins with \"%1\", which is not an absolute path."),
            QT_TRANSLATE_NOOP("engine", "Write the program with its whole path; no shell is used."),
            {command.front()});
}

void checkFolderPath(Section& section, const char* key, const std::string& path) {
    if (!section.isText(key))
        return;
    if (path.empty() || path.front() != '/')
        section.problem(key, QT_TRANSLATE_NOOP("engine", "is not an absolute path: \"%1\"."),
                        QT_TRANSLATE_NOOP("engine", "Begin with /."), {path});
    else if (!isCleanPath(path) || path.size() > 1024)
        section.problem(
            key, QT_TRANSLATE_NOOP("engine", "is not a plain path: \"%1\"."),
            QT_TRANSLATE_NOOP(
                "engine",
                "Write it without //, . and .. and without / at its end; / itself cannot be replicated."),
            {path});
}

void checkNodeAddresses(Section& section, const std::vector<std::string>& addresses) {
    if (section.isList("addresses") && (addresses.empty() || addresses.size() > 4))
        section.problem("addresses", QT_TRANSLATE_NOOP("engine", "has %1 addresses."),
                        QT_TRANSLATE_NOOP("engine", "Give one per network, 1 to 4."),
                        {std::to_string(addresses.size())});
    for (std::size_t i = 0; i < addresses.size(); ++i)
        if (!parseIpv4(addresses[i]))
            section.problem(("addresses[" + std::to_string(i) + "]").c_str(),
                            QT_TRANSLATE_NOOP("engine", "is not an IPv4 address: \"%1\"."),
                            QT_TRANSLATE_NOOP("engine", "Write four numbers with dots."), {addresses[i]});
}

void checkVirtualIp(Section& section, const char* key, const std::string& text, ModuleSettings& module) {
    if (!section.isText(key))
        return;
    const auto network = parseIpv4WithPrefix(text);
    if (!network)
        return section.problem(key,
                               QT_TRANSLATE_NOOP("engine", "is not an IPv4 address with its prefix: \"%1\"."),
                               QT_TRANSLATE_NOOP("engine", "Write it like 192.168.1.100/24."), {text});
    module.virtualIp = text.substr(0, text.find('/'));
    module.prefixLength = network->prefix;
    if (network->prefix < 31 && (network->address == network->first() || network->address == network->last()))
        section.problem(key, QT_TRANSLATE_NOOP("engine", "is the address of the network itself: %1."),
                        QT_TRANSLATE_NOOP("engine", "Choose a free address inside the network."), {text});
}

namespace {

class Across {
public:
    Across(const Settings& settings, std::vector<Problem>& problems)
        : m_settings(settings), m_problems(problems) {}

    void check() {
        nodes();
        for (std::size_t i = 0; i < m_settings.modules.size(); ++i)
            module(m_settings.modules[i], "modules[" + std::to_string(i) + "]");
        folders();
    }

private:
    void nodes() {
        const NodeSettings& one = m_settings.node1;
        const NodeSettings& two = m_settings.node2;
        if (!one.host.empty() && one.host == two.host)
            add("nodes.node2.host", QT_TRANSLATE_NOOP("engine", "is the same as that of node1: %1."),
                QT_TRANSLATE_NOOP("engine", "The nodes are two computers."), {one.host});
        if (!one.addresses.empty() && !two.addresses.empty() && one.addresses.size() != two.addresses.size())
            add("nodes.node2.addresses", QT_TRANSLATE_NOOP("engine", "has %1 addresses, node1 has %2."),
                QT_TRANSLATE_NOOP(
                    "engine",
                    "Both nodes are on the same networks: give one address of each, in the same order."),
                {std::to_string(two.addresses.size()), std::to_string(one.addresses.size())});
        std::map<std::string, std::string> seen;
        for (const NodeId id : {NodeId::Node1, NodeId::Node2})
            for (std::size_t i = 0; i < m_settings.node(id).addresses.size(); ++i)
                unique(seen, m_settings.node(id).addresses[i],
                       "nodes." + std::string(nodeName(id)) + ".addresses[" + std::to_string(i) + "]");
    }

    void module(const ModuleSettings& module, const std::string& place) {
        unique(m_names, module.name, place + ".name");
        unique(m_ids, std::to_string(module.id), place + ".id");
        unique(m_virtualIps, module.virtualIp, place + ".virtual_ip");
        std::map<std::string, std::string> folders, services, checkers;
        for (std::size_t i = 0; i < module.folders.size(); ++i)
            unique(folders, module.folders[i].name, place + ".folders[" + std::to_string(i) + "].name");
        for (std::size_t i = 0; i < module.services.size(); ++i)
            unique(services, module.services[i].name, place + ".services[" + std::to_string(i) + "].name");
        for (std::size_t i = 0; i < module.checkers.size(); ++i)
            unique(checkers, module.checkers[i].name, place + ".checkers[" + std::to_string(i) + "].name");
        network(module, place + ".virtual_ip");
    }

    // The virtual address has to be reachable in the same network on both nodes, and must not be a node's
    // own.
    void network(const ModuleSettings& module, const std::string& place) {
        const auto network =
            parseIpv4WithPrefix(module.virtualIp + "/" + std::to_string(module.prefixLength));
        if (!network)
            return;
        for (const NodeId id : {NodeId::Node1, NodeId::Node2}) {
            const auto& addresses = m_settings.node(id).addresses;
            if (std::find(addresses.begin(), addresses.end(), module.virtualIp) != addresses.end())
                add(place, QT_TRANSLATE_NOOP("engine", "is %1's own address: %2."),
                    QT_TRANSLATE_NOOP("engine", "Choose a free address of the same network."),
                    {std::string(nodeName(id)), module.virtualIp});
            const bool reached =
                std::any_of(addresses.begin(), addresses.end(), [&](const std::string& text) {
                    const auto address = parseIpv4(text);
                    return !address || network->holds(*address);
                });
            if (!reached && !addresses.empty())
                add(place, QT_TRANSLATE_NOOP("engine", "%1 is in no network of %2."),
                    QT_TRANSLATE_NOOP(
                        "engine", "Choose an address, and a prefix, of a network that both nodes are on."),
                    {module.virtualIp + "/" + std::to_string(module.prefixLength),
                     std::string(nodeName(id))});
        }
    }

    // Over all modules: a folder inside another would be replicated twice.
    void folders() {
        std::vector<std::pair<std::string, std::string>> all; // path, place
        for (std::size_t m = 0; m < m_settings.modules.size(); ++m)
            for (std::size_t f = 0; f < m_settings.modules[m].folders.size(); ++f)
                all.emplace_back(m_settings.modules[m].folders[f].path, "modules[" + std::to_string(m) +
                                                                            "].folders[" + std::to_string(f) +
                                                                            "].path");
        for (std::size_t later = 0; later < all.size(); ++later)
            for (std::size_t earlier = 0; earlier < later; ++earlier) {
                const std::string& a = all[earlier].first;
                const std::string& b = all[later].first;
                if (!a.empty() && (a == b || contains(a, b) || contains(b, a)))
                    add(all[later].second,
                        QT_TRANSLATE_NOOP("engine",
                                          "%1 and %2 (%3) are the same folder, or one holds the other."),
                        QT_TRANSLATE_NOOP("engine", "Name each folder once, without folders inside it."),
                        {b, a, all[earlier].second});
            }
    }

    void unique(std::map<std::string, std::string>& seen, const std::string& value,
                const std::string& place) {
        if (value.empty())
            return;
        const auto [before, fresh] = seen.emplace(value, place);
        if (!fresh)
            add(place, QT_TRANSLATE_NOOP("engine", "is the same as %1: %2."),
                QT_TRANSLATE_NOOP("engine", "Choose another."), {before->second, value});
    }

    void add(const std::string& place, const char* what, const char* cure,
             std::vector<std::string> arguments) {
        m_problems.push_back({place, what, cure, std::move(arguments)});
    }

    const Settings& m_settings;
    std::vector<Problem>& m_problems;
    std::map<std::string, std::string> m_names, m_ids, m_virtualIps;
};

} // namespace

void checkAcross(const Settings& settings, std::vector<Problem>& problems) {
    Across(settings, problems).check();
}

} // namespace understudy::store
