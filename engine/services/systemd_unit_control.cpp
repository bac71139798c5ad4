#include "services/systemd_unit_control.h"

#include <QDBusArgument>
#include <QDBusError>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>

#include <algorithm>

namespace understudy::services {
namespace {

const QString kSystemd = QStringLiteral("org.freedesktop.systemd1");
const QString kManagerPath = QStringLiteral("/org/freedesktop/systemd1");
const QString kManager = QStringLiteral("org.freedesktop.systemd1.Manager");
const QString kUnit = QStringLiteral("org.freedesktop.systemd1.Unit");
const QString kService = QStringLiteral("org.freedesktop.systemd1.Service");
const QString kProperties = QStringLiteral("org.freedesktop.DBus.Properties");
constexpr int kReloadTimeout = 90000; // milliseconds; systemd reads all unit files again

QString text(const std::string& s) {
    return QString::fromStdString(s);
}

std::string value(const QVariantMap& properties, const char* name) {
    return properties.value(QLatin1String(name)).toString().toStdString();
}

QVariantMap mapOf(const QDBusMessage& message) {
    return qdbus_cast<QVariantMap>(message.arguments().value(0));
}

// Escaping of unit names in object paths (sd_bus_path_encode): everything but letters and digits, and a digit
// in front, becomes _ and two hexadecimal digits.
QString objectPath(const std::string& unit) {
    QString path = kManagerPath + QStringLiteral("/unit/");
    bool first = true;
    for (const char c : unit) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (letter || (digit && !first))
            path += QLatin1Char(c);
        else
            path += QStringLiteral("_%1").arg(static_cast<unsigned char>(c), 2, 16, QLatin1Char('0'));
        first = false;
    }
    return path;
}

} // namespace

SystemdUnitControl::SystemdUnitControl(const QDBusConnection& bus) : m_bus(bus) {
    // Without this, connect() fails in a process that never used the type before.
    qRegisterMetaType<QDBusObjectPath>();
    const bool connected = m_bus.connect(kSystemd, kManagerPath, kManager, QStringLiteral("JobRemoved"), this,
                                         SLOT(onJobRemoved(uint, QDBusObjectPath, QString, QString)));
    UNDERSTUDY_ASSERT(connected || !m_bus.isConnected());
    // systemd sends signals only while somebody wants them.
    callManager(QStringLiteral("Subscribe"), {}, "systemd", [](const Result<QDBusMessage>&) {});
}

Result<std::unique_ptr<SystemdUnitControl>> SystemdUnitControl::onSystemBus() {
    const QDBusConnection bus =
        QDBusConnection::connectToBus(QDBusConnection::SystemBus, QStringLiteral("understudy-services"));
    if (!bus.isConnected())
        return fail(ErrorCode::Disconnected, "system bus", bus.lastError().message().toStdString());
    return std::make_unique<SystemdUnitControl>(bus);
}

void SystemdUnitControl::call(QDBusMessage message, const std::string& subject, Reply reply) {
    const bool reloads = message.member() == QLatin1String("Reload");
    const QDBusPendingCall pending = m_bus.asyncCall(message, reloads ? kReloadTimeout : -1);
    auto* watcher = new QDBusPendingCallWatcher(pending, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [subject, reply = std::move(reply)](QDBusPendingCallWatcher* finished) {
                finished->deleteLater();
                if (finished->isError())
                    return reply(
                        fail(ErrorCode::Refused, subject, finished->error().message().toStdString()));
                reply(finished->reply());
            });
}

void SystemdUnitControl::callManager(const QString& method, const QVariantList& arguments,
                                     const std::string& subject, Reply reply) {
    QDBusMessage message = QDBusMessage::createMethodCall(kSystemd, kManagerPath, kManager, method);
    message.setArguments(arguments);
    call(std::move(message), subject, std::move(reply));
}

void SystemdUnitControl::getAll(const QString& path, const QString& interface, const std::string& subject,
                                Reply reply) {
    QDBusMessage message =
        QDBusMessage::createMethodCall(kSystemd, path, kProperties, QStringLiteral("GetAll"));
    message << interface;
    call(std::move(message), subject, std::move(reply));
}

