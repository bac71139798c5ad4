#pragma once
// What a computer is like, as far as a cluster depends on it; collected on each node, sent to the other, and
// judged (judge.h). Values.

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace understudy::prerequisites {

// What is planned, as far as it is known: without a value the facts that depend on it are not collected.
struct Plan {
    std::string virtualIp;             // dotted
    std::string peerName;              // as it was typed, or from the settings
    std::string peerAddress;           // the other node's
    std::vector<std::string> units;    // systemd units that the module starts
    std::vector<std::string> folders;  // replicated
    std::vector<std::string> accounts; // owners of the folders, services' users
    bool configured = false;           // the cluster's own ports are held by the engine itself then

    bool operator==(const Plan&) const = default;
};

struct AddressFact {
    std::string interface;
    std::string address; // IPv4
    unsigned prefixLength = 0;
    bool isStatic = false; // for ever, not leased

    bool operator==(const AddressFact&) const = default;
};
struct NameFact {
    std::string name;
    std::string address; // the first answer; empty: none
    bool hasIpv6 = false;
    std::string reverse; // the name of that address; empty: none

    bool operator==(const NameFact&) const = default;
};
struct PortFact {     // one that somebody else has
    std::string port; // "TCP 9001"
    std::string holder;

    bool operator==(const PortFact&) const = default;
};
struct UnitFact {
    std::string unit;
    bool exists = false;
    bool startsAtBoot = false;
    std::string package; // name and version of the package that brought it; empty: not known

    bool operator==(const UnitFact&) const = default;
};
struct FolderFact {
    std::string path;
    bool exists = false;
    std::string fileSystem; // the kernel's name of its type; empty: not known

    bool operator==(const FolderFact&) const = default;
};
struct AccountFact {
    std::string name;
    std::int64_t user = -1; // -1: there is none
    std::int64_t group = -1;

    bool operator==(const AccountFact&) const = default;
};

struct NodeFacts {
    std::string version; // of Understudy
    std::string system;  // "debian 12 x86_64": has to be equal
    std::string host;
    std::string contact; // this node's address on the connection between the two; empty: no connection
    WallTime time{};     // when this was sent
    int zoneMinutes = 0; // east of UTC, now
    bool clockSynchronised = false;
    bool hasFuse = false;
    bool scriptsRun = false;
    std::string securityModule; // one that denies: "SELinux (enforcing)"; empty: none
    std::vector<AddressFact> addresses;
    std::vector<NameFact> names; // own host name, then the peer's name
    std::vector<PortFact> ports;
    std::vector<UnitFact> units;
    std::vector<FolderFact> folders;
    std::vector<AccountFact> accounts;
    std::optional<bool> peerAnswersPing;
    std::optional<std::string> virtualIpHolder; // MAC; empty: nobody has it

    bool operator==(const NodeFacts&) const = default;
};

// On this computer. Any thread but the loop's: asks name servers, the network (ARP, ping) and systemd, and
// may take some seconds. What cannot be found out is left at its default.
NodeFacts collectFacts(const Plan& plan, const std::string& version);

// JSON, for the other node. Reading is for bytes from outside: of any length and content; unknown keys are
// ignored, missing ones stay at their default.
QJsonObject factsJson(const NodeFacts& facts);
NodeFacts factsFrom(const QJsonObject& object);
QJsonObject planJson(const Plan& plan);
Plan planFrom(const QJsonObject& object);

} // namespace understudy::prerequisites
