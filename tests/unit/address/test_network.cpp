#include "test_network.h"

#include <QProcess>
#include <QtDebug>

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <thread>

namespace {

bool run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(10000);
    if (ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return true;
    qWarning() << program << arguments << process.readAll();
    return false;
}

QString pathOf(const understudy::Descriptor& computer) {
    return QStringLiteral("/proc/%1/fd/%2").arg(getpid()).arg(computer.get());
}

} // namespace

understudy::Descriptor& TestNetwork::namespaceOf(Host host) {
    return host == Host::Peer ? m_peer : m_stranger;
}

bool TestNetwork::ip(Host host, const char* arguments) {
    const QStringList words = QString::fromLatin1(arguments).split(QLatin1Char(' '));
    if (host == Host::Self)
        return run(QStringLiteral("ip"), words);
    return run(QStringLiteral("nsenter"),
               QStringList{QStringLiteral("--net=") + pathOf(namespaceOf(host)), QStringLiteral("ip")} +
                   words);
}

void TestNetwork::in(Host host, const std::function<void()>& action) {
    std::thread([&] {
        if (setns(namespaceOf(host).get(), CLONE_NEWNET) == 0)
            action();
    }).join();
}

bool TestNetwork::addComputer(understudy::Descriptor& computer, const char* port, const char* mac,
                              const char* address) {
    std::thread([&] {
        if (unshare(CLONE_NEWNET) == 0)
            computer = understudy::Descriptor(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    }).join();
    if (!computer.isOpen())
        return false;
    const Host host = &computer == &m_peer ? Host::Peer : Host::Stranger;
    const QString link = QStringLiteral("link add %1 type veth peer name eth0 address %2 netns %3")
                             .arg(QLatin1String(port), QLatin1String(mac), pathOf(computer));
    return ip(Host::Self, link.toLatin1().constData()) &&
           ip(Host::Self, QStringLiteral("link set %1 master br0 up").arg(QLatin1String(port)).toLatin1()) &&
           ip(host, "link set eth0 up") &&
           ip(host, QStringLiteral("addr add %1 dev eth0").arg(QLatin1String(address)).toLatin1());
}

bool TestNetwork::build() {
    return geteuid() == 0 && unshare(CLONE_NEWNET) == 0 && ip(Host::Self, "link add br0 type bridge") &&
           ip(Host::Self, "addr add 10.77.0.1/24 dev br0") && ip(Host::Self, "link set br0 up") &&
           addComputer(m_peer, "peer", kPeerMac, "10.77.0.2/24") &&
           addComputer(m_stranger, "stranger", kStrangerMac, "10.77.0.3/24");
}
