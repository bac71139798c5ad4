// The facts that this computer itself tells.

#include "address/address_probe.h"
#include "address/rtnetlink.h"
#include "base/descriptor.h"
#include "base/port_holder.h"
#include "prerequisites/ask_network.h"
#include "prerequisites/facts.h"
#include "prerequisites/mounts.h"

#include <QProcess>
#include <QSysInfo>

#include <net/if.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>

namespace understudy::prerequisites {

namespace {

using namespace std::chrono_literals;

constexpr auto kProgramPatience = 5s;
constexpr auto kProbePatience = 900ms;
constexpr auto kPingPatience = 1000ms;
constexpr char kStateFolder[] = "/var/lib/understudy";

std::string output(const char* program, const QStringList& arguments) {
    QProcess process;
    process.start(QLatin1String(program), arguments, QIODevice::ReadOnly);
    const bool done = process.waitForFinished(
        static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(kProgramPatience).count()));
    return done && process.exitCode() == 0 ? process.readAllStandardOutput().trimmed().toStdString()
                                           : std::string();
}

std::string system() {
    return (QSysInfo::productType() + QLatin1Char(' ') + QSysInfo::productVersion() + QLatin1Char(' ') +
            QSysInfo::currentCpuArchitecture())
        .toStdString();
}

int zoneMinutes() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return static_cast<int>(local.tm_gmtoff / 60);
}

bool isClockSynchronised() {
    timex clock{};
    return ::adjtimex(&clock) != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
}

bool canRunScripts() {
    struct statvfs about {};
    return ::statvfs(kStateFolder, &about) != 0 || (about.f_flag & ST_NOEXEC) == 0;
}

std::string firstLine(const char* path) {
    std::string line;
    std::getline(std::ifstream(path) >> std::ws, line);
    return line;
}

// What may deny what root may do, and is switched on.
std::string securityModule() {
    if (firstLine("/sys/fs/selinux/enforce") == "1")
        return "SELinux (enforcing)";
    std::ifstream profiles("/sys/kernel/security/apparmor/profiles");
    for (std::string line; std::getline(profiles, line);)
        if (line.ends_with("(enforce)") &&
            (line.find("understudy") != std::string::npos || line.find("postgres") != std::string::npos))
            return "AppArmor " + line;
    return {};
}

std::vector<AddressFact> addresses() {
    std::vector<AddressFact> list;
    auto kernel = address::Rtnetlink::open();
    const auto set =
        kernel ? kernel->addresses() : Result<std::vector<address::SetAddress>>(fail(kernel.error()));
    if (!set)
        return list;
    for (const address::SetAddress& one : *set) {
        std::array<char, IF_NAMESIZE> name{};
        ::if_indextoname(one.interfaceIndex, name.data());
        if (const std::string text = one.address.toString(); !text.starts_with("127."))
            list.push_back({name.data(), text, one.prefixLength, one.permanent});
    }
    return list;
}

void addPort(std::vector<PortFact>& taken, Transport transport, std::uint16_t port) {
    if (!isPortHeld(transport, port))
        return;
    const std::string holder = portHolder(transport, port);
    if (holder.find("understudy") == std::string::npos) // our own programs may
        taken.push_back({(transport == Transport::Tcp ? "TCP " : "UDP ") + std::to_string(port), holder});
}

std::vector<PortFact> takenPorts() {
    std::vector<PortFact> taken;
    for (const std::uint16_t port : {9001, 4800, 5600, 9010, 9453})
        addPort(taken, Transport::Tcp, port);
    addPort(taken, Transport::Udp, 8888);
    return taken;
}

UnitFact unitFact(const std::string& unit) {
    UnitFact fact{unit, false, false, {}};
    const std::string shown = output("systemctl", {QStringLiteral("show"), QStringLiteral("-p"),
                                                   QStringLiteral("LoadState,UnitFileState,FragmentPath"),
                                                   QStringLiteral("--"), QString::fromStdString(unit)});
    fact.exists = shown.find("LoadState=loaded") != std::string::npos;
    fact.startsAtBoot = shown.find("UnitFileState=enabled") != std::string::npos;
    const auto at = shown.find("FragmentPath=/");
    if (at == std::string::npos)
        return fact;
    const std::string path = shown.substr(at + 13, shown.find('\n', at) - at - 13);
    const std::string owner =
        output("dpkg-query", {QStringLiteral("-S"), QStringLiteral("--"), QString::fromStdString(path)});
    const std::string name = owner.substr(0, owner.find(':'));
    if (!name.empty())
        fact.package =
            output("dpkg-query", {QStringLiteral("-W"), QStringLiteral("--"), QString::fromStdString(name)});
    return fact;
}

// A folder that is replicated while its module runs is our own mount, and a share may not answer: looking at
// either would wait for it (S17). The table of mounts says enough.
FolderFact folderFact(const std::string& path) {
    const std::string mounts = mountTable();
    std::string asked = path;
    FolderFact fact{path, false, fileSystemOf(asked, mounts)};
    if (const auto slash = path.rfind('/'); slash != std::string::npos && !mayHang(fact.fileSystem)) {
        if (const auto parent = realPath(slash == 0 ? "/" : path.substr(0, slash)))
            asked = (*parent == "/" ? "" : *parent) + path.substr(slash);
        fact.fileSystem = fileSystemOf(asked, mounts);
    }
    if (!mayHang(fact.fileSystem))
        if (const auto target = realPath(asked)) // it may be a link into one
            fact.fileSystem = fileSystemOf(asked = *target, mounts);
    struct stat about {};
    fact.exists = mayHang(fact.fileSystem) || (::stat(asked.c_str(), &about) == 0 && S_ISDIR(about.st_mode));
    return fact;
}

AccountFact accountFact(const std::string& name) {
    AccountFact fact{name, -1, -1};
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
        fact.user = found->pw_uid;
        fact.group = found->pw_gid;
    }
    return fact;
}

std::optional<std::string> holderOf(const std::string& virtualIp) {
    const auto wanted = address::Ipv4::parse(virtualIp);
    if (!wanted)
        return std::nullopt;
    const auto holder = address::whoHas(*wanted, kProbePatience);
    if (!holder)
        return std::nullopt;
    return *holder ? (*holder)->toString() : std::string();
}

} // namespace

NodeFacts collectFacts(const Plan& plan, const std::string& version) {
    NodeFacts facts;
    facts.version = version;
    facts.system = system();
    facts.host = QSysInfo::machineHostName().toStdString();
    facts.zoneMinutes = zoneMinutes();
    facts.clockSynchronised = isClockSynchronised();
    facts.hasFuse = ::access("/dev/fuse", R_OK | W_OK) == 0;
    facts.scriptsRun = canRunScripts();
    facts.securityModule = securityModule();
    facts.addresses = addresses();
    facts.names.push_back(lookUp(facts.host, {}));
    if (!plan.peerName.empty())
        facts.names.push_back(lookUp(plan.peerName, plan.peerAddress));
    if (!plan.configured)
        facts.ports = takenPorts();
    for (const std::string& unit : plan.units)
        facts.units.push_back(unitFact(unit));
    for (const std::string& path : plan.folders)
        facts.folders.push_back(folderFact(path));
    for (const std::string& name : plan.accounts)
        facts.accounts.push_back(accountFact(name));
    if (!plan.peerAddress.empty())
        facts.peerAnswersPing = answersPing(plan.peerAddress, kPingPatience);
    if (!plan.virtualIp.empty() && !plan.configured)
        facts.virtualIpHolder = holderOf(plan.virtualIp);
    facts.time = SystemClock().wall();
    return facts;
}

} // namespace understudy::prerequisites
