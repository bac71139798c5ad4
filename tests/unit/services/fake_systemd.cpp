#include "fake_systemd.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QFile>

#include <unistd.h>

#include <csignal>
#include <filesystem>

using understudy::services::ControlGroup;

namespace {

const QString kRoot = QStringLiteral("/org/freedesktop/systemd1");
const QString kManager = QStringLiteral("org.freedesktop.systemd1.Manager");
const QString kUnit = QStringLiteral("org.freedesktop.systemd1.Unit");

QString pathOf(const std::string& unit) { // enough for the names used here
    QString path = QString::fromStdString(unit);
    path.replace(QLatin1Char('.'), QStringLiteral("_2e"));
    path.replace(QLatin1Char('@'), QStringLiteral("_40"));
    path.replace(QLatin1Char('-'), QStringLiteral("_2d"));
    return kRoot + QStringLiteral("/unit/") + path;
}

} // namespace

std::string FakeSystemd::groups() {
    return *understudy::services::ownControlGroup() + "/fake-systemd-" + std::to_string(getpid());
}

FakeSystemd::FakeSystemd() {
    m_daemon.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                                   QStringLiteral("--print-address")});
    if (!m_daemon.waitForReadyRead(5000))
        qFatal("no dbus-daemon");
    m_address = QString::fromLatin1(m_daemon.readLine()).trimmed();
    m_bus = std::make_unique<QDBusConnection>(connectClient("fake-systemd"));
    m_bus->registerVirtualObject(kRoot, this, QDBusConnection::SubPath);
    if (!m_bus->registerService(QStringLiteral("org.freedesktop.systemd1")))
        qFatal("the bus does not give us the name");
}

FakeSystemd::~FakeSystemd() {
    for (const auto& [path, unit] : m_units) {
        if (unit->process)
            unit->process->disconnect();
    }
    m_units.clear();
    understudy::services::removeControlGroup(groups());
    QDBusConnection::disconnectFromBus(QStringLiteral("fake-systemd"));
    m_daemon.kill();
    m_daemon.waitForFinished();
}

QDBusConnection FakeSystemd::connectClient(const char* name) const {
    return QDBusConnection::connectToBus(m_address, QString::fromLatin1(name));
}

FakeSystemd::Unit& FakeSystemd::unit(const std::string& name) {
    auto& unit = m_units[pathOf(name)];
    if (!unit) {
        unit = std::make_unique<Unit>();
        unit->name = name;
    }
    return *unit;
}

FakeSystemd::Unit* FakeSystemd::byPath(const QString& path) {
    const auto found = m_units.find(path);
    return found == m_units.end() ? nullptr : found->second.get();
}

// As systemd does with ConditionPathExists=, from a drop-in that it has read.
bool FakeSystemd::permitted(const Unit& unit) const {
    QFile file(QString::fromStdString(unitDirectory() + "/" + unit.name + ".d/understudy.conf"));
    if (!file.open(QIODevice::ReadOnly) || reloads == 0)
        return false;
    const QString key = QStringLiteral("ConditionPathExists=");
    for (const QString& line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        if (line.startsWith(key))
            return QFile::exists(line.mid(key.size()));
    }
    return true;
}

QVariantMap FakeSystemd::properties(const Unit& unit, const QString& interface) const {
    QVariantMap map;
    if (interface == kUnit) {
        map[QStringLiteral("LoadState")] =
            unit.exists ? QStringLiteral("loaded") : QStringLiteral("not-found");
        map[QStringLiteral("ActiveState")] = unit.state;
        map[QStringLiteral("WantedBy")] = unit.wantedBy;
    } else {
        const auto root = understudy::services::controlGroupRoot();
        const std::string path = unit.group.path();
        map[QStringLiteral("ControlGroup")] =
            path.empty() ? QString() : QString::fromStdString(path.substr(root->size()));
        map[QStringLiteral("Slice")] = QStringLiteral("system-fake.slice");
        map[QStringLiteral("Result")] = unit.result;
    }
    return map;
}

void FakeSystemd::setState(Unit& unit, const char* state) {
    unit.state = QLatin1String(state);
    QDBusMessage signal =
        QDBusMessage::createSignal(pathOf(unit.name), QStringLiteral("org.freedesktop.DBus.Properties"),
                                   QStringLiteral("PropertiesChanged"));
    signal << kUnit << QVariantMap{{QStringLiteral("ActiveState"), unit.state}} << QStringList();
    m_bus->send(signal);
}

