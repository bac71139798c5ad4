#include "prerequisites/judge.h"

#include "address/addresses.h"

#include <algorithm>
#include <cstdlib>

namespace understudy::prerequisites {

namespace {

using address::Ipv4;

enum class Weight { Advice, StopsJoining };

class Judgement {
public:
    Judgement(const Plan& plan, const NodeFacts& own, const NodeFacts* other, WallTime received)
        : m_plan(plan), m_own(own), m_other(other), m_received(received) {}

    std::vector<Finding> all() {
        versions();
        networks();
        virtualIp();
        names();
        times();
        thisComputer();
        application();
        return std::move(m_findings);
    }

private:
    void met(const char* id) { m_findings.push_back({id, Outcome::Met, {}, {}, false, false}); }
    void unknown(const char* id, const char* reason) {
        m_findings.push_back({id, Outcome::Unknown, reason, {}, false, false});
    }
    void add(const char* id, Outcome outcome, const char* reason, std::vector<std::string> arguments,
             Weight weight = Weight::Advice, bool curable = false) {
        m_findings.push_back({id, outcome, reason, std::move(arguments), curable,
                              outcome == Outcome::Missing && weight == Weight::StopsJoining});
    }
    void equal(const char* id, const char* reason, const std::string& own, const std::string& other) {
        if (own == other)
            met(id);
        else
            add(id, Outcome::Missing, reason, {own, other}, Weight::StopsJoining);
    }

    void versions() {
        if (m_other == nullptr) {
            unknown("product-version", "pre-needs-other");
            unknown("operating-system", "pre-needs-other");
            return;
        }
        equal("product-version", "pre-product-version", m_own.version, m_other->version);
        equal("operating-system", "pre-operating-system", m_own.system, m_other->system);
    }

    // The own address that the other node is reached by, or the one in the network of the virtual address.
    const AddressFact* ownNetwork() const {
        const auto virtualIp = Ipv4::parse(m_plan.virtualIp);
        const AddressFact* best = nullptr;
        for (const AddressFact& fact : m_own.addresses) {
            const auto member = Ipv4::parse(fact.address);
            if (!member || fact.address == m_plan.virtualIp)
                continue;
            if (fact.address == m_own.contact)
                return &fact;
            if (best == nullptr || (virtualIp && virtualIp->inNetworkOf(*member, fact.prefixLength)))
                best = &fact;
        }
        return best;
    }

    void networks() {
        const AddressFact* network = ownNetwork();
        if (network == nullptr) {
            add("static-address", Outcome::Missing, "pre-no-ipv4", {m_own.host}, Weight::StopsJoining);
            return;
        }
        if (network->isStatic)
            met("static-address");
        else
            add("static-address", Outcome::Warning, "pre-static-address",
                {network->address, network->interface});
        subnet(*network);
        ping();
        if (m_own.addresses.size() > 1 && m_plan.peerAddress.empty())
            add("one-adapter", Outcome::Warning, "pre-several-adapters",
                {std::to_string(m_own.addresses.size()), m_own.addresses.front().address});
        else
            met("one-adapter");
    }

    void subnet(const AddressFact& network) {
        const std::string& peer = m_other != nullptr ? m_other->contact : m_plan.peerAddress;
        const auto theirs = Ipv4::parse(peer);
        const auto ours = Ipv4::parse(network.address);
        if (!theirs || !ours)
            return unknown("same-subnet", "pre-needs-other");
        if (theirs->inNetworkOf(*ours, network.prefixLength))
            met("same-subnet");
        else
            add("same-subnet", Outcome::Missing, "pre-same-subnet",
                {peer, network.address + "/" + std::to_string(network.prefixLength)}, Weight::StopsJoining);
    }

    void ping() {
        if (!m_own.peerAnswersPing)
            unknown("ping", "pre-needs-other");
        else if (*m_own.peerAnswersPing)
            met("ping");
        else
            add("ping", Outcome::Warning, "pre-ping", {m_plan.peerAddress});
    }

    void virtualIp() {
        if (m_plan.virtualIp.empty())
            return unknown("virtual-ip", "pre-no-virtual-ip");
        const auto wanted = Ipv4::parse(m_plan.virtualIp);
        const AddressFact* network = ownNetwork();
        const auto member = network != nullptr ? Ipv4::parse(network->address) : std::nullopt;
        if (!wanted)
            return add("virtual-ip", Outcome::Missing, "pre-virtual-ip-no-ipv4", {m_plan.virtualIp},
                       Weight::StopsJoining);
        if (!member || !wanted->inNetworkOf(*member, network->prefixLength))
            return add("virtual-ip", Outcome::Missing, "pre-virtual-ip-outside",
                       {m_plan.virtualIp, network != nullptr
                                              ? network->address + "/" + std::to_string(network->prefixLength)
                                              : std::string("-")},
                       Weight::StopsJoining);
        if (m_plan.virtualIp == m_own.contact || (m_other != nullptr && m_plan.virtualIp == m_other->contact))
            return add("virtual-ip", Outcome::Missing, "pre-virtual-ip-of-node", {m_plan.virtualIp},
                       Weight::StopsJoining);
        met("virtual-ip");
        if (m_plan.configured)
            return; // the cluster itself has it
        if (!m_own.virtualIpHolder)
            unknown("virtual-ip-free", "pre-virtual-ip-not-asked");
        else if (m_own.virtualIpHolder->empty())
            met("virtual-ip-free");
        else
            add("virtual-ip-free", Outcome::Missing, "pre-virtual-ip-in-use",
                {m_plan.virtualIp, *m_own.virtualIpHolder}, Weight::StopsJoining);
    }

