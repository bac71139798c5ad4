#include "security/make_keys_command.h"

#include "security/certificates.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <sstream>

namespace understudy::security {

namespace {

struct Request {
    std::string folder;
    ClusterNames names;
};

int usage(const std::string& what) {
    std::fprintf(stderr,
                 "understudyd: %s\n"
                 "use: understudyd --make-keys DIR --node node1=HOST,ADDRESS[,ADDRESS...] "
                 "--node node2=HOST,ADDRESS[,ADDRESS...] [--virtual-ip IP]\n",
                 what.c_str());
    return 2;
}

// "node1=HOST,ADDRESS[,ADDRESS...]"
bool readNode(const std::string& text, ClusterNames& names) {
    const auto equals = text.find('=');
    const std::string node = text.substr(0, equals);
    if (equals == std::string::npos || (node != "node1" && node != "node2"))
        return false;
    NodeNames& out = node == "node1" ? names.node1 : names.node2;
    std::istringstream parts(text.substr(equals + 1));
    std::string host;
    std::getline(parts, host, ',');
    out.hosts = {host};
    out.addresses.clear();
    for (std::string address; std::getline(parts, address, ',');)
        out.addresses.push_back(address);
    return !host.empty() && !out.addresses.empty();
}

// Empty: fine. Otherwise what is wrong.
std::string read(const std::vector<std::string>& args, Request& request) {
    for (std::size_t i = 0; i < args.size(); i += 2) {
        if (i + 1 == args.size())
            return args[i] + " needs a value";
        const std::string& value = args[i + 1];
        if (args[i] == "--make-keys")
            request.folder = value;
        else if (args[i] == "--virtual-ip")
            request.names.virtualIps.push_back(value);
        else if (args[i] != "--node")
            return "unknown option " + args[i];
        else if (!readNode(value, request.names))
            return "--node wants node1=HOST,ADDRESS or node2=HOST,ADDRESS, not " + value;
    }
    if (request.folder.empty())
        return "--make-keys wants a folder";
    if (request.names.node1.hosts.empty() || request.names.node2.hosts.empty())
        return "both nodes are needed";
    return {};
}

int failed(const Error& error) {
    std::fprintf(stderr, "understudyd: %s\n", error.toString().c_str());
    return 1;
}

} // namespace

int makeKeysCommand(const std::vector<std::string>& args) {
    Request request;
    if (const std::string wrong = read(args, request); !wrong.empty())
        return usage(wrong);
    const auto keys = makeClusterKeys(request.names);
    if (!keys)
        return failed(keys.error());
    if (::mkdir(request.folder.c_str(), 0700) != 0 && errno != EEXIST)
        return failed(systemError(request.folder, "cannot be made"));
    for (const NodeId node : {NodeId::Node1, NodeId::Node2}) {
        const std::string folder = request.folder + "/" + std::string(nodeName(node));
        if (auto done = saveKeySet(folder, node == NodeId::Node1 ? keys->node1 : keys->node2); !done)
            return failed(done.error());
        if (auto done = saveCaKey(folder, keys->caKey); !done)
            return failed(done.error());
    }
    return 0;
}

} // namespace understudy::security