// Three calls in a row: load it, its properties as a unit, its properties as a service.
void SystemdUnitControl::inspect(const std::string& unit, Facts facts) {
    const auto withService = [unit, facts](const UnitFacts& soFar, const Result<QDBusMessage>& reply) {
        UnitFacts all = soFar;
        if (reply) { // another kind of unit has no such interface
            const QVariantMap properties = mapOf(*reply);
            all.controlGroup = value(properties, "ControlGroup");
            all.slice = value(properties, "Slice");
            all.result = value(properties, "Result");
        }
        facts(std::move(all));
    };
    const auto withUnit = [this, unit, facts, withService](const QString& path,
                                                           const Result<QDBusMessage>& reply) {
        if (!reply)
            return facts(fail(reply.error()));
        const QVariantMap properties = mapOf(*reply);
        UnitFacts soFar;
        soFar.loadState = value(properties, "LoadState");
        soFar.activeState = value(properties, "ActiveState");
        for (const char* relation : {"WantedBy", "RequiredBy", "BoundBy", "UpheldBy", "TriggeredBy"}) {
            for (const QString& by : properties.value(QLatin1String(relation)).toStringList())
                soFar.pulledBy.push_back(by.toStdString());
        }
        getAll(path, kService, unit,
               [withService, soFar](const Result<QDBusMessage>& service) { withService(soFar, service); });
    };
    callManager(QStringLiteral("LoadUnit"), {text(unit)}, unit,
                [this, unit, facts, withUnit](const Result<QDBusMessage>& loaded) {
                    if (!loaded)
                        return facts(fail(loaded.error()));
                    const QString path = qdbus_cast<QDBusObjectPath>(loaded->arguments().value(0)).path();
                    getAll(path, kUnit, unit,
                           [withUnit, path](const Result<QDBusMessage>& reply) { withUnit(path, reply); });
                });
}

void SystemdUnitControl::start(const std::string& unit, Answer answer) {
    runJob(QStringLiteral("StartUnit"), unit, std::move(answer));
}

void SystemdUnitControl::stop(const std::string& unit, Answer answer) {
    runJob(QStringLiteral("StopUnit"), unit, std::move(answer));
}

void SystemdUnitControl::runJob(const QString& method, const std::string& unit, Answer answer) {
    callManager(method, {text(unit), QStringLiteral("replace")}, unit,
                [this, job = Job{unit, std::move(answer)}](const Result<QDBusMessage>& reply) {
                    if (!reply)
                        return job.answer(fail(reply.error()));
                    const QString path = qdbus_cast<QDBusObjectPath>(reply->arguments().value(0)).path();
                    const auto early =
                        std::ranges::find(m_earlyResults, path, &std::pair<QString, QString>::first);
                    if (early != m_earlyResults.end())
                        return finishJob(job, early->second);
                    m_jobs[path] = job;
                });
}

void SystemdUnitControl::onJobRemoved(uint, const QDBusObjectPath& job, const QString&,
                                      const QString& result) {
    const auto known = m_jobs.find(job.path());
    if (known == m_jobs.end()) {
        m_earlyResults.emplace_back(job.path(), result);
        if (m_earlyResults.size() > kRememberedResults)
            m_earlyResults.pop_front();
        return;
    }
    const Job ours = known->second;
    m_jobs.erase(known);
    finishJob(ours, result);
}

void SystemdUnitControl::finishJob(const Job& job, const QString& result) {
    if (result == QLatin1String("done"))
        return job.answer({});
    job.answer(fail(ErrorCode::Refused, job.unit, "systemd's job ended: " + result.toStdString()));
}

void SystemdUnitControl::reload(Answer answer) {
    callManager(QStringLiteral("Reload"), {}, "systemd",
                [answer = std::move(answer)](const Result<QDBusMessage>& reply) {
                    answer(reply ? Status() : fail(reply.error()));
                });
}

void SystemdUnitControl::watch(const std::string& unit, std::function<void()> changed) {
    const QString path = objectPath(unit);
    const bool connected = m_watchers.contains(path);
    if (connected == static_cast<bool>(changed)) {
        if (connected)
            m_watchers[path] = std::move(changed);
        return;
    }
    const QString signal = QStringLiteral("PropertiesChanged");
    const char* slot = SLOT(onPropertiesChanged(QString, QVariantMap, QStringList, QDBusMessage));
    if (changed) {
        const bool heard = m_bus.connect(kSystemd, path, kProperties, signal, this, slot);
        UNDERSTUDY_ASSERT(heard || !m_bus.isConnected());
        m_watchers[path] = std::move(changed);
    } else {
        m_bus.disconnect(kSystemd, path, kProperties, signal, this, slot);
        m_watchers.erase(path);
    }
}

void SystemdUnitControl::onPropertiesChanged(const QString& interface, const QVariantMap& changed,
                                             const QStringList& invalidated, const QDBusMessage& signal) {
    const QString state = QStringLiteral("ActiveState");
    if (interface != kUnit || !(changed.contains(state) || invalidated.contains(state)))
        return;
    const auto watcher = m_watchers.find(signal.path());
    if (watcher == m_watchers.end())
        return;
    const auto tell = watcher->second; // it may end its own watch
    tell();
}

void SystemdUnitControl::enable(const std::string& unit, Answer answer) {
    callManager(QStringLiteral("EnableUnitFiles"), {QStringList{text(unit)}, false, false}, unit,
                [answer = std::move(answer)](const Result<QDBusMessage>& reply) {
                    answer(reply ? Status() : fail(reply.error()));
                });
}

void SystemdUnitControl::disable(const std::string& unit, Answer answer) {
    callManager(QStringLiteral("DisableUnitFiles"), {QStringList{text(unit)}, false}, unit,
                [answer = std::move(answer)](const Result<QDBusMessage>& reply) {
                    answer(reply ? Status() : fail(reply.error()));
                });
}

} // namespace understudy::services