    void names() {
        bool ipv6 = false;
        for (const NameFact& name : m_own.names)
            ipv6 = ipv6 || name.hasIpv6;
        if (ipv6)
            add("no-ipv6", Outcome::Warning, "pre-ipv6", {m_own.names.back().name});
        else
            met("no-ipv6");
        if (m_own.names.size() < 2 || m_plan.peerAddress.empty()) {
            unknown("name-forward", "pre-needs-other");
            unknown("name-reverse", "pre-needs-other");
            return;
        }
        const NameFact& peer = m_own.names[1];
        if (peer.address.empty())
            add("name-forward", Outcome::Warning, "pre-name-unknown", {peer.name, m_plan.peerAddress});
        else if (peer.address != m_plan.peerAddress)
            add("name-forward", Outcome::Missing, "pre-name-other-address",
                {peer.name, peer.address, m_plan.peerAddress}, Weight::StopsJoining);
        else
            met("name-forward");
        reverse(peer);
    }

    void reverse(const NameFact& peer) {
        const auto first = [](const std::string& name) { return name.substr(0, name.find('.')); };
        if (peer.reverse.empty())
            add("name-reverse", Outcome::Warning, "pre-no-reverse", {m_plan.peerAddress, peer.name});
        else if (first(peer.reverse) != first(peer.name) && Ipv4::parse(peer.name) == std::nullopt)
            add("name-reverse", Outcome::Warning, "pre-other-reverse",
                {m_plan.peerAddress, peer.reverse, peer.name});
        else
            met("name-reverse");
    }

    void times() {
        if (m_own.clockSynchronised)
            met("clock-synchronised");
        else
            add("clock-synchronised", Outcome::Warning, "pre-clock-synchronised", {}, Weight::Advice, true);
        if (m_other == nullptr) {
            unknown("same-time", "pre-needs-other");
            unknown("same-time-zone", "pre-needs-other");
            return;
        }
        const auto apart = std::chrono::abs(m_received - m_other->time);
        if (apart <= kLargestTimeDifference)
            met("same-time");
        else
            add("same-time", Outcome::Missing, "pre-same-time",
                {std::to_string(std::chrono::duration_cast<std::chrono::seconds>(apart).count()),
                 std::to_string(kLargestTimeDifference.count())},
                Weight::StopsJoining);
        if (m_own.zoneMinutes == m_other->zoneMinutes)
            met("same-time-zone");
        else
            add("same-time-zone", Outcome::Warning, "pre-same-time-zone",
                {std::to_string(m_own.zoneMinutes), std::to_string(m_other->zoneMinutes)});
    }

    void thisComputer() {
        if (m_own.hasFuse)
            met("fuse");
        else
            add("fuse", Outcome::Missing, "pre-fuse", {"/dev/fuse"});
        if (m_own.scriptsRun)
            met("scripts");
        else
            add("scripts", Outcome::Missing, "pre-scripts", {"/var/lib/understudy"});
        if (m_own.securityModule.empty())
            met("security-module");
        else
            add("security-module", Outcome::Warning, "pre-security-module", {m_own.securityModule});
        if (m_own.ports.empty())
            met("ports");
        for (const PortFact& port : m_own.ports)
            add("ports", Outcome::Missing, "pre-port", {port.port, port.holder});
    }

    void application() {
        for (const UnitFact& unit : m_own.units) {
            if (!unit.exists)
                add("unit", Outcome::Missing, "pre-unit", {unit.unit});
            else
                met("unit");
            if (unit.startsAtBoot)
                add("unit-at-boot", Outcome::Warning, "pre-unit-at-boot", {unit.unit}, Weight::Advice, true);
            for (const UnitFact& theirs : m_other != nullptr ? m_other->units : std::vector<UnitFact>())
                if (theirs.unit == unit.unit && unit.exists && theirs.exists) {
                    if (theirs.package == unit.package)
                        met("application-version");
                    else
                        add("application-version", Outcome::Missing, "pre-application-version",
                            {unit.unit, unit.package, theirs.package});
                }
        }
        for (const FolderFact& folder : m_own.folders) {
            if (folder.exists)
                met("folder");
            else
                add("folder", Outcome::Missing, "pre-folder", {folder.path});
        }
        for (const AccountFact& account : m_own.accounts)
            for (const AccountFact& theirs :
                 m_other != nullptr ? m_other->accounts : std::vector<AccountFact>()) {
                if (theirs.name != account.name)
                    continue;
                if (theirs == account)
                    met("account");
                else
                    add("account", Outcome::Missing, "pre-account",
                        {account.name, std::to_string(account.user), std::to_string(theirs.user)});
            }
    }

    const Plan& m_plan;
    const NodeFacts& m_own;
    const NodeFacts* const m_other;
    const WallTime m_received;
    std::vector<Finding> m_findings;
};

} // namespace

std::vector<Finding> judge(const Plan& plan, const NodeFacts& own, const NodeFacts* other,
                           WallTime received) {
    return Judgement(plan, own, other, received).all();
}

const Finding* obstacle(const std::vector<Finding>& findings) {
    const auto found = std::ranges::find_if(findings, &Finding::stopsJoining);
    return found == findings.end() ? nullptr : &*found;
}

const char* outcomeName(Outcome outcome) {
    constexpr const char* kNames[] = {"met", "warning", "missing", "unknown"};
    return kNames[static_cast<std::size_t>(outcome)];
}

} // namespace understudy::prerequisites
