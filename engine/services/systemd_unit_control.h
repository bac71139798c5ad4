#pragma once
// systemd over D-Bus (org.freedesktop.systemd1). Every call is asynchronous but the one that finds out, in
// the constructor, who owns systemd's name: only its signals are believed. Thread: the loop's.

#include "services/unit_control.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QObject>

#include <deque>
#include <map>
#include <memory>

namespace understudy::services {

class SystemdUnitControl final : public QObject, public UnitControl {
    Q_OBJECT

public:
    explicit SystemdUnitControl(const QDBusConnection& bus);

    // Disconnected: no system bus here.
    static Result<std::unique_ptr<SystemdUnitControl>> onSystemBus();

    void inspect(const std::string& unit, Facts facts) override;
    void start(const std::string& unit, Answer answer) override;
    void stop(const std::string& unit, Answer answer) override;
    void reload(Answer answer) override;
    void watch(const std::string& unit, std::function<void()> changed) override;
    void enable(const std::string& unit, Answer answer) override;
    void disable(const std::string& unit, Answer answer) override;

private Q_SLOTS:
    void onJobRemoved(uint id, const QDBusObjectPath& job, const QString& unit, const QString& result);
    void onPropertiesChanged(const QString& interface, const QVariantMap& changed,
                             const QStringList& invalidated, const QDBusMessage& signal);

private:
    using Reply = std::function<void(const Result<QDBusMessage>&)>;
    struct Job {
        std::string unit;
        Answer answer;
    };

    void call(QDBusMessage message, const std::string& subject, Reply reply);
    void callManager(const QString& method, const QVariantList& arguments, const std::string& subject,
                     Reply reply);
    void getAll(const QString& path, const QString& interface, const std::string& subject, Reply reply);
    void runJob(const QString& method, const std::string& unit, Answer answer);
    void finishJob(const Job& job, const QString& result);

    static constexpr std::size_t kRememberedResults = 64;

    QDBusConnection m_bus;
    std::map<QString, Job> m_jobs;                          // by their object paths
    std::deque<std::pair<QString, QString>> m_earlyResults; // jobs whose end was heard before their name
    std::map<QString, std::function<void()>> m_watchers;    // by the units' object paths
};

} // namespace understudy::services