void FakeSystemd::endJob(Unit& unit, const QString& path, const char* result) {
    QDBusMessage signal = QDBusMessage::createSignal(kRoot, kManager, QStringLiteral("JobRemoved"));
    signal << 7U << QVariant::fromValue(QDBusObjectPath(path)) << QString::fromStdString(unit.name)
           << QString::fromLatin1(result);
    m_bus->send(signal);
}

void FakeSystemd::launch(Unit& unit, const QString& job) {
    if (!permitted(unit))
        return endJob(unit, job, "done"); // skipped, as systemd says it
    unit.group = std::move(*ControlGroup::create(groups() + "/" + unit.name));
    unit.stopping = false;
    unit.process = std::make_unique<QProcess>();
    unit.process->setChildProcessModifier([fd = unit.group.joinFd()] {
        if (write(fd, "0", 1) != 1)
            _exit(1);
    });
    connect(unit.process.get(), &QProcess::finished, this, [this, &unit] {
        const bool killed = unit.process->exitStatus() == QProcess::CrashExit;
        const bool clean = unit.stopping || (!killed && unit.process->exitCode() == 0);
        unit.result = clean    ? QStringLiteral("success")
                      : killed ? QStringLiteral("signal")
                               : QStringLiteral("exit-code");
        unit.group = ControlGroup();
        setState(unit, unit.result == QLatin1String("success") ? "inactive" : "failed");
    });
    connect(unit.process.get(), &QProcess::started, this, [this, &unit, job] {
        setState(unit, "active");
        endJob(unit, job, "done");
    });
    unit.process->start(
        QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"), QStringLiteral("exec ") + QString::fromStdString(unit.program)});
}

QString FakeSystemd::runJob(Unit& unit, bool start) {
    const QString path = kRoot + QStringLiteral("/job/%1").arg(++m_jobs);
    if (start) {
        launch(unit, path);
    } else if (unit.process && unit.process->state() != QProcess::NotRunning) {
        if (unit.ignoresStop)
            return path;
        connect(unit.process.get(), &QProcess::finished, this,
                [this, &unit, path] { endJob(unit, path, "done"); });
        unit.stopping = true;
        unit.process->terminate();
    } else {
        endJob(unit, path, "done");
    }
    return path;
}

// QtDBus may ask from its own thread; everything here belongs to the test's.
bool FakeSystemd::handleMessage(const QDBusMessage& message, const QDBusConnection&) {
    QMetaObject::invokeMethod(
        this, [this, message] { answer(message); }, Qt::QueuedConnection);
    return true;
}

void FakeSystemd::answer(const QDBusMessage& message) {
    const QString method = message.member();
    const QVariantList arguments = message.arguments();
    if (method == QLatin1String("StartUnit") || method == QLatin1String("StopUnit"))
        return answerJob(message);
    if (method == QLatin1String("GetAll")) {
        if (const Unit* unit = byPath(message.path()))
            m_bus->send(message.createReply(properties(*unit, arguments.at(0).toString())));
        return;
    }
    if (method == QLatin1String("LoadUnit")) {
        const std::string name = arguments.at(0).toString().toStdString();
        if (!byPath(pathOf(name)))
            unit(name).exists = false;
        m_bus->send(message.createReply(QVariant::fromValue(QDBusObjectPath(pathOf(name)))));
        return;
    }
    if (method == QLatin1String("Reload"))
        ++reloads;
    if (method == QLatin1String("DisableUnitFiles"))
        disabled += arguments.at(0).toStringList();
    m_bus->send(message.createReply());
}

void FakeSystemd::answerJob(const QDBusMessage& message) {
    Unit& wanted = unit(message.arguments().at(0).toString().toStdString());
    if (wanted.silent)
        return;
    const QString job = runJob(wanted, message.member() == QLatin1String("StartUnit"));
    const QDBusMessage reply = message.createReply(QVariant::fromValue(QDBusObjectPath(job)));
    if (!jobsEndBeforeTheirNames)
        m_bus->send(reply);
    else
        connect(wanted.process.get(), &QProcess::started, this, [this, reply] { m_bus->send(reply); });
}
