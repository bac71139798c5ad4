#pragma once
// A systemd of one file on a message bus of its own: real D-Bus messages, real processes in real control
// groups, and faults on demand. Speaks as much of org.freedesktop.systemd1 as the engine uses.

#include "services/control_group.h"

#include <QDBusConnection>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QTemporaryDir>

#include <map>
#include <memory>
#include <string>

class FakeSystemd final : public QDBusVirtualObject {
    Q_OBJECT

public:
    struct Unit {
        std::string name;
        QStringList wantedBy;
        bool exists = true;
        std::string program = "sleep 600"; // of /bin/sh
        bool ignoresStop = false;          // the job of its stop never ends
        bool silent = false;               // not even the call is answered
        bool stopping = false;
        QString state = QStringLiteral("inactive");
        QString result = QStringLiteral("success");
        std::unique_ptr<QProcess> process;
        understudy::services::ControlGroup group;
    };

    FakeSystemd();
    ~FakeSystemd() override;

    QDBusConnection connectClient(const char* name) const;
    Unit& unit(const std::string& name); // adds it
    std::string unitDirectory() const { return m_dir.path().toStdString() + "/units"; }
    std::string permitDirectory() const { return m_dir.path().toStdString() + "/permits"; }
    int reloads = 0;
    bool jobsEndBeforeTheirNames = false; // the signal overtakes the reply
    QStringList disabled;

    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override;

private:
    static std::string groups(); // the control group above its units'
    void answer(const QDBusMessage& message);
    void answerJob(const QDBusMessage& message);
    bool permitted(const Unit& unit) const;
    QVariantMap properties(const Unit& unit, const QString& interface) const;
    QString runJob(Unit& unit, bool start);
    void endJob(Unit& unit, const QString& path, const char* result);
    void launch(Unit& unit, const QString& job);
    void setState(Unit& unit, const char* state);
    Unit* byPath(const QString& path);

    QTemporaryDir m_dir;
    QProcess m_daemon;
    QString m_address;
    std::unique_ptr<QDBusConnection> m_bus;
    std::map<QString, std::unique_ptr<Unit>> m_units; // by object path
    int m_jobs = 0;
};
